"""Providers in odd numbers and sizes: what no cookie holds is named, the rest goes on, and the receipt tells it."""

import random
import string

import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output, ours
from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import EVERY_PROVIDER, RETURN, SHOP, SHOP_COOKIES, USUAL
from tests.functional.tokens import CORP, Person
from tests.functional.tokens import SHOP as SHOP_CLIENT

pytestmark = pytest.mark.slow

SAME_HOST = "https://shop.example.com"
LETTERS = string.ascii_letters + string.digits
OTHER = """
[providers.Other]
profile = "oidc"
logout_url = "https://login.example.net/other"
client_id = "cognito-at-other"
hint = "claim:custom:other_id_token"
"""


def noise(length: int, seed: int) -> str:
    """Letters that do not compress."""
    return "".join(random.Random(seed).choices(LETTERS, k=length))  # noqa: S311 - no secret


def stage(numbers: range, length: int) -> str:
    """A stage file with providers P0, P1 … whose logout URLs have about so many characters."""
    tables = [
        f'[providers.P{number}]\nprofile = "custom"\nlogout_url = "https://p{number}.test/{noise(length, number)}"\n'
        'return_param = "returnTo"\nstate_param = "relay"\nclient_id = "c"\nreturns = "registered"\n'
        for number in numbers
    ]
    return SHOP + SHOP_COOKIES + "\n".join(tables)


def came_in_through(numbers: range) -> list[dict[str, str]]:
    """The `identities` of somebody with so many linked providers."""
    return [{"providerName": f"P{number}", "userId": "4711"} for number in numbers]


def cookies_fit(answer: Answer) -> bool:
    """Whether every browser keeps every cookie of the answer."""
    return all(len(header.encode()) <= 3_900 for header in answer.set_cookies)


def told(output: Output) -> dict[str, str]:
    """The last outcome of each provider in the audit."""
    legs = [ours(event) for event in output.events if ours(event)["leg"] == "provider"]
    return {leg["provider"]: leg["outcome"] for leg in legs}


@pytest.mark.parametrize(("count", "length"), [(5, 900), (3, 1500), (5, 2000), (9, 700)])
def test_what_no_cookie_holds_is_failed_and_the_rest_goes_on(
    count: int, length: int, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    numbers = range(count)
    deployment.configure(stage(numbers, length))
    session = sign_in(browser, mary, identities=came_in_through(numbers))

    answer = browser.visit(f"/logout?post_logout_redirect_uri={RETURN}")

    assert cookies_fit(answer)
    walked = walk(browser, cognito, answer)
    assert walked.last.location == RETURN
    visited = len(walked.hops) - 1
    assert 1 <= visited < count
    assert told(output) == {f"P{number}": "done" if number < visited else "failed" for number in numbers}
    assert cognito.revoked == [session.refresh_token]
    assert app_cookies(browser) == set()


def test_a_single_endpoint_that_no_cookie_holds_keeps_nobody_signed_in(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    cognito.discovery["end_session_endpoint"] = f"https://login.example.net/{noise(9_000, 1)}"
    sign_in(browser, mary)

    answer = browser.visit(f"/logout?post_logout_redirect_uri={RETURN}")

    assert cookies_fit(answer)
    walked = walk(browser, cognito, answer)
    assert walked.addresses == [f"{cognito.base}/logout"]
    assert walked.last.location == RETURN
    assert told(output) == {"Corp": "failed"}


def test_the_receipt_names_the_provider_that_was_dropped(deployment: Deployment, mary: Person) -> None:
    deployment.configure(stage(range(2), 2_500), PUBLIC_URL=SAME_HOST)
    browser = deployment.browser(SAME_HOST)
    sign_in(browser, mary, identities=came_in_through(range(2)))

    receipt = browser.fetch("/logout", {}).json["receipt"]

    legs = {leg["provider"]: (leg["outcome"], leg["reason"]) for leg in receipt["legs"] if leg["provider"]}
    assert legs == {"P0": ("not_attempted", None), "P1": ("failed", "journey_too_long")}
    assert receipt["reauthenticate"] == "login"


def test_a_long_claim_of_another_provider_does_not_push_the_hint_out(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(USUAL + OTHER)
    hint = mary.provider_id_token(800)
    claims = {"custom:corp_id_token": hint, "custom:other_id_token": noise(3_000, 2)}
    fields = {"id_token_hint": mary.id_token(SHOP_CLIENT, identities=[CORP], **claims)}

    walked = walk(browser, cognito, browser.submit("/logout", fields))

    assert walked.addresses == [f"{cognito.base}/logout", f"{cognito.issuer}/end-session"]
    assert walked.hops[1][1]["id_token_hint"] == hint


@pytest.mark.parametrize(
    ("provider", "prompt"), [("Apple", "login"), ("Legacy", None), ("CorpSaml", None), ("Corp", None), (None, None)]
)
def test_the_next_sign_in_asks_for_a_password_where_a_session_stays_alive(
    provider: str | None, prompt: str | None, deployment: Deployment, browser: Browser, mary: Person
) -> None:
    deployment.configure(EVERY_PROVIDER)
    identities = [{"providerName": provider, "userId": "4711"}] if provider else None
    sign_in(browser, mary, identities=identities)

    assert browser.fetch("/logout", {}).json["receipt"]["reauthenticate"] == prompt
    assert browser.fetch("/logout", {"reach": "app"}).json["receipt"]["reauthenticate"] is None


def test_the_receipt_page_says_in_words_that_other_browsers_may_sign_in_again(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)

    page = walk(browser, cognito, browser.visit("/logout?reach=everywhere")).last

    assert page.is_page
    assert "Other browsers may still sign in again without a password" in page.body
