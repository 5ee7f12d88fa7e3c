"""The requests that attach RememberFunction to the pool and take it away: where they lie, and the commands for them."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doctor.finding import CouldNotLook
from doctor.pool import LivePool

FUNCTION = "RememberFunction"
OUTPUT, LISTENS = "RememberFunctionArn", "BackChannelLogoutUrl"


@dataclass(frozen=True, slots=True)
class Attaching:
    """The stack's RememberFunction beside the pool. Requests lie in `folder`, which git ignores.

    `function` is its ARN, None where the stack has none; a CouldNotLook where nobody could tell. `listens` is the URL
    at which the stack listens to providers, which their names follow, an empty string for none.
    """

    stack: str
    function: str | CouldNotLook | None
    folder: Path
    listens: str = ""

    @classmethod
    def of(cls, stack: str, outputs: Mapping[str, str] | CouldNotLook | None, folder: Path) -> "Attaching":
        """Read a stack's outputs, None for those of a stack that is not deployed."""
        if outputs is None or isinstance(outputs, CouldNotLook):
            return cls(stack, outputs, folder)
        return cls(stack, outputs.get(OUTPUT), folder, outputs.get(LISTENS, ""))

    def is_ours(self, trigger: str) -> bool:
        """Tell whether a trigger calls the stack's function, of any version, or one that the stack had and has lost.

        CloudFormation names a function by its stack and its place there, and adds a word of chance.
        """
        if isinstance(self.function, str):
            return _name(trigger) == _name(self.function)
        return _name(trigger).startswith(f"{self.stack}-{FUNCTION}-")

    def path(self, act: str, pool_id: str) -> Path:
        """Return where the request of an act, `attach` or `detach`, is written."""
        return self.folder / f"{act}-{pool_id}.json"

    def command(self, act: str, pool_id: str) -> str:
        """Return the command of AWS's CLI that sends it, for a shell."""
        region = pool_id.partition("_")[0]
        sent = shlex.quote(f"file://{self.path(act, pool_id)}")
        return f"aws cognito-idp update-user-pool --region {region} --cli-input-json {sent}"


@dataclass(frozen=True, slots=True)
class Requests:
    """What may be sent to UpdateUserPool, by act."""

    pool_id: str
    by_act: Mapping[str, Mapping[str, Any]]


def requests(attaching: Attaching, live: LivePool | None) -> Requests | None:
    """Return what attaches the function and undoes that, or what takes it away; None where nothing is to be printed.

    Nothing replaces another trigger, and nothing is sent where a part of the configuration would be reset.
    """
    if live is None or live.configuration.unknown:
        return None
    now = live.configuration
    if now.trigger is not None:
        return Requests(live.pool_id, {"detach": now.detached()}) if attaching.is_ours(now.trigger) else None
    if not isinstance(attaching.function, str):
        return None
    return Requests(live.pool_id, {"attach": now.attached(attaching.function), "detach": now.detached()})


def _name(function: str) -> str:
    """Return a function's name out of its ARN: `arn:aws:lambda:<Region>:<account>:function:<name>[:<version>]`."""
    parts = function.split(":")
    return parts[6] if len(parts) > 6 else function
