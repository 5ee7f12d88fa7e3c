"""The tree of errors: stable codes with their status, and texts that are safe to show."""

import pytest
from coordinator import errors

CONTRACT = {
    400: (
        "invalid_request",
        "invalid_hint",
        "unknown_client",
        "client_mismatch",
        "return_not_registered",
        "unknown_provider",
        "token_in_query",
        "duplicate_parameter",
    ),
    403: ("not_a_navigation",),
    405: ("method_not_allowed",),
    413: ("too_large",),
    415: ("unsupported_media_type",),
    503: ("prefetch_refused",),
}


@pytest.mark.parametrize(("status", "code"), [(status, code) for status, codes in CONTRACT.items() for code in codes])
def test_every_code_of_the_contract_has_its_status(status: int, code: str) -> None:
    refused = errors.Refused(code, "because")

    assert (refused.status, refused.code, str(refused)) == (status, code, f"{code}: because")


def test_a_code_that_nobody_defined_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        errors.Refused("no_such_code", "because")


def test_all_configuration_problems_stand_in_one_text() -> None:
    error = errors.ConfigurationError(["STAGE: is missing", "apps: one is needed"])

    assert error.problems == ("STAGE: is missing", "apps: one is needed")
    assert all(problem in str(error) for problem in error.problems)


def test_a_failed_effect_says_its_kind_and_whether_trying_again_can_help() -> None:
    failed = errors.EffectFailed("throttled", retryable=True)

    assert (failed.kind, failed.retryable, str(failed)) == ("throttled", True, "throttled")


@pytest.mark.parametrize(
    "kind", ["ConfigurationError", "Refused", "SealBroken", "TokenInvalid", "Unavailable", "EffectFailed"]
)
def test_every_error_of_ours_has_one_root_and_stands_in_the_tree_on_top(kind: str) -> None:
    assert issubclass(getattr(errors, kind), errors.CoordinatorError)
    assert kind in (errors.__doc__ or "")
