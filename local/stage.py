"""`python -m local.stage dev`: is a stage ready to be deployed? Names every mistake of its two files.

Exit status: 0 when it is, 2 when not, or without credentials and a Region. What the function itself would find at its
start, in its log, is found here.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3

from local.errors import LocalError
from local.places import REPOSITORY
from local.stack import NO_CREDENTIALS, NO_REGION, in_a_sentence

sys.path.insert(0, str(REPOSITORY / "functions"))

from coordinator.core.model import Provider
from coordinator.core.returns import is_web_url
from coordinator.settings import stage_file

POOL_ID = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]+_[0-9A-Za-z]+")
PARAMETER = re.compile(r"^  ([A-Z][A-Za-z]+):$", re.MULTILINE)


class AnySecret(Mapping[str, str]):
    """Stands for CLIENT_SECRETS, whose names and values are known at AWS alone: it has every name."""

    def __getitem__(self, key: str) -> str:
        return "known at AWS alone"

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def problems(stage: str, repository: Path = REPOSITORY) -> list[str]:
    """Return the mistakes of `functions/config/<stage>.toml` and of the stage's part of samconfig.toml."""
    settings = tomllib.loads((repository / "samconfig.toml").read_text(encoding="utf-8"))
    if stage not in settings:
        return [f"samconfig.toml: has no stage {stage}"]
    overrides = parameters_of(settings[stage])
    known = _parameters((repository / "template.yaml").read_text(encoding="utf-8"))
    found = [
        f"samconfig.toml, {stage}: {name} is no parameter of template.yaml" for name in overrides if name not in known
    ]
    if overrides.get("ConfigParameter"):
        return found
    name = f"functions/config/{overrides.get('Stage', 'dev')}.toml"
    document = _document(repository / name, name, found)
    if document is not None:
        mistakes: list[str] = []
        apps, providers = stage_file.read(document, AnySecret(), mistakes)
        found += [f"{name}: {mistake}" for mistake in mistakes]
        secret = any(isinstance(app, Mapping) and "client_secret" in app for app in document.get("apps", {}).values())
        if apps and secret and not overrides.get("ClientSecretsArn"):
            found.append(
                f"samconfig.toml, {stage}: ClientSecretsArn is missing: {name} has an app with a client_secret"
            )
        found += not_remembered(stage, name, providers, overrides)
    return found


def not_remembered(
    stage: str, where: str, providers: Mapping[str, Provider], overrides: Mapping[str, str]
) -> list[str]:
    """Return what is wrong where a provider's hint is remembered by a stack that remembers nothing."""
    remembered = any(provider.remembered for provider in providers.values())
    if not remembered or overrides.get("Remember") == "on":
        return []
    return [f"samconfig.toml, {stage}: Remember=on is missing: {where} has a provider with a remembered hint"]


def unfilled(stage: str, repository: Path = REPOSITORY) -> list[str]:
    """Return what a stage's part of samconfig.toml still leaves to be filled in, nothing for one that is not there."""
    settings = tomllib.loads((repository / "samconfig.toml").read_text(encoding="utf-8"))
    if stage not in settings:
        return []
    parameters = parameters_of(settings[stage])
    found = [
        f"{name} is {value}: fill it in{'' if name in ('UserPoolId', 'CognitoDomain') else ', or take it out'}"
        for name, value in parameters.items()
        if "<" in value
    ]
    pool, domain = (parameters.get(name, "") for name in ("UserPoolId", "CognitoDomain"))
    if "<" not in pool and not POOL_ID.fullmatch(pool):
        found.append(f"UserPoolId is {pool or 'missing'}: must be a user pool's id, e.g. eu-central-1_AbCdEfGhI")
    if "<" not in domain and not is_web_url(domain):
        found.append(f"CognitoDomain is {domain or 'missing'}: must be the pool's domain, https:// and a host name")
    return [f"samconfig.toml, {stage}: {mistake}" for mistake in found]


def unreachable(stage: str, repository: Path = REPOSITORY) -> list[str]:
    """Return what is missing to call AWS at all, of which `sam` would tell at the end of its build."""
    settings = tomllib.loads((repository / "samconfig.toml").read_text(encoding="utf-8"))[stage]
    given = settings.get("global", {}).get("parameters", {}) | settings.get("deploy", {}).get("parameters", {})
    try:
        with in_a_sentence():
            session = boto3.Session(profile_name=given.get("profile"), region_name=given.get("region"))
            credentials = session.get_credentials()
    except LocalError as error:
        return [str(error)]
    return [*([] if credentials else [NO_CREDENTIALS]), *([] if session.region_name else [NO_REGION])]


def _document(path: Path, name: str, found: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        found.append(f"{name}: cannot be read: {error}")
        return None


def parameters_of(stage: Mapping[str, Any]) -> dict[str, str]:
    """Return the parameters that a stage gives, wherever samconfig.toml has them."""
    lists = [stage.get(command, {}).get("parameters", {}).get("parameter_overrides", []) for command in stage]
    return {name: value for pairs in lists for name, _, value in (pair.partition("=") for pair in pairs)}


def _parameters(template: str) -> set[str]:
    section = template.partition("\nParameters:\n")[2]
    return set(PARAMETER.findall(re.split(r"\n(?=[A-Z])", section)[0]))


def main() -> int:
    """The command."""
    stage = sys.argv[1] if len(sys.argv) == 2 else "dev"
    found = [*problems(stage), *unfilled(stage)] or unreachable(stage)
    for problem in found:
        print(problem, file=sys.stderr)
    return 2 if found else 0


if __name__ == "__main__":
    sys.exit(main())
