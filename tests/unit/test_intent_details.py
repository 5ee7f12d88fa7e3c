"""What the table of intent leaves open: what a null origin says, and apps that never ask."""

from dataclasses import replace

import pytest
from coordinator.core.intent import Evidence, VerifiedTokens, shown

from tests.unit.samples import SHOP, claims

NEVER = replace(SHOP, confirm="never")
DISAGREEING = VerifiedTokens(claims("mary"), True, (claims("eve"),))


def test_a_null_origin_names_no_source_whatever_the_referer_says() -> None:
    assert Evidence(origin="null", referer="https://shop.example.com/").source is None


@pytest.mark.parametrize("tokens", [VerifiedTokens(), DISAGREEING])
def test_an_app_that_never_asks_goes_on_without_any_sign(tokens: VerifiedTokens) -> None:
    assert shown(NEVER, Evidence(site="cross-site", origin="https://evil.example"), tokens)
