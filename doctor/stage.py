"""What a stage says: its part of samconfig.toml and its stage file, read as the product does, with all mistakes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from coordinator.core.model import App, Provider
from coordinator.settings import stage_file

from doctor.finding import CouldNotLook
from local import stage as files
from local.places import REPOSITORY

POOL_ID = files.POOL_ID


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage. `pool_id` is empty while nobody has filled it in; `file` says where apps and providers stand.

    `region` is the stack's where samconfig.toml says it. `return_url` is known beforehand where PublicUrl or DomainName
    is given, else the stack has it. `unseen` says why the SSM parameter could not be read.
    """

    name: str
    file: str
    parameters: Mapping[str, str]
    stack: str
    region: str | None
    apps: Mapping[str, App] = field(default_factory=dict)
    providers: Mapping[str, Provider] = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()
    unseen: CouldNotLook | None = None

    @property
    def pool_id(self) -> str:
        """The pool's id, an empty string where there is none that could be one."""
        value = self.parameters.get("UserPoolId", "")
        return value if POOL_ID.fullmatch(value) else ""

    @property
    def cognito_domain(self) -> str:
        """The pool's domain with its scheme, as it stands there."""
        return self.parameters.get("CognitoDomain", "")

    @property
    def config_parameter(self) -> str:
        """The SSM parameter that takes the file's place, an empty string for none."""
        return self.parameters.get("ConfigParameter", "")

    @property
    def return_url(self) -> str | None:
        """The one URL that Cognito and every provider send the browser back to, None where only the stack knows."""
        base = self.parameters.get("PublicUrl", "")
        if not base and self.parameters.get("DomainName"):
            base = f"https://{self.parameters['DomainName']}"
        return f"{base}/logout/return" if base else None

    def configured_by(self, text: str | CouldNotLook | None) -> "Stage":
        """Return the stage with the apps and providers of the SSM parameter's text, None when there is no parameter."""
        where = f"SSM parameter {self.config_parameter}"
        if isinstance(text, CouldNotLook):
            return replace(self, file=where, unseen=text)
        if text is None:
            return replace(self, file=where, mistakes=(*self.mistakes, f"{where}: is not there"))
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            return replace(self, file=where, mistakes=(*self.mistakes, f"{where}: is no TOML: {error}"))
        found: list[str] = []
        apps, providers = stage_file.read(document, files.AnySecret(), found)
        forgotten = files.not_remembered(self.name, where, providers, self.parameters)
        mistakes = (*self.mistakes, *(f"{where}: {mistake}" for mistake in found), *forgotten)
        return replace(self, file=where, apps=apps, providers=providers, mistakes=mistakes)


def read(name: str, repository: Path = REPOSITORY) -> Stage:
    """Return the stage of that name; whatever is wrong with its files is among its mistakes."""
    try:
        settings = tomllib.loads((repository / "samconfig.toml").read_text(encoding="utf-8"))
        mistakes = files.problems(name, repository)
    except (OSError, ValueError) as error:
        return Stage(name, "", {}, "", None, mistakes=(f"samconfig.toml: cannot be read: {error}",))
    table = settings.get(name, {})
    parameters = files.parameters_of(table)
    file = f"functions/config/{parameters.get('Stage', 'dev')}.toml"
    apps, providers = ({}, {}) if parameters.get("ConfigParameter") else _configured(repository / file)
    if table:
        mistakes += files.unfilled(name, repository)
    stack, region = _said(table, "stack_name"), _said(table, "region")
    return Stage(name, file, parameters, stack or "", region, apps, providers, tuple(mistakes))


def _configured(path: Path) -> tuple[Mapping[str, App], Mapping[str, Provider]]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}, {}
    return stage_file.read(document, files.AnySecret(), [])


def _said(table: Mapping[str, Any], key: str) -> str | None:
    """Return what any command of the stage says about a key: they agree, or SAM would deploy to two places."""
    values = (command.get("parameters", {}).get(key) for command in table.values())
    return next((value for value in values if isinstance(value, str)), None)
