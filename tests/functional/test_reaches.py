"""The reaches `app` and `browser`: what each ends, and what the receipt says about the rest."""

from tests.functional.browser import Browser
from tests.functional.cognito import REVOKE, Cognito
from tests.functional.journeys import walk
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import Person


def test_the_reach_app_ends_this_apps_tokens_and_cookies_alone(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    session = sign_in(browser, mary)

    walked = walk(browser, cognito, browser.visit(f"/logout?reach=app&post_logout_redirect_uri={RETURN}"))

    assert walked.addresses == []
    assert walked.last.location == RETURN
    assert cognito.revoked == [session.refresh_token]
    assert app_cookies(browser) == set()


def test_the_reach_app_says_what_it_did_not_reach(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    answer = browser.fetch("/logout", {"reach": "app"})

    assert answer.json["receipt"]["reach"] == "app"
    assert answer.outcome("tokens") == "done"
    for name in ("other_sessions", "cognito", "provider"):
        leg = answer.leg(name)
        assert (leg["outcome"], leg["reason"]) == ("not_attempted", "beyond_reach"), leg


def test_the_reach_app_without_a_return_address_ends_on_a_receipt_page(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)

    walked = walk(browser, cognito, browser.visit("/logout?reach=app"))

    assert walked.addresses == []
    assert RETURN in [*walked.last.links, *(form.action for form in walked.last.forms)]
    assert app_cookies(browser) == set()


def test_the_reach_browser_is_the_default(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    answer = browser.fetch("/logout", {})

    assert answer.json["receipt"]["reach"] == "browser"
    assert [call.name for call in cognito.effects] == [REVOKE]


def test_the_reach_browser_says_that_other_sessions_live_on(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    leg = browser.fetch("/logout", {}).leg("other_sessions")

    assert (leg["outcome"], leg["reason"]) == ("not_attempted", "beyond_reach")


def test_the_hops_of_a_fetch_are_not_walked_yet(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    answer = browser.fetch("/logout", {})

    assert answer.outcome("cognito") == answer.outcome("provider") == "not_attempted"
    assert answer.leg("provider")["provider"] == "Corp"


def test_without_a_refresh_token_no_token_is_said_to_be_revoked(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    answer = browser.fetch("/logout", {"id_token_hint": mary.id_token()})

    assert not cognito.effects
    assert answer.outcome("tokens") != "done"
