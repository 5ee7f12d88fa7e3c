"""The providers' own hints: found in verified claims, carried under a seal, dropped when they cannot be read."""

from dataclasses import replace

import pytest
from coordinator import hints
from coordinator.core.model import Purpose
from coordinator.hints import ProviderHint
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.fakes import FakeSeals
from tests.unit.samples import CORP, LEGACY, claims

TOKEN = "head.body.signature"
CORP_WITH_BOTH = replace(CORP, logout_hint="custom:login_hint")


def found(**everything: object) -> dict[str, ProviderHint]:
    return hints.from_claims(claims(everything=everything), [CORP_WITH_BOTH, LEGACY])


def test_a_hint_is_the_claim_that_the_stage_file_names() -> None:
    assert found(**{"custom:corp_id_token": TOKEN, "custom:login_hint": "mary"}) == {
        "Corp": ProviderHint(TOKEN, "mary")
    }


def test_without_a_verified_token_there_are_no_hints() -> None:
    assert hints.from_claims(None, [CORP_WITH_BOTH]) == {}


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
