"""The main job end to end: sign in through federation, click /logout, ask every owner what is left."""

import re
from dataclasses import asdict

import pytest
import requests

from local import journeys
from local.audit import AuditTrail
from local.browser import Hop
from local.deployment import functions_log
from local.findings import Chapter, compare
from local.person import Person
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


def test_a_script_calls_logout_and_navigates_to_the_location(system: LocalSystem) -> None:
    person = Person(system, "shop")
    person.sign_in()
    asked = journeys.questions(system, person)

    def act() -> None:
        answer = person.fetch_sign_out(refresh_token=person.tokens().refresh)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == system.places.app
        hops = person.browser.walk(answer.json()["location"], clicked_on=person.client.home)
        assert hops[-1].url == person.client.signed_out

    assert [finding.subject for finding in compare(asked, act) if not finding.right] == []


def test_a_form_signs_out_too(system: LocalSystem, audit: AuditTrail) -> None:
    person = Person(system, "shop")
    person.sign_in()
    asked = journeys.questions(system, person)
    hops: list[Hop] = []
    findings = compare(asked, lambda: hops.extend(person.submit_sign_out(refresh_token=person.tokens().refresh)))
    assert [finding.subject for finding in findings if not finding.right] == []
    assert hops[-1].url == person.client.signed_out


def test_an_unregistered_return_url_is_refused_and_ends_nothing(system: LocalSystem) -> None:
    person = Person(system, "shop")
    person.sign_in()
    hops: list[Hop] = []
    evil = "https://evil.example/"
    findings = compare(
        journeys.questions(system, person),
        lambda: hops.extend(person.click_sign_out(post_logout_redirect_uri=evil)),
    )
    assert (len(hops), hops[0].status) == (1, 400)
    assert all(finding.after for finding in findings)


def test_clients_can_discover_the_logout(system: LocalSystem) -> None:
    answer = requests.get(f"{system.places.logout}/.well-known/openid-configuration", timeout=10)
    assert answer.json()["end_session_endpoint"] == f"{system.places.logout}/logout"
    assert answer.json()["issuer"] == system.pool.issuer


def test_no_log_holds_a_token_a_secret_or_a_password(system: LocalSystem, audit: AuditTrail) -> None:
    person = Person(system, "desk")
    person.sign_in()
    known = [*asdict(person.tokens()).values(), system.pool.password, system.provider.password]
    journeys.browser_logout(system, audit)
    person.submit_sign_out(refresh_token=person.tokens().refresh)
    files = [path.read_text(errors="replace") for path in (system.places.root / "logs").iterdir()]
    lines = "\n".join([*functions_log(system.clients), *files])
    assert [secret for secret in [*known, person.client.secret] if secret in lines] == []
    assert re.findall(r"eyJ[\w-]{8,}\.", lines) == []
