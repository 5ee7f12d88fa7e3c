"""Sign in and out by clicking: who is dead is asked at its owner, and the next sign-in asks for the password."""

from collections.abc import Callable

import pytest

from tests.browser.evidence import Evidence
from tests.browser.visitor import ACCESS, COGNITO, COOKIES, EVERYTHING, PROVIDER, REFRESH, Visitor


def test_a_form_signs_out_of_an_app_on_a_site_of_its_own(ada: Visitor) -> None:
    evidence = Evidence(ada.system)
    ada.way_out("form").click()
    ada.at_the_end()
    assert ada.alive() == set()
    assert ada.sign_in()
    assert evidence.distinct("completed") == 1


def test_a_fetch_from_another_site_carries_no_providers_hint_so_the_provider_asks(ada: Visitor) -> None:
    ada.way_out("fetch").click()
    ada.page.get_by_text("Confirm Logout requested by Cognito").wait_for()
    ada.picture("the provider asks")
    assert ada.alive() == {COOKIES, PROVIDER}
    ada.page.get_by_role("button", name="Logout", exact=True).click()
    ada.at_the_end()
    assert ada.alive() == set()
    assert ada.sign_in()


def test_a_link_from_another_site_ends_the_sessions_and_carries_no_refresh_token(ada: Visitor) -> None:
    ada.way_out("link").click()
    ada.at_the_end()
    assert ada.alive() == {REFRESH, ACCESS}
    assert ada.sign_in()


def test_a_link_from_another_site_that_names_the_provider_lets_the_provider_ask(ada: Visitor) -> None:
    ada.link_to(ada.plain_link(identity_provider="Corp"))
    ada.way_out("link").click()
    ada.page.get_by_role("button", name="Logout", exact=True).click()
    ada.at_the_end()
    assert ada.alive() == {REFRESH, ACCESS}


def test_a_link_from_another_site_that_names_nobody_cannot_end_the_providers_session(ada: Visitor) -> None:
    ada.link_to(ada.plain_link())
    ada.way_out("link").click()
    ada.at_the_end()
    assert ada.alive() == {REFRESH, ACCESS, PROVIDER}
    assert not ada.sign_in()


@pytest.mark.parametrize("way", ["link", "form", "fetch"])
def test_every_way_signs_out_of_an_app_whose_cookies_are_within_reach(alan: Visitor, way: str) -> None:
    alan.way_out(way).click()
    alan.at_the_end()
    assert alan.alive() == set()
    assert alan.sign_in()


def test_a_link_without_a_hint_finds_it_in_the_cookies_within_reach(alan: Visitor) -> None:
    alan.link_to(alan.plain_link())
    alan.way_out("link").click()
    alan.at_the_end()
    assert alan.alive() == set()


def test_cognitos_logout_alone_asks_for_no_password_again(ada: Visitor) -> None:
    ada.way_out("Cognito alone").click()
    ada.at_the_end()
    assert ada.alive() - {COOKIES} == EVERYTHING - {COOKIES, COGNITO}
    assert PROVIDER in ada.alive()
    assert not ada.sign_in()


def test_a_person_of_the_pool_itself_signs_out(visit: Callable[[str], Visitor]) -> None:
    grace = visit("desk")
    assert grace.sign_in()
    assert grace.alive() == EVERYTHING - {PROVIDER}
    grace.way_out("form").click()
    grace.at_the_end()
    assert grace.alive() == set()
    assert grace.sign_in()


def test_without_a_return_url_the_receipt_says_what_was_ended(alan: Visitor) -> None:
    alan.link_to(alan.plain_link(post_logout_redirect_uri=""))
    alan.way_out("link").click()
    alan.page.get_by_role("heading", name="You are signed out").wait_for()
    alan.picture("the receipt")
    assert alan.alive() == set()
    alan.page.get_by_role("link", name="Back to").click()
    alan.page.wait_for_url(alan.client.signed_out)
