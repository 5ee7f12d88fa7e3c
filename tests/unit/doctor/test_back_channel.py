"""Back-channel logout: what a provider says of it, what the stage must say, and whether a token would end anything."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from doctor import checks
from doctor.finding import Finding, Verdict
from doctor.outside import Outside, Signalling
from doctor.stage import Stage
from tests.unit.doctor.samples import LIVE, NOT_REMEMBERING, OURS, OUTSIDE, RETURN_URL, STAGE, corp, says

LISTENS = "https://logout.example.com/backchannel-logout/"
LISTENING = replace(NOT_REMEMBERING, function=OURS, listens=LISTENS)
OFFERS = Signalling(offered=True, names_sessions=True, algorithms=frozenset({"RS256", "ES256"}))


def said(found: Signalling | None) -> Outside:
    known: Mapping[str, Signalling] = {"Corp": found} if found else {}
    return replace(OUTSIDE, signalling=known)


def row(found: Signalling | None = OFFERS, stage: Stage = STAGE, **attaching: Any) -> Finding:
    rows = checks.every(stage, RETURN_URL, LIVE, said(found), replace(LISTENING, **attaching))
    (only,) = (one for one in rows if one.check == "back-channel logout")
    return only


def test_a_stack_that_listens_to_nobody_has_no_rows() -> None:
    rows = checks.every(STAGE, RETURN_URL, LIVE, said(OFFERS), replace(LISTENING, listens=""))

    assert "back-channel logout" not in {one.check for one in rows}


def test_a_provider_that_is_set_up_is_told_which_url_to_register() -> None:
    found = row()

    assert (found.subject, found.verdict) == ("provider Corp", Verdict.OK)
    assert f"ends what came in through its session; register {LISTENS}Corp there" in found.found


def test_a_name_that_no_url_holds_is_encoded() -> None:
    stage = replace(STAGE, providers={"Corp & Co": replace(STAGE.providers["Corp"], name="Corp & Co")})
    live = replace(LIVE, providers={"Corp & Co": LIVE.providers["Corp"]})
    others = replace(OUTSIDE, signalling={"Corp & Co": OFFERS})

    rows = checks.every(stage, RETURN_URL, live, others, LISTENING)

    (found,) = (one.found for one in rows if one.check == "back-channel logout")
    assert f"{LISTENS}Corp%20%26%20Co" in found


def test_tokens_that_name_a_session_end_nothing_where_nothing_is_remembered() -> None:
    found = row(function=None)

    assert found.verdict is Verdict.RED
    assert "they end nothing" in found.found
    assert "Remember=on" in found.change and 'backchannel = "user"' in found.change


@pytest.mark.parametrize(
    ("signalling", "stage", "text"),
    [
        (replace(OFFERS, names_sessions=False), STAGE, "each token ends all sessions of the person"),
        (Signalling(), says(profile="okta"), "Okta sends no logout tokens"),
        (None, says(profile="okta", issuer=None), "Okta sends no logout tokens"),
        (Signalling(), says(profile="govuk_one_login"), 'of the person; register {url} there (algs = ["ES256"]'),
        (OFFERS, says(backchannel="user"), "each token ends all sessions of the person"),
        (replace(OFFERS, algorithms=frozenset()), says(backchannel="user"), f"register {LISTENS}Corp there"),
        (Signalling(), STAGE, "offers none"),
    ],
)
def test_what_needs_nothing_is_as_it_should_be(signalling: Signalling, stage: Stage, text: str) -> None:
    found = row(signalling, stage, function=None)

    assert (found.verdict, text.format(url=f"{LISTENS}Corp") in found.found) == (Verdict.OK, True)


def test_a_provider_that_signs_otherwise_is_refused_until_the_stage_says_so() -> None:
    signs_otherwise = replace(OFFERS, algorithms=frozenset({"ES256"}))

    assert row(signs_otherwise).verdict is Verdict.RED
    assert 'algs, of "ES256"' in row(signs_otherwise).change
    assert row(signs_otherwise, says(algs=("RS256", "ES256"))).verdict is Verdict.OK


def test_what_its_tokens_are_known_by_is_taken_from_the_pool() -> None:
    found = row(None, says(issuer=None, client_id=None))

    assert found.verdict is Verdict.WARN
    assert 'issuer = "https://login.example.com", client_id = "cognito-at-corp"' in found.change
    assert f"register {LISTENS}Corp there" in found.change


def test_a_provider_whose_row_sends_them_must_be_known_and_what_it_needs_is_said() -> None:
    found = row(None, says(profile="keycloak", client_id=None))

    assert found.verdict is Verdict.RED
    assert 'client_id = "cognito-at-corp"; and register' in found.change
    assert "Backchannel logout URL" in found.change


def test_what_a_row_names_counts_where_the_document_says_less() -> None:
    """A document may leave `backchannel_logout_session_supported` out, or all of it."""
    for said in (Signalling(), Signalling(offered=True)):
        assert row(said, says(profile="keycloak"), function=None).verdict is Verdict.RED
        assert "through its session" in row(said, says(profile="keycloak")).found


def test_a_document_that_offers_them_goes_before_a_row_that_knows_none() -> None:
    assert "through its session" in row(OFFERS, says(profile="zitadel")).found
    assert "all sessions" in row(Signalling(offered=True), says(profile="okta")).found


def test_a_document_that_cannot_be_read_is_a_warning() -> None:
    found = row(Signalling(problem="timeout"))

    assert (found.verdict, "(timeout)" in found.found) == (Verdict.WARN, True)


def test_providers_that_send_no_logout_tokens_have_no_row() -> None:
    rows = checks.every(STAGE, RETURN_URL, corp(kind="Google"), said(OFFERS), LISTENING)

    assert "back-channel logout" not in {one.check for one in rows}
