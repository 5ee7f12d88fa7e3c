"""Providers that send nobody back: they come last, and the logout is over before the browser leaves for them."""

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import BASE, Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.stages import CORP as CORP_TABLE
from tests.functional.stages import RETURN, SHOP, SHOP_COOKIES
from tests.functional.tokens import CORP, Person

BACK = f"{BASE}/logout/return"
GOOGLE = CORP | {"providerName": "Google", "providerType": "Google", "issuer": None}
SITE = CORP | {"providerName": "Site", "providerType": "OIDC"}
NEVER = """
[providers.Google]
profile = "google"

[providers.Site]
profile = "custom"
logout_url = "https://site.example.net/bye"
returns = "never"
"""


@pytest.fixture
def arrives(deployment: Deployment) -> Browser:
    """A browser at a deployment with two providers that never return, and one that does."""
    deployment.configure(SHOP + SHOP_COOKIES + CORP_TABLE + NEVER)
    return deployment.browser()


def legs_of(output: Output) -> list[tuple[str | None, str | None, str | None]]:
    """Provider, outcome and reason of each provider's leg, as audited."""
    events = [event for event in output.events if ours(event).get("leg") == "provider"]
    return [(ours(event)["provider"], ours(event)["outcome"], event.get("status_detail")) for event in events]


def test_the_last_hop_is_the_one_that_never_returns_whatever_the_order(
    arrives: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    hint = mary.id_token(identities=[GOOGLE | {"primary": "true"}, CORP | {"primary": "false"}])

    walked = walk(arrives, cognito, arrives.visit(f"/logout?id_token_hint={hint}&post_logout_redirect_uri={RETURN}"))

    assert walked.addresses == [
        f"{cognito.base}/logout",
        f"{cognito.issuer}/end-session",
    ]
    assert walked.last.location == "https://accounts.google.com/Logout"
    assert legs_of(output) == [("Corp", "done", None), ("Google", "unconfirmed", "never_returns")]


def test_the_logout_is_over_before_the_browser_leaves_for_good(
    arrives: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    arrives.visit(f"/logout?id_token_hint={mary.id_token(identities=[GOOGLE])}")

    answer = arrives.come_back(BACK)

    assert answer.location == "https://accounts.google.com/Logout"
    assert ours(output.events[-1])["step"] == "completed"
    assert not [name for name in arrives.cookies if name.startswith("__Host-")]
    assert arrives.come_back(BACK).status == 400


def test_of_two_that_never_return_one_is_visited_and_the_other_is_named(
    arrives: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    arrives.visit(f"/logout?id_token_hint={mary.id_token(identities=[SITE, GOOGLE])}")

    assert arrives.come_back(BACK).location == "https://site.example.net/bye"
    assert legs_of(output) == [
        ("Google", "not_supported", "another_never_returns"),
        ("Site", "unconfirmed", "never_returns"),
    ]
