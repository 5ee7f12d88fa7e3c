"""The main job end to end: sign in through federation, click /logout, ask every owner what is left."""

import pytest

from local import journeys
from local.audit import AuditTrail
from local.findings import Chapter
from local.system import LocalSystem

pytestmark = pytest.mark.e2e


def wrong(chapter: Chapter) -> list[str]:
    """The subjects whose state is not as it should be, then what else went wrong."""
    return [finding.subject for finding in chapter.findings if not finding.right] + chapter.problems


def test_one_click_ends_tokens_cookies_cognito_and_the_provider(system: LocalSystem, audit: AuditTrail) -> None:
    chapter = journeys.browser_logout(system, audit)
    assert wrong(chapter) == []
    assert {"requested", "effect", "hop", "completed"} <= {event.step for event in chapter.events}


def test_cognito_is_visited_before_the_provider_and_the_app_comes_last(system: LocalSystem, audit: AuditTrail) -> None:
    chapter = journeys.browser_logout(system, audit)
    paths = [hop.url.partition("?")[0] for hop in chapter.hops]
    places = system.places
    assert paths == [
        f"{places.logout}/logout",
        f"{places.cognito}/logout",
        f"{places.logout}/logout/return",
        f"{system.provider.issuer}/logout/",
        f"{places.logout}/logout/return",
        f"{places.app}/shop/signed-out",
    ]


def test_a_provider_that_is_not_visited_is_found_alive(system: LocalSystem, audit: AuditTrail) -> None:
    chapter = journeys.browser_logout(system, audit, unvisited=f"{system.provider.issuer}/logout")
    assert wrong(chapter) == [journeys.PROVIDER, "Signing in asked for no password."]


def test_cognitos_own_logout_leaves_the_provider_and_the_tokens_alive(system: LocalSystem) -> None:
    assert wrong(journeys.cognito_alone(system)) == []


def test_a_native_user_of_a_confidential_app_is_signed_out(system: LocalSystem, audit: AuditTrail) -> None:
    assert wrong(journeys.native_logout(system, audit)) == []


def test_everywhere_ends_the_tokens_of_another_browser(system: LocalSystem, audit: AuditTrail) -> None:
    assert wrong(journeys.everywhere(system, audit)) == []
