"""The providers' own hints: found in verified claims, carried under a seal, dropped when they cannot be read."""

from dataclasses import replace

import pytest
from coordinator import hints
from coordinator.core.model import Purpose
from coordinator.hints import ProviderHint
from coordinator.providers.row import Flaw
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.fakes import FakeSeals
from tests.unit.samples import CORP, LEGACY, NOW

TOKEN = "head.body.signature"
CORP_WITH_BOTH = replace(CORP, logout_hint="custom:login_hint")


def found(**claims: object) -> dict[str, ProviderHint]:
    return hints.from_claims(claims, [CORP_WITH_BOTH, LEGACY], {}, lambda token: {}, now=NOW)


def test_a_hint_is_the_claim_that_the_stage_file_names() -> None:
    assert found(**{"custom:corp_id_token": TOKEN, "custom:login_hint": "mary"}) == {
        "Corp": ProviderHint(TOKEN, "mary")
    }


def test_without_claims_there_are_no_hints() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("token", "payload", "flaws"),
    [
        (TOKEN, {"exp": NOW + 1, "sub": "mary-there"}, set()),
        (TOKEN, {"exp": NOW}, {Flaw.EXPIRED}),
        (TOKEN, {"exp": NOW + 1, "sub": "bob-there"}, {Flaw.OTHER_USER}),
        (TOKEN, {"exp": NOW - 1, "sub": "bob-there"}, {Flaw.EXPIRED, Flaw.OTHER_USER}),
        (TOKEN, {"exp": "soon", "sub": 7}, set()),
        (TOKEN, None, {Flaw.UNREADABLE}),
        ("a..c.d.e", None, set()),
    ],
)
def test_what_is_wrong_with_a_hint(token: str, payload: dict[str, object] | None, flaws: set[Flaw]) -> None:
    assert hints.flaws(token, CORP, "mary-there", lambda token: payload, now=NOW) == flaws


def test_nobody_is_another_user_where_nobody_knows_who_it_should_be() -> None:
    assert hints.flaws(TOKEN, CORP, None, lambda token: {"sub": "bob-there"}, now=NOW) == frozenset()


@pytest.mark.parametrize(
    ("profile", "payload", "kept"),
    [
        ("oidc", None, True),
        ("oidc", {"exp": NOW - 1, "sub": "bob-there"}, True),
        ("keycloak", {"exp": NOW - 1, "sub": "mary-there"}, True),
        ("okta", {"exp": NOW - 1, "sub": "mary-there"}, False),
        ("okta", {"exp": NOW + 1, "sub": "bob-there"}, False),
        ("okta", None, False),
        ("zitadel", {"exp": NOW - 1, "sub": "mary-there"}, True),
        ("fusionauth", {"exp": NOW - 1, "sub": "mary-there"}, False),
        ("login_gov", {"exp": NOW + 1, "sub": "mary-there"}, False),
    ],
)
def test_a_hint_with_a_flaw_counts_as_absent_where_the_row_does_not_take_it(
    profile: str, payload: dict[str, object] | None, kept: bool
) -> None:
    provider = replace(CORP, profile=profile)
    read = hints.from_claims(
        {"custom:corp_id_token": TOKEN}, [provider], {"Corp": "mary-there"}, lambda token: payload, now=NOW
    )

    assert read == ({"Corp": ProviderHint(TOKEN)} if kept else {})


@pytest.mark.parametrize(
    ("claims", "withheld"),
    [
        ({}, True),
        ({"custom:corp_id_token": TOKEN}, True),
        ({"custom:corp_id_token": TOKEN, "custom:login_hint": "mary"}, False),
        ({"custom:corp_id_token": "", "custom:login_hint": ""}, False),
    ],
)
def test_a_custom_attribute_that_no_claim_tells_is_withheld(claims: dict[str, object], withheld: bool) -> None:
    assert hints.withheld(claims, [CORP_WITH_BOTH, LEGACY]) is withheld


def test_what_no_row_sends_is_not_missed() -> None:
    assert not hints.withheld({}, [LEGACY, replace(CORP, hint="email"), replace(CORP, profile="login_gov")])


@pytest.mark.parametrize("token", ["", "a b", "head.body.sig\n", "a;b", "ä", 7, None, ["x"]])
def test_what_is_no_token_counts_as_absent(token: object) -> None:
    assert found(**{"custom:corp_id_token": token}) == {}


@pytest.mark.parametrize("token", ["head.body.signature", "a..c.d.e", "opaque~0/+="])
def test_a_hint_may_be_signed_encrypted_or_opaque(token: str) -> None:
    assert found(**{"custom:corp_id_token": token}) == {"Corp": ProviderHint(token)}


def test_a_logout_hint_may_have_320_characters() -> None:
    assert found(**{"custom:login_hint": "x" * 320}) == {"Corp": ProviderHint(None, "x" * 320)}
    assert found(**{"custom:login_hint": "x" * 321}) == {}


@given(st.dictionaries(st.text("ab", min_size=1), st.builds(ProviderHint, st.sampled_from([None, TOKEN]))))
def test_hints_come_back_from_their_cookie(known: dict[str, ProviderHint]) -> None:
    seals = FakeSeals()

    assert hints.unseal(hints.seal(known, seals), seals) == known


def test_a_cookie_that_is_missing_forged_or_of_another_purpose_gives_no_hints() -> None:
    seals = FakeSeals()

    assert hints.unseal(None, seals) == {}
    assert hints.unseal("forged", seals) == {}
    assert hints.unseal(seals.seal(Purpose.TICKET, b"{}"), seals) == {}


def test_a_printed_hint_shows_nothing() -> None:
    assert TOKEN not in repr(ProviderHint(TOKEN, "mary"))
    assert "mary" not in repr(ProviderHint(TOKEN, "mary"))


OTHERS = ("https://login.corp.example", "https://example.okta.com/")


@pytest.mark.parametrize(
    ("payload", "foreign"),
    [
        ({"iss": "https://login.corp.example"}, False),
        ({"iss": "https://login.corp.example/", "aud": "anybody"}, False),
        ({"iss": "https://example.okta.com"}, True),
        ({"iss": "https://example.okta.com", "aud": "cognito-at-corp"}, True),
        ({"iss": "https://unheard.example", "aud": "another"}, True),
        ({"iss": "https://unheard.example", "aud": ["another", "one-more"]}, True),
        ({"iss": "https://another-name.corp.example", "aud": "cognito-at-corp"}, False),
        ({"iss": "https://another-name.corp.example", "aud": ["cognito-at-corp", "more"]}, False),
        ({"iss": "https://unheard.example"}, False),
        ({"iss": 7, "aud": "another"}, False),
        ({}, False),
    ],
)
def test_the_token_of_another_provider_is_sent_to_nobody_else(payload: dict[str, object], foreign: bool) -> None:
    found = hints.flaws(TOKEN, CORP, None, lambda token: payload, now=NOW, issuers=OTHERS)
    claims = {"custom:corp_id_token": TOKEN}
    sent = hints.from_claims(claims, [CORP], {}, lambda token: payload, now=NOW, issuers=OTHERS)

    assert found == ({Flaw.FOREIGN} if foreign else set())
    assert ("Corp" in sent) is not foreign
    assert hints.unusable(claims, [CORP], sent) is foreign


def test_a_claim_that_nobody_holds_is_no_hint_that_cannot_be_used() -> None:
    assert not hints.unusable({}, [CORP], {})
    assert not hints.unusable({"custom:corp_id_token": TOKEN}, [replace(CORP, profile="google")], {})
