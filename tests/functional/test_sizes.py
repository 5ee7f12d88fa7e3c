"""What a caller may send at most, and that nothing he sends makes a cookie or an address too long."""

import random

import pytest

from tests.functional.answers import Answer
from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.journeys import walk
from tests.functional.judgements import is_refused
from tests.functional.stages import RETURN
from tests.functional.tokens import Person

DICE = random.Random(7)  # noqa: S311 - the same text in every run
ALPHABETS = {"latin": (0x21, 0x7E), "greek": (0x391, 0x3C9), "chinese": (0x4E00, 0x9FFF), "emoji": (0x1F300, 0x1F5FF)}


def text(alphabet: str, length: int) -> str:
    """A text that does not compress."""
    first, last = ALPHABETS[alphabet]
    return "".join(chr(DICE.randint(first, last)) for _ in range(length))


def cookies_fit(answer: Answer) -> bool:
    """Whether a browser keeps every cookie of the answer: 4,096 bytes with name and attributes, and we stay below."""
    return all(len(header.encode()) <= 3900 for header in answer.set_cookies)


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_the_longest_state_comes_back_or_is_refused(alphabet: str, browser: Browser, cognito: Cognito) -> None:
    state = text(alphabet, 1024)

    answer = browser.submit("/logout", {"post_logout_redirect_uri": RETURN, "state": state})

    if answer.status == 400:
        assert alphabet != "latin"
        assert is_refused(answer, "invalid_request", 400)
        return
    assert cookies_fit(answer)
    assert (walk(browser, cognito, answer).last.location or "").startswith(f"{RETURN}?state=")


@pytest.mark.parametrize("name", ["logout_hint", "ui_locales"])
@pytest.mark.parametrize("length", [100, 500, 3000, 9000])
def test_a_long_hint_for_the_provider_breaks_no_journey(
    name: str, length: int, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    fields = {name: text("latin", length), "id_token_hint": mary.id_token(), "post_logout_redirect_uri": RETURN}

    answer = browser.submit("/logout", fields)

    if answer.status == 400:
        assert length > 100
        assert is_refused(answer, "invalid_request", 400)
        return
    assert cookies_fit(answer)
    assert walk(browser, cognito, answer).last.location == RETURN


def test_a_long_state_in_a_ticket_keeps_the_address_short(browser: Browser, cognito: Cognito) -> None:
    content = {"post_logout_redirect_uri": RETURN, "state": text("latin", 1024)}

    location = browser.fetch("/logout", content).json["location"]

    assert len(location) < 6000, "API Gateway takes 10,240 bytes of request line and headers"
    assert walk(browser, cognito, browser.visit(location)).last.status == 303
