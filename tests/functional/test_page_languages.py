"""What a logout was asked for in goes with it: every page on the way is in that language."""

from tests.functional.browser import ELSEWHERE, Browser, Overrides
from tests.functional.cognito import Cognito
from tests.functional.journeys import walk
from tests.functional.judgements import question
from tests.functional.sessions import sign_in
from tests.functional.tokens import Person

SPANISH: Overrides = {"accept-language": "es"}


def test_the_receipt_at_the_end_of_a_journey_is_in_the_language_of_its_beginning(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)

    end = walk(browser, cognito, browser.visit("/logout?ui_locales=fr%20ja")).last

    assert "サインアウトしました" in end.body
    assert end.header("Vary") == "Origin"


def test_who_comes_back_from_elsewhere_is_asked_in_the_language_of_the_journey(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)
    browser.visit("/logout?ui_locales=de", headers=SPANISH)

    answer = browser.visit("/logout/return?state=another", None, SPANISH)

    assert "<h1>Abmeldung fortsetzen?</h1>" in answer.body


def test_what_was_confirmed_or_called_goes_on_in_its_language(browser: Browser, cognito: Cognito) -> None:
    confirmed = browser.press(question(browser.visit("/logout?ui_locales=de", ELSEWHERE, SPANISH)), headers=SPANISH)
    assert '<html lang="de">' in walk(browser, cognito, confirmed).last.body

    ticket = browser.fetch("/logout", {"ui_locales": "de"}).json["location"]
    assert '<html lang="de">' in walk(browser, cognito, browser.visit(ticket, headers=SPANISH)).last.body


def test_where_nothing_is_under_way_the_browser_says_the_language(browser: Browser) -> None:
    answer = browser.visit("/logout/return", None, SPANISH)

    assert "no hay ningún cierre de sesión en curso" in answer.body
    assert answer.header("Vary") == "Origin, Accept-Language"
