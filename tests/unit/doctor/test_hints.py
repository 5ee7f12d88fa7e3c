"""Hints: which token a row takes, where it may lie, who may read it, and what is left without one."""

from dataclasses import replace

import pytest
from coordinator.core.model import Provider

from doctor.finding import Verdict
from doctor.pool import LivePool
from doctor.stage import Stage
from tests.unit.doctor.samples import HINT, ISSUER, LIVE, STAGE, client, corp, parameters, row_of, rows, says

WITHHELD = client(reads=frozenset({"email"}))


def fetching(stage: Stage = STAGE) -> Stage:
    return replace(stage, parameters={**stage.parameters, "AdminGetUser": "on"})


def test_a_token_that_only_admin_get_user_tells_is_as_it_should_be() -> None:
    row = row_of("hint permissions", fetching(), WITHHELD)

    assert (row.verdict, row.change) == (Verdict.OK, "")
    assert "stays out of ID tokens" in row.found


def test_a_token_that_nobody_tells_is_red_and_both_cures_are_named() -> None:
    row = row_of("hint permissions", parameters(AdminGetUser="off"), WITHHELD)

    assert row.verdict is Verdict.RED
    assert "GetUser tells only what a client may read" in row.found
    assert '"AdminGetUser=on"' in row.change and f"read {HINT}" in row.change


def test_what_a_client_may_not_write_no_call_makes_up_for() -> None:
    assert row_of("hint permissions", fetching(), client(writes=frozenset())).verdict is Verdict.RED


@pytest.mark.parametrize(
    ("stage", "verdict"), [(STAGE, Verdict.WARN), (fetching(), Verdict.OK)], ids=["off", "AdminGetUser"]
)
def test_default_permissions_to_read_matter_only_where_id_tokens_bring_the_hint(stage: Stage, verdict: Verdict) -> None:
    assert row_of("hint permissions", stage, client(reads=None)).verdict is verdict


FACEBOOK = says(profile="facebook", issuer=None)


@pytest.mark.parametrize(
    ("stage", "held", "verdict"),
    [
        (STAGE, "id_token", Verdict.OK),
        (STAGE, "access_token", Verdict.RED),
        (FACEBOOK, "access_token", Verdict.OK),
        (FACEBOOK, "id_token", Verdict.RED),
        (STAGE, "sub", Verdict.WARN),
    ],
)
def test_only_the_token_that_the_row_takes_is_a_hint(stage: Stage, held: str, verdict: Verdict) -> None:
    assert row_of("hint mapping", stage, corp(mapping={HINT: held})).verdict is verdict


@pytest.mark.parametrize(
    ("stage", "live", "change"),
    [
        (says(hint="corp_id_token"), LIVE, f'hint = "claim:{HINT}"'),
        (says(hint="id_token"), LIVE, 'hint = "claim:custom:…"'),
        (says(logout_hint="corp_id_token"), LIVE, f'logout_hint = "claim:{HINT}"'),
    ],
)
def test_a_custom_attribute_without_its_prefix_is_a_warning(stage: Stage, live: LivePool, change: str) -> None:
    (row,) = (row for row in rows(stage, live) if row.verdict is not Verdict.OK)

    assert (row.verdict, row.check.endswith("hint attribute")) == (Verdict.WARN, True)
    assert change in row.change


def test_a_standard_attribute_needs_no_prefix() -> None:
    held = corp(mapping={"profile": "id_token", "email": "email"})

    assert row_of("hint mapping", says(hint="profile"), held).verdict is Verdict.OK
    assert row_of("logout hint mapping", says(logout_hint="email"), LIVE).verdict is Verdict.OK
    assert "logout hint attribute" not in {row.check for row in rows(says(logout_hint="sid"))}


@pytest.mark.parametrize(
    ("profile", "client_id", "verdict", "said"),
    [
        ("okta", "c", Verdict.RED, "okta signs nobody out without one"),
        ("onelogin", "c", Verdict.RED, "onelogin sends nobody back without one"),
        ("oidc", None, Verdict.RED, "cannot know who asks"),
        ("oidc", "c", Verdict.WARN, "asks the person first"),
        ("jumpcloud", "c", Verdict.WARN, "may sign nobody out, or send nobody back"),
        ("pingone", None, Verdict.OK, "makes do without"),
        ("fusionauth", "c", Verdict.OK, "makes do without"),
    ],
)
def test_what_is_left_without_a_hint_is_what_the_product_does(
    profile: str, client_id: str | None, verdict: Verdict, said: str
) -> None:
    row = row_of("hint", says(profile=profile, client_id=client_id, hint=None))

    assert (row.verdict, said in row.found) == (verdict, True)
    assert (row.change == "") is (verdict is Verdict.OK)


def test_a_row_that_sends_no_hint_is_asked_for_none() -> None:
    checks = {row.check for row in rows(says(profile="entra", hint=None))}

    assert not any(check.startswith("hint") for check in checks)


def test_a_saml_provider_has_no_token_and_is_asked_for_no_hint() -> None:
    stage = replace(STAGE, providers={"CorpSaml": Provider("CorpSaml", "okta", issuer=ISSUER)})

    assert "hint" not in {row.check for row in rows(stage)}


@pytest.mark.parametrize(
    ("profile", "method", "said"),
    [("oidc", "GET", 'method = "POST"'), ("oidc", "POST", "in a form"), ("adfs", "GET", None)],
)
def test_how_a_hint_travels_is_said_and_turns_nothing_yellow(profile: str, method: str, said: str | None) -> None:
    found = [row for row in rows(says(profile=profile, method=method)) if row.check == "hint travels"]

    assert all(row.verdict is Verdict.OK for row in found)
    assert [said in row.found for row in found if said] == ([True] if said else [])
    assert len(found) == (said is not None)
