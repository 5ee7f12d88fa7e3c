"""The receipt: exactly the members of the contract, whatever happened."""

from datetime import datetime
from typing import Any

import pytest

from tests.functional.browser import Browser
from tests.functional.cognito import GLOBAL_SIGN_OUT, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.sessions import sign_in
from tests.functional.stages import EVERY_PROVIDER
from tests.functional.tokens import Person

LEGS = {"tokens", "other_sessions", "app_cookies", "cognito", "provider"}
OUTCOMES = {"done", "pending", "unconfirmed", "failed", "not_supported", "not_attempted"}
REQUESTS: list[dict[str, str]] = [
    {},
    {"reach": "app"},
    {"reach": "browser"},
    {"reach": "everywhere"},
    {"identity_provider": "Legacy"},
    {"identity_provider": "CorpSaml"},
    {"identity_provider": "Apple"},
]


def well_formed(leg: dict[str, Any]) -> bool:
    """Whether a leg has the members of the contract, each of its kind."""
    assert set(leg) == {"leg", "provider", "outcome", "reason", "alive_until"}, leg
    assert leg["leg"] in LEGS
    assert leg["outcome"] in OUTCOMES
    assert leg["provider"] is None or leg["leg"] == "provider", leg
    assert leg["reason"] is None or leg["reason"].replace("_", "").isalnum(), "a code, no sentence"
    if leg["alive_until"] is not None:
        assert datetime.fromisoformat(leg["alive_until"]).tzinfo, leg
    return True


@pytest.mark.parametrize("failing", [False, True])
@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_a_receipt_has_the_members_of_the_contract(
    request_: dict[str, str],
    signed_in: bool,
    failing: bool,
    deployment: Deployment,
    browser: Browser,
    cognito: Cognito,
    nate: Person,
) -> None:
    deployment.configure(EVERY_PROVIDER)
    if signed_in:
        sign_in(browser, nate)
    if failing:
        cognito.misbehaving |= {REVOKE: "reset", GLOBAL_SIGN_OUT: "reset"}

    answer = browser.fetch("/logout", request_)

    receipt = answer.json["receipt"]
    assert set(receipt) == {"reach", "legs", "reauthenticate"}
    assert receipt["reach"] == request_.get("reach", "browser")
    assert receipt["reauthenticate"] in (None, "login", "select_account")
    assert all(well_formed(leg) for leg in receipt["legs"])
    names = [leg["leg"] for leg in receipt["legs"]]
    assert len(names) == len(set(names))
    assert set(names) >= LEGS - {"provider"}


def test_what_was_not_asked_for_is_never_done(browser: Browser) -> None:
    receipt = browser.fetch("/logout", {"reach": "everywhere"}).json["receipt"]

    done = {leg["leg"] for leg in receipt["legs"] if leg["outcome"] == "done"}
    assert done <= {"app_cookies"}


def test_a_revoked_session_says_until_when_its_access_token_verifies(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    leg = browser.fetch("/logout", {}).leg("tokens")

    assert leg["outcome"] == "done"
    assert leg["alive_until"] is not None, "its tokens verify wherever they are checked locally"


def test_a_logout_has_an_id_of_its_own(browser: Browser) -> None:
    first, second = browser.fetch("/logout", {}).json, browser.fetch("/logout", {}).json

    assert first["logout_id"] != second["logout_id"]
