"""All that UpdateUserPool can set of a pool, as it is now: what is not sent along is reset to a default.

Sources: API reference, UpdateUserPool ("If you don't provide a value for an attribute, Amazon Cognito sets it to its
default value") and UserPoolType; both have the same members, but for those named here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TRIGGERS = "LambdaConfig"
TRIGGER = "InboundFederation"
VERSION = "V1_0"
RESERVED = "aws:"
"""Tags that AWS alone may write, and that nobody resets (Tagging AWS resources, "Tag naming limits")."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """UpdateUserPool's input for the pool as it is.

    `left_out` names what must not be sent, with the reason; `unknown` what Cognito tells and this boto3 does not know,
    so that an update would reset it.
    """

    request: Mapping[str, Any]
    left_out: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def trigger(self) -> str | None:
        """The ARN of the function that the pool calls for who comes in by a provider, None without one."""
        found = (self.request.get(TRIGGERS) or {}).get(TRIGGER)
        return str(found.get("LambdaArn")) if found else None

    def attached(self, function: str) -> dict[str, Any]:
        """Return the input that makes `function`, an ARN, that trigger; raises ValueError where there is one."""
        if self.trigger is not None:
            raise ValueError("an existing trigger is never replaced")
        added = {TRIGGER: {"LambdaVersion": VERSION, "LambdaArn": function}}
        return {**self.request, TRIGGERS: {**(self.request.get(TRIGGERS) or {}), **added}}

    def detached(self) -> dict[str, Any]:
        """Return the input that takes the trigger away; no member of it is left out because it is empty."""
        triggers = {name: value for name, value in (self.request.get(TRIGGERS) or {}).items() if name != TRIGGER}
        return {**self.request, TRIGGERS: triggers}


def configuration(described: Mapping[str, Any], raw: Any, takes: Any, gives: Any) -> Configuration:
    """Read a UserPoolType; `raw` is the same as Cognito sent it, None where nobody saw it.

    `takes` is botocore's shape of UpdateUserPool's input, `gives` that of UserPoolType.
    """
    request = {"UserPoolId": described["Id"], **_fitting(described, takes)}
    if described.get("Name"):
        request["PoolName"] = described["Name"]
    request, left_out = _without_what_is_refused(request)
    return Configuration(request, left_out, tuple(_unknown(raw, gives)))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return what differs between two inputs, a line for each value: `+ LambdaConfig.PreSignUp = "arn:…"`."""
    old, new = dict(_values(before)), dict(_values(after))
    gone = [f"- {path} = {value!r}" for path, value in old.items() if new.get(path) != value]
    return gone + [f"+ {path} = {value!r}" for path, value in new.items() if old.get(path) != value]


def _values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every value that is no structure by its path; an empty structure counts as nothing."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _values(inner, f"{path}.{name}" if path else str(name))
    else:
        yield path, value


def _fitting(value: Any, shape: Any) -> Any:
    """Return what of a value the shape has a place for; what is empty, and may not be sent so, is not set at all."""
    if shape.type_name == "structure":
        fits = {name: inner for name, inner in value.items() if name in shape.members}
        told = {name: inner for name, inner in fits.items() if inner or not shape.members[name].metadata.get("min")}
        return {name: _fitting(inner, shape.members[name]) for name, inner in told.items()}
    return [_fitting(one, shape.member) for one in value] if shape.type_name == "list" else value


def _without_what_is_refused(request: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Leave out what Cognito tells, and does not take back; return what is left, and what was left out and why."""
    left_out = []
    creating, passwords = request.get("AdminCreateUserConfig"), request.get("Policies", {}).get("PasswordPolicy", {})
    # AdminCreateUserConfigType: no longer in use beside its successor; aws/aws-sdk-js#3817 has the error.
    if creating and "UnusedAccountValidityDays" in creating and passwords.get("TemporaryPasswordValidityDays"):
        kept = {name: value for name, value in creating.items() if name != "UnusedAccountValidityDays"}
        request = {**request, "AdminCreateUserConfig": kept}
        left_out.append(
            "AdminCreateUserConfig.UnusedAccountValidityDays, in whose place TemporaryPasswordValidityDays is sent"
        )
    tags = request.get("UserPoolTags") or {}
    reserved = [name for name in tags if name.lower().startswith(RESERVED)]
    if reserved:
        request = {**request, "UserPoolTags": {name: tags[name] for name in tags if name not in reserved}}
        left_out.append(f"the tags {', '.join(reserved)}, which AWS keeps by itself")
    return request, tuple(left_out)


def _unknown(raw: Any, shape: Any, path: str = "") -> Iterator[str]:
    """Give the path of each member that Cognito sent and the shape does not have."""
    if shape.type_name == "structure" and isinstance(raw, Mapping):
        for name, inner in raw.items():
            inside = f"{path}.{name}" if path else str(name)
            if name in shape.members:
                yield from _unknown(inner, shape.members[name], inside)
            elif inner is not None:
                yield inside
    elif shape.type_name == "list" and isinstance(raw, list):
        for one in raw:
            yield from _unknown(one, shape.member, f"{path}[]")
