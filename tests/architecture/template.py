"""Reads template.yaml for the tests of its house rules, and evaluates its intrinsics for given parameters."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::AccountId": "000000000000",
    "AWS::StackName": "stack",
    "AWS::URLSuffix": "amazonaws.com",
}
REQUIRED = {"UserPoolId": "us-east-1_AbCdEfGhI", "CognitoDomain": "https://login.example.com"}


class NoValue:
    """What `AWS::NoValue` leaves: nothing, and the key that held it goes too."""


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms (`!Ref`, `!Sub` …) as their long ones."""


def _long_form(loader: _Loader, name: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        value = value.split(".", 1) if name == "GetAtt" else value
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        raise AssertionError(f"!{name} has a form that no function has")
    return {name if name == "Ref" else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _long_form)


def parsed(text: str) -> dict[str, Any]:
    """Return a template, or a part of one, short forms as long ones."""
    document: dict[str, Any] = _Loader(text).get_single_data()
    return document


TEMPLATE = parsed((ROOT / "template.yaml").read_text())
PARAMETERS: dict[str, dict[str, Any]] = TEMPLATE["Parameters"]
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of every resource of a type, by logical id."""
    return {name: resource["Properties"] for name, resource in RESOURCES.items() if resource["Type"] == kind}


class Deployment:
    """The template for one set of parameters: what CloudFormation would make of it."""

    def __init__(self, **given: str | int) -> None:
        defaults = {name: parameter["Default"] for name, parameter in PARAMETERS.items() if "Default" in parameter}
        self._names: dict[str, Any] = {**PSEUDO, **defaults, **REQUIRED, **given}

    def condition(self, name: str) -> bool:
        """Whether a condition of the template holds."""
        return bool(self.value(TEMPLATE["Conditions"][name]))

    def exists(self, logical_id: str) -> bool:
        """Whether a resource or output is made."""
        entry = {**RESOURCES, **TEMPLATE["Outputs"]}[logical_id]
        return "Condition" not in entry or self.condition(entry["Condition"])

    def broken_rules(self) -> list[str]:
        """Return what the template's rules object to."""
        return [
            assertion["AssertDescription"]
            for rule in TEMPLATE["Rules"].values()
            if self.value(rule["RuleCondition"])
            for assertion in rule["Assertions"]
            if not self.value(assertion["Assert"])
        ]

    def value(self, node: Any) -> Any:
        """Return a part of the template with its functions evaluated; a resource's attribute is `<id>.<attribute>`."""
        if isinstance(node, list):
            return [value for value in map(self.value, node) if value is not NoValue]
        if not isinstance(node, Mapping):
            return node
        if len(node) == 1:
            (name, argument), *_ = node.items()
            if name == "Ref":
                return NoValue if argument == "AWS::NoValue" else self._names.get(argument, argument)
            if name.startswith("Fn::"):
                return self._call(name.removeprefix("Fn::"), argument)
        values = {key: self.value(value) for key, value in node.items()}
        return {key: value for key, value in values.items() if value is not NoValue}

    def _call(self, function: str, argument: Any) -> Any:
        if function == "If":
            return self.value(argument[1] if self.condition(argument[0]) else argument[2])
        if function == "Sub":
            return self._substitute(argument)
        arguments = self.value(argument)
        if function == "Equals":
            return str(arguments[0]) == str(arguments[1])
        if function == "Not":
            return not arguments[0]
        if function == "GetAtt":
            return ".".join(arguments)
        if function == "Select":
            return arguments[1][int(arguments[0])]
        if function == "Join":
            return arguments[0].join(arguments[1])
        if function == "Split":
            return arguments[1].split(arguments[0])
        if function == "FindInMap":
            return TEMPLATE["Mappings"][arguments[0]][arguments[1]][arguments[2]]
        raise AssertionError(f"Fn::{function} is not evaluated here yet")

    def _substitute(self, argument: Any) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else (argument[0], self.value(argument[1]))
        names = {**self._names, **own}
        return re.sub(r"\$\{([^}]+)\}", lambda found: str(names.get(found[1], found[1])), text)
