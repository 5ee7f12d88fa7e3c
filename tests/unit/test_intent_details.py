"""What the table of intent leaves open: what a null origin says, and apps that never ask."""

from dataclasses import replace

import pytest
from coordinator.core.intent import Evidence, VerifiedTokens, shown
from coordinator.core.model import Reach

from tests.unit.samples import SHOP, claims

NEVER = replace(SHOP, confirm="never")
DISAGREEING = VerifiedTokens(claims("mary"), True, (claims("eve"),))


def test_a_null_origin_names_no_source_whatever_the_referer_says() -> None:
    assert Evidence(origin="null", referer="https://shop.example.com/").source is None


@pytest.mark.parametrize("tokens", [VerifiedTokens(), DISAGREEING])
def test_an_app_that_never_asks_goes_on_without_any_sign(tokens: VerifiedTokens) -> None:
    assert shown(NEVER, Evidence(site="cross-site", origin="https://evil.example"), tokens)


@pytest.mark.parametrize(
    ("presented", "reach", "goes_on"),
    [
        (True, Reach.EVERYWHERE, True),
        (True, Reach.BROWSER, True),
        (False, Reach.BROWSER, True),
        (False, Reach.APP, True),
        (False, Reach.EVERYWHERE, False),
    ],
)
def test_a_typed_address_reaches_everywhere_only_with_a_hint_of_its_own(
    presented: bool, reach: Reach, goes_on: bool
) -> None:
    tokens = VerifiedTokens(claims("mary"), presented)

    assert shown(SHOP, Evidence(site="none"), tokens, reach) is goes_on


@pytest.mark.parametrize(
    ("tokens", "intended", "ended"),
    [
        (VerifiedTokens(claims("mary"), True), True, ["mary"]),
        (VerifiedTokens(claims("mary"), True), False, []),
        (VerifiedTokens(claims("mary"), True, (), (claims("mary"),)), False, ["mary"]),
        (VerifiedTokens(claims("eve"), True, (claims("mary"),)), True, ["mary"]),
        (VerifiedTokens(claims("eve"), True, (), (claims("mary"),)), True, ["mary"]),
        (
            VerifiedTokens(None, False, (claims("mary"), claims("eve")), (claims("nate"),)),
            True,
            ["mary", "eve", "nate"],
        ),
        (VerifiedTokens(), True, []),
    ],
)
def test_a_hint_ends_the_session_that_it_names_only_where_that_is_meant(
    tokens: VerifiedTokens, intended: bool, ended: list[str]
) -> None:
    assert [one.subject for one in tokens.ended(intended=intended)] == ended
