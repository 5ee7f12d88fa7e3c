"""A link on another site asks first: by clicking, under the page's Content-Security-Policy, through the whole chain."""

from collections.abc import Callable

import pytest

from tests.browser.evidence import Evidence
from tests.browser.held import LONG_ENOUGH, Held
from tests.browser.other_site import OtherSite
from tests.browser.visitor import EVERYTHING, Visitor

QUESTION = "Do you want to sign out of account?"


def asked(visitor: Visitor, site: OtherSite, page: str = "link") -> None:
    """Let the visitor follow the other site's link, or its form, to the question."""
    visitor.page.goto(site.page(page, visitor.plain_link()))
    visitor.picture("the other site")
    with visitor.page.expect_response(f"{visitor.system.places.logout}/logout*") as answered:
        visitor.page.get_by_text("Win a prize").click()
    visitor.page.get_by_text(QUESTION).wait_for()
    visitor.picture("the question")
    assert "form-action" in answered.value.headers["content-security-policy"]


@pytest.mark.parametrize("page", ["link", "form"])
def test_another_site_ends_nothing_until_the_person_says_yes(alan: Visitor, other_site: OtherSite, page: str) -> None:
    evidence = Evidence(alan.system)
    asked(alan, other_site, page)
    assert alan.alive() == EVERYTHING
    assert evidence.steps() == {"requested"}
    alan.page.get_by_role("button", name="Sign out").click()
    alan.at_the_end()
    assert alan.alive() == set()
    assert alan.sign_in()
    assert evidence.distinct("completed") == 1


def test_going_back_from_the_question_leaves_everything_alive(alan: Visitor, other_site: OtherSite) -> None:
    evidence = Evidence(alan.system)
    asked(alan, other_site)
    alan.page.go_back()
    alan.page.get_by_text("Win a prize").wait_for()
    assert alan.alive() == EVERYTHING
    assert evidence.steps() == {"requested"}


def test_closing_the_question_leaves_everything_alive(alan: Visitor, other_site: OtherSite) -> None:
    evidence = Evidence(alan.system)
    asked(alan, other_site)
    alan.page.close()
    alan.new_tab()
    alan.open_app()
    alan.page.get_by_text("Signed in as Ada Example.").wait_for()
    assert alan.alive() == EVERYTHING
    assert evidence.steps() == {"requested"}


def test_an_address_that_redirects_here_is_asked_about_too(alan: Visitor, other_site: OtherSite) -> None:
    alan.page.goto(other_site.page("link", other_site.page("go", alan.plain_link())))
    alan.page.get_by_text("Win a prize").click()
    alan.page.get_by_text(QUESTION).wait_for()
    assert alan.alive() == EVERYTHING


def test_a_double_click_on_yes_signs_out_once(alan: Visitor, other_site: OtherSite) -> None:
    evidence = Evidence(alan.system)
    asked(alan, other_site)
    alan.page.get_by_role("button", name="Sign out").dblclick()
    alan.at_the_end()
    assert alan.alive() == set()
    assert evidence.distinct("completed") == 1


def test_a_second_click_on_yes_while_the_first_is_under_way_does_no_harm(alan: Visitor, other_site: OtherSite) -> None:
    asked(alan, other_site)
    with Held(alan.page, f"{alan.system.places.cognito}/logout*") as held:
        again = alan.press(alan.page.get_by_role("button", name="Sign out"))
        held.wait()
        again()
        alan.page.wait_for_timeout(LONG_ENOUGH)
    alan.at_the_end()
    assert alan.alive() == set()


def test_the_question_cannot_be_framed(visit: Callable[[str], Visitor], other_site: OtherSite) -> None:
    visitor = visit("account")
    visitor.page.goto(other_site.page("iframe", visitor.plain_link()))
    visitor.picture("the frame stays empty")
    assert visitor.page.frames[1].get_by_role("button").count() == 0
