"""Whatever Cognito may say of a pool, by botocore's model, and a pool that UpdateUserPool resets as Cognito does."""

from collections.abc import Mapping
from typing import Any

import botocore.session
from botocore.validate import ParamValidator
from hypothesis import strategies as st

from tests.unit.doctor.samples import POOL

MODEL: Any = botocore.session.get_session().get_service_model("cognito-idp")
TAKES = MODEL.operation_model("UpdateUserPool").input_shape
GIVES = MODEL.shape_for("UserPoolType")


def any_of(shape: Any) -> st.SearchStrategy[Any]:
    """Whatever a shape of botocore's model allows."""
    kind, limits = shape.type_name, shape.metadata
    if kind == "structure":
        needed = {name: any_of(inner) for name, inner in shape.members.items() if name in shape.required_members}
        others = {name: any_of(inner) for name, inner in shape.members.items() if name not in needed}
        return st.fixed_dictionaries(needed, optional=others)
    if kind == "list":
        return st.lists(any_of(shape.member), min_size=int(limits.get("min", 0)), max_size=2)
    if kind == "map":
        return st.dictionaries(st.sampled_from(["owner", "cost center", "aws:cloudformation:stack-name"]), st.just("x"))
    if kind == "string" and not shape.enum:
        least = max(int(limits.get("min", 0)), 20 if limits.get("pattern", "").startswith("arn:") else 0)
        return st.text(st.sampled_from('a{}#é"\\\n'), min_size=least, max_size=least + 2)
    if kind == "string":
        return st.sampled_from(shape.enum)
    if kind in ("integer", "long"):
        return st.integers(int(limits.get("min", 0)), int(limits.get("max", 99)))
    return st.booleans() if kind == "boolean" else st.just("2026-11-26")


ANY_POOL = any_of(GIVES).map(lambda described: {**described, "Id": POOL, "Name": "people"})


class Cognito:
    """A pool as UpdateUserPool leaves it: whatever is not sent is gone, and what it does not take is refused."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        self.described = dict(described)

    def update(self, sent: Mapping[str, Any]) -> None:
        """Take the whole input."""
        assert not ParamValidator().validate(sent, TAKES).has_errors()
        assert sent["UserPoolId"] == self.described["Id"]
        assert not any(name.startswith("aws:") for name in sent.get("UserPoolTags", {}))
        days = sent.get("AdminCreateUserConfig", {}).get("UnusedAccountValidityDays")
        assert days is None or not sent.get("Policies", {}).get("PasswordPolicy", {}).get(
            "TemporaryPasswordValidityDays"
        )
        settable = set(TAKES.members) & set(GIVES.members)
        fixed = {name: value for name, value in self.described.items() if name not in settable}
        legacy = self.described.get("AdminCreateUserConfig", {}).get("UnusedAccountValidityDays")
        kept = {name: value for name, value in sent.items() if name in settable}
        if legacy is not None and days is None:  # which it keeps beside its successor
            kept["AdminCreateUserConfig"] = {**kept["AdminCreateUserConfig"], "UnusedAccountValidityDays": legacy}
        system = {n: v for n, v in self.described.get("UserPoolTags", {}).items() if n.startswith("aws:")}
        if system:
            kept["UserPoolTags"] = {**kept["UserPoolTags"], **system}
        self.described = {**fixed, "Name": sent["PoolName"], **kept}
