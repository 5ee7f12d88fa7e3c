"""Back, reload, double clicks, a second tab and a closed tab do no harm: no error, no loop, and the person is out."""

import pytest

from tests.browser.evidence import Evidence
from tests.browser.held import LONG_ENOUGH, Held
from tests.browser.visitor import COOKIES, PROVIDER, Visitor


def provider_logout(visitor: Visitor) -> str:
    """The addresses of the provider's logout."""
    return f"{visitor.system.provider.issuer}/logout/*"


@pytest.mark.parametrize("way", ["link", "form", "fetch"])
def test_a_double_click_signs_out_once(alan: Visitor, way: str) -> None:
    evidence = Evidence(alan.system)
    alan.way_out(way).dblclick()
    alan.at_the_end()
    assert alan.alive() == set()
    assert evidence.distinct("completed") == 1


@pytest.mark.parametrize("way", ["link", "form", "fetch"])
def test_a_second_click_in_the_middle_of_the_journey_signs_out_all_the_same(alan: Visitor, way: str) -> None:
    evidence = Evidence(alan.system)
    with Held(alan.page, f"{alan.system.places.cognito}/logout*") as held:
        again = alan.press(alan.way_out(way))
        held.wait()
        again()
        alan.page.wait_for_timeout(LONG_ENOUGH)
    alan.at_the_end()
    assert alan.alive() == set()
    assert evidence.distinct("completed") == 1


def test_a_second_click_on_a_link_without_a_hint_signs_out_all_the_same(alan: Visitor) -> None:
    alan.link_to(alan.plain_link())
    with Held(alan.page, f"{alan.system.places.cognito}/logout*") as held:
        again = alan.press(alan.way_out("link"))
        held.wait()
        again()
        alan.page.wait_for_timeout(LONG_ENOUGH)
    alan.at_the_end()
    assert alan.alive() == set()


def test_going_back_shows_nobody_signed_in_and_a_second_sign_out_ends_well(alan: Visitor) -> None:
    alan.way_out("link").click()
    alan.at_the_end()
    alan.page.go_back()
    alan.page.get_by_text("Nobody is signed in.").wait_for()
    alan.picture("back")
    alan.way_out("link").click()
    alan.at_the_end()
    assert alan.alive() == set()


def test_who_goes_back_from_the_providers_question_can_still_sign_out(ada: Visitor) -> None:
    ada.way_out("fetch").click()
    ada.page.get_by_role("button", name="Logout", exact=True).wait_for()
    ada.page.go_back()
    ada.picture("back")
    ada.open_app()
    ada.way_out("form").click()
    ada.at_the_end()
    assert ada.alive() == set()


def test_reloading_the_receipt_says_that_nothing_is_under_way(alan: Visitor) -> None:
    evidence = Evidence(alan.system)
    alan.link_to(alan.plain_link(post_logout_redirect_uri=""))
    alan.way_out("link").click()
    alan.page.get_by_role("heading", name="You are signed out").wait_for()
    for _ in range(2):
        alan.page.reload()
        alan.picture("reloaded")
        alan.complaints.forgive("400")
    assert evidence.distinct("completed") == 1
    assert alan.alive() == set()


def test_reloading_the_end_stays_there(alan: Visitor) -> None:
    alan.way_out("form").click()
    alan.at_the_end()
    alan.page.reload()
    alan.at_the_end()
    assert alan.alive() == set()


def test_a_second_tab_is_signed_out_too(alan: Visitor) -> None:
    first = alan.new_tab()
    alan.open_app()
    alan.way_out("link").click()
    alan.at_the_end()
    first.reload()
    first.get_by_text("Nobody is signed in.").wait_for()
    alan.picture("the first tab", first)
    assert alan.alive() == set()


def test_two_tabs_that_sign_out_at_once_end_well(alan: Visitor) -> None:
    evidence = Evidence(alan.system)
    first = alan.new_tab()
    alan.open_app()
    second = alan.page
    alan.page = first
    with Held(first, provider_logout(alan)) as held:
        alan.press(alan.way_out("link"))
        held.wait()
        alan.page = second
        alan.way_out("link").click()
        alan.at_the_end()
    first.get_by_role("heading").wait_for()
    alan.picture("the first tab", first)
    alan.complaints.forgive("400")
    assert alan.alive() == set()
    assert evidence.distinct("completed") == 1


def test_a_tab_closed_on_the_way_leaves_nobody_signed_in_here(alan: Visitor) -> None:
    with Held(alan.page, provider_logout(alan)) as held:
        alan.press(alan.way_out("link"))
        held.wait()
        alan.page.close()
    alan.new_tab()
    alan.open_app()
    alan.page.get_by_text("Nobody is signed in.").wait_for()
    alan.picture("opened again")
    assert alan.alive() == {PROVIDER}
    alan.way_out("link").click()
    alan.at_the_end()


def test_after_a_closed_tab_the_next_sign_out_ends_everything(alan: Visitor) -> None:
    with Held(alan.page, provider_logout(alan)) as held:
        alan.press(alan.way_out("link"))
        held.wait()
        alan.page.close()
    alan.new_tab()
    assert not alan.sign_in()
    alan.way_out("link").click()
    alan.at_the_end()
    assert alan.alive() == set()
    assert alan.sign_in()


def test_a_closed_tab_of_an_app_on_its_own_site_leaves_it_cookies_without_life(ada: Visitor) -> None:
    with Held(ada.page, provider_logout(ada)) as held:
        ada.press(ada.way_out("form"))
        held.wait()
        ada.page.close()
    ada.new_tab()
    ada.open_app()
    ada.picture("opened again")
    assert ada.alive() == {COOKIES, PROVIDER}
