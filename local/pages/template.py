"""template.yaml as the pages read it: as it stands, and as SAM makes plain CloudFormation of it."""

from functools import cache
from typing import Any
from unittest.mock import patch

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

from local.places import REGION, REPOSITORY


@cache
def template() -> dict[str, Any]:
    """Return the template, short forms of functions as long ones."""
    document: dict[str, Any] = yaml_parse((REPOSITORY / "template.yaml").read_text(encoding="utf-8"))
    return document


@cache
def resource_types() -> frozenset[str]:
    """Return the type of every resource that a deployment with everything switched on may make."""
    made = plain()["Resources"].values()
    return frozenset(resource["Type"] for resource in made)


def plain() -> dict[str, Any]:
    """Return what SAM makes of the template. Its functions have code somewhere, as after `sam package`."""
    document: dict[str, Any] = yaml_parse((REPOSITORY / "template.yaml").read_text(encoding="utf-8"))
    document["Globals"]["Function"]["CodeUri"] = "s3://bucket/code"
    with patch.dict("os.environ", AWS_DEFAULT_REGION=REGION):
        made: dict[str, Any] = transform(document, {}, _NoPolicies())
    return made


class _NoPolicies:
    """No template here names one of AWS's own policies by its short name."""

    def load(self) -> dict[str, str]:
        """None."""
        return {}
