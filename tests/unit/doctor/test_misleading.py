"""What Cognito says and what it means: each error is found by its real text, and has a source."""

import pytest

from doctor.misleading import ERRORS, meaning_of, translated

SAID = {
    "Required String parameter 'redirect_uri' is not present": "sign-out URLs",
    "/error?error=Required+parameters+missing": "sign-out URLs",
    "Invalid request. Please check your input and try again.": "sign-out URLs",
    "redirect_mismatch": "callback URLs",
    "Login pages unavailable. Please contact an administrator.": "branding style",
    "user.email: Attribute cannot be updated.": "immutable",
    "NotAuthorizedException: A client attempted to write unauthorized attribute": "permission",
    "InvalidParameterException: user.custom:a: Attribute does not exist in the schema.": "custom:",
    "ResourceNotFoundException: User pool client 5cj does not exist.": "another Region",
    "ResourceNotFoundException: User pool us-east-1_A does not exist.": "another Region",
    "NotAuthorizedException: Access Token does not have required scopes": "aws.cognito.signin.user.admin",
    "OperationNotEnabledException: Operation is not enabled": "secondary replica",
    "UnsupportedOperationException": "token revocation",
    "invalid_client": "secret",
}


@pytest.mark.parametrize("said", SAID)
def test_an_error_is_translated(said: str) -> None:
    error = meaning_of(said)

    assert error is not None and SAID[said] in error.means
    assert translated(said) == f"Cognito says “{said}”, which means: {error.means}"


def test_every_error_is_met_and_has_a_source_and_a_cure() -> None:
    assert {meaning_of(said) for said in SAID} == set(ERRORS)
    assert all(error.source and error.change and error.says == error.says.lower() for error in ERRORS)


def test_what_does_not_mislead_is_left_as_it_is() -> None:
    assert meaning_of("TooManyRequestsException: Rate exceeded") is None
    assert translated("Rate exceeded") == "Cognito says “Rate exceeded”"
