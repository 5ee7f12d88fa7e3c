"""Who is asked first, and what waits for the answer: confirmations and tickets."""

import html
import json
import re

import pytest
from coordinator.core.plan import SIGN_OUT_SCOPE
from coordinator.web.request import CONFIRMATION_COOKIE

from tests.unit.deployments import Answer, Deployed
from tests.unit.samples import claims

CROSS_SITE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
COOKIES = "shop_rt=the-refresh; shop_at=the-access"
SHOP_ORIGIN = "https://shop.example.com"


@pytest.fixture
def mary(deployed: Deployed) -> Deployed:
    """The shop, and Mary's access token."""
    deployed.knows("access", "the-access", claims(username="mary", scopes=frozenset({SIGN_OUT_SCOPE})))
    return deployed


def lured(mary: Deployed, **query: str) -> Answer:
    """What a link on somebody else's page gets."""
    return mary.get(headers={**CROSS_SITE, "Cookie": COOKIES}, **query)


def confirm(mary: Deployed, asked: Answer, cookie: str | None = None) -> Answer:
    """Press the button of the confirmation page, in the browser that was asked."""
    sealed = html.unescape(re.findall('name="confirm" value="([^"]*)"', asked.body)[0])
    nonce = cookie if cookie is not None else asked.cookies[CONFIRMATION_COOKIE]
    return mary.post(headers={"Cookie": f"{CONFIRMATION_COOKIE}={nonce}; {COOKIES}"}, confirm=sealed)


@pytest.mark.parametrize("reach", ["app", "browser", "everywhere"])
def test_a_link_from_elsewhere_has_no_effect_until_it_is_confirmed(mary: Deployed, reach: str) -> None:
    asked = lured(mary, reach=reach)

    assert asked.status == 200
    assert "Sign out?" in asked.body
    assert (mary.cognito.revoked, mary.cognito.ended) == ([], [])
    assert not any(name.startswith("shop") for name in asked.cookies)


def test_once_confirmed_the_logout_goes_on_as_it_was_asked(mary: Deployed) -> None:
    answer = confirm(mary, lured(mary))

    assert answer.status == 303
    assert mary.cognito.revoked == ["the-refresh"]
    assert answer.cookies[CONFIRMATION_COOKIE] == ""


def test_everywhere_still_means_everywhere_after_the_question(mary: Deployed) -> None:
    confirm(mary, lured(mary, reach="everywhere"))

    assert mary.cognito.ended == ["the-access"]


def test_the_question_and_its_answer_are_one_logout(mary: Deployed) -> None:
    confirm(mary, lured(mary))

    assert len({trail.logout_id for trail in mary.audit.trails}) == 1


@pytest.mark.parametrize("cookie", ["", "another"])
def test_a_confirmation_shown_to_another_browser_is_refused(mary: Deployed, cookie: str) -> None:
    answer = confirm(mary, lured(mary), cookie)

    assert answer.status == 400
    assert mary.cognito.revoked == []


def test_a_confirmation_is_posted_never_linked_to(mary: Deployed) -> None:
    asked = lured(mary)
    sealed = html.unescape(re.findall('name="confirm" value="([^"]*)"', asked.body)[0])
    cookie = {"Cookie": f"{CONFIRMATION_COOKIE}={asked.cookies[CONFIRMATION_COOKIE]}"}

    assert mary.get(headers=cookie, confirm=sealed).status == 400


def test_a_forged_confirmation_is_refused(mary: Deployed) -> None:
    assert mary.post(confirm="forged").status == 400


def test_tokens_in_a_post_are_revoked_at_once_but_the_browser_is_asked(mary: Deployed) -> None:
    asked = mary.post(headers={**CROSS_SITE, "Cookie": COOKIES}, refresh_token="posted")

    assert asked.status == 200
    assert mary.cognito.revoked == ["posted"]


def test_one_logout_revokes_a_token_once(mary: Deployed) -> None:
    asked = mary.post(headers={**CROSS_SITE, "Cookie": COOKIES}, refresh_token="the-refresh")
    confirm(mary, asked)

    assert mary.cognito.revoked == ["the-refresh"]


def test_a_global_sign_out_of_one_logout_happens_once(mary: Deployed) -> None:
    asked = mary.post(headers={**CROSS_SITE, "Cookie": COOKIES}, access_token="the-access", reach="everywhere")
    confirm(mary, asked)

    assert mary.cognito.ended == ["the-access"]


def by_fetch(mary: Deployed, **headers: str) -> str:
    """The ticket that the app's page gets."""
    sent = {"Accept": "application/json", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors", "Cookie": COOKIES}
    document = json.loads(mary.get(headers={**sent, "Origin": SHOP_ORIGIN, **headers}).body)
    return str(document["location"]).partition("ticket=")[2]


def start(mary: Deployed, ticket: str, **headers: str) -> Answer:
    """Navigate to the ticket."""
    return mary.get("/logout/start", headers={"Cookie": COOKIES, **headers}, ticket=ticket)


def test_a_ticket_goes_on_by_itself_from_the_page_that_it_was_issued_to(mary: Deployed) -> None:
    answer = start(mary, by_fetch(mary), Referer=f"{SHOP_ORIGIN}/account")

    assert answer.status == 303
    assert "shop_rt" in answer.cookies
    assert mary.cognito.revoked == ["the-refresh"]


@pytest.mark.parametrize("referer", ["https://evil.example/", "", "null"])
def test_a_ticket_from_anywhere_else_is_asked(mary: Deployed, referer: str) -> None:
    assert start(mary, by_fetch(mary), Referer=referer).status == 200


@pytest.mark.parametrize("ticket", ["forged", ""])
def test_a_forged_or_missing_ticket_is_refused(mary: Deployed, ticket: str) -> None:
    assert start(mary, ticket).status == 400


def test_a_ticket_is_for_a_navigation_alone(mary: Deployed) -> None:
    assert start(mary, by_fetch(mary), **{"Sec-Fetch-Dest": "image"}).status == 403


def test_a_fetch_of_a_page_that_nobody_registered_is_refused(mary: Deployed) -> None:
    sent = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors", "Origin": "https://evil.example"}

    assert mary.get(headers=sent).status == 403
    assert mary.cognito.revoked == []
