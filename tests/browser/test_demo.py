"""The demo shows what lives before and after a sign-out, how the browser went, and what the audit says."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from local.demo.verdict import COGNITO_ALONE, OURS
from local.system import LocalSystem
from tests.browser.album import Album
from tests.browser.axe import violations
from tests.browser.demo_visitor import DemoVisitor
from tests.browser.evidence import Evidence
from tests.browser.watching import watched

WAY_OUT = ("The app", "Logout Coordinator", "Cognito", "Logout Coordinator", "Corp", "Logout Coordinator", "The app")
WIDTHS = (320, 1_280)


@pytest.fixture
def visitor(
    request: pytest.FixtureRequest, browser: Browser, system: LocalSystem, album: Album
) -> Iterator[DemoVisitor]:
    """At the demo's page, where `make serve` says that it is."""
    with browser.new_context() as context, watched(request) as visitors:
        somebody = DemoVisitor(context, system, album)
        visitors.append(somebody)
        somebody.page.goto(f"{system.places.app}/")
        somebody.page.wait_for_url(somebody.client.home)
        yield somebody


def test_cognitos_logout_alone_leaves_two_lamps_on_and_lets_everybody_back_in(visitor: DemoVisitor) -> None:
    visitor.sees("Nobody is signed in.")
    assert visitor.come("Corp")
    visitor.sees_lamps("now", "on", "on", "on")

    visitor.leave(COGNITO_ALONE)
    visitor.is_back()

    visitor.sees("Still alive: the app's tokens and Corp's session.")
    visitor.sees_lamps("before", "on", "on", "on")
    visitor.sees_lamps("now", "on", "off", "on")
    visitor.sees_hops("The app", "Cognito", "The app")
    expect(visitor.page.get_by_text("None: our function was not asked.")).to_be_visible()
    assert not visitor.come("Corp", again=True)
    visitor.sees("Straight back in: nobody asked for a password.")


def test_ours_puts_out_every_lamp_hop_by_hop_and_the_password_is_asked_for_again(visitor: DemoVisitor) -> None:
    evidence = Evidence(visitor.system)
    assert visitor.come("Corp")
    visitor.sees_lamps("now", "on", "on", "on")

    visitor.leave(OURS)
    visitor.is_back()

    visitor.sees("Signed out: all lamps are dark.")
    visitor.sees_lamps("before", "on", "on", "on")
    visitor.sees_lamps("now", "off", "off", "off")
    visitor.sees_hops(*WAY_OUT)
    events = visitor.page.locator("#events li")
    expect(events).to_have_count(len(evidence.events()))
    expect(events.filter(has_text="the provider's session: Corp")).to_contain_text("done")
    expect(events.last).to_contain_text("the browser is at the end")
    assert visitor.come("Corp", again=True)
    visitor.sees("Corp asked for the password.")


def test_of_a_provider_without_a_logout_the_receipt_and_the_page_say_so(visitor: DemoVisitor) -> None:
    assert visitor.come("Hub")

    visitor.leave(OURS)
    visitor.page.get_by_role("heading", name="You are signed out, but not everywhere").wait_for()
    expect(visitor.page.get_by_text("You may still be signed in to Hub; sign out there, too.")).to_be_visible()
    visitor.page.get_by_role("link", name="Back to demo").click()
    visitor.is_back()

    visitor.sees("Still alive: Hub's session.")
    visitor.sees_lamps("now", "off", "off", "on")
    assert not visitor.come("Hub", again=True)


def test_a_user_of_the_pool_itself_has_two_lamps_and_no_provider_to_visit(visitor: DemoVisitor) -> None:
    assert visitor.come("COGNITO")
    visitor.sees_lamps("now", "on", "on", "none")

    visitor.leave(OURS)
    visitor.is_back()

    visitor.sees("Signed out: all lamps are dark.")
    visitor.sees_hops("The app", "Logout Coordinator", "Cognito", "Logout Coordinator", "The app")
    assert visitor.come("COGNITO", again=True)


def test_a_window_of_its_own_draws_each_hop_while_the_person_is_still_on_the_way(visitor: DemoVisitor) -> None:
    with visitor.context.expect_page() as opened:
        visitor.page.get_by_role("link", name="Open the live view").click()
    live = opened.value

    visitor.page.locator("a.door[href$='provider=Corp']").click()
    visitor.page.locator("input[type=password]").wait_for()

    visitor.sees("Corp asks for the password.", live)
    expect(live.locator("#hops b")).to_have_text(["The app", "Cognito", "Corp", "Corp"])
    assert live.locator(".you").count() == 0


def test_every_face_of_the_page_is_accessible_in_light_and_dark_on_a_phone_and_on_a_desk(visitor: DemoVisitor) -> None:
    wrong = faults(visitor)
    visitor.come("Corp")
    wrong += faults(visitor)
    visitor.leave(COGNITO_ALONE)
    visitor.is_back()
    visitor.sees_hops("The app", "Cognito", "The app")
    wrong += faults(visitor)

    assert wrong == []


def test_a_person_signs_in_and_out_where_no_script_runs(browser: Browser, system: LocalSystem, album: Album) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        visitor = DemoVisitor(context, system, album)
        visitor.page.goto(visitor.client.home)
        assert visitor.come("Corp")
        visitor.leave(OURS)
        visitor.is_back()
        assert visitor.come("Corp", again=True)


def faults(visitor: DemoVisitor) -> list[str]:
    """What axe-core objects to, and where the page is wider than the window."""
    found = []
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": 800})
            found += [f"{scheme}, {width}: {violation}" for violation in violations(visitor.page)]
            found += [f"wider than {width}"] * visitor.page.evaluate("innerWidth < document.body.scrollWidth")
    return found
