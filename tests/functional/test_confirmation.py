"""The confirmation page: bound to its cookie, good for five minutes, and answered by a form that cannot be forged."""

import time
from urllib.parse import urljoin, urlsplit

import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output
from tests.functional.browser import BASE, ELSEWHERE, Browser
from tests.functional.cognito import GLOBAL_SIGN_OUT, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on, nothing_ended, question
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import Person

FROM_ELSEWHERE = {"sec-fetch-site": "cross-site", "origin": "https://evil.test", "referer": None}


def asked(browser: Browser, query: str = "") -> Answer:
    """Follow a link from elsewhere."""
    return browser.visit(f"/logout?{query}", ELSEWHERE)


def test_the_page_cannot_be_framed_or_kept_and_posts_to_us(browser: Browser) -> None:
    answer = asked(browser)

    form = question(answer)
    assert urljoin(f"{BASE}/logout", form.action) == f"{BASE}/logout"
    assert answer.header("Cache-Control") == "no-store"
    assert answer.header("Referrer-Policy") == "same-origin", "no-referrer would make our own form post `Origin: null`"
    assert "frame-ancestors 'none'" in (answer.header("Content-Security-Policy") or "")
    assert answer.header("X-Content-Type-Options") == "nosniff"


def test_the_policy_of_the_page_lets_the_form_lead_to_cognito(browser: Browser, cognito: Cognito) -> None:
    policy = asked(browser).header("Content-Security-Policy") or ""
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))

    assert "form-action" not in directives or cognito.base in directives["form-action"]


def test_the_question_keeps_its_cookie_to_itself(browser: Browser) -> None:
    asked(browser)

    (cookie,) = browser.ours.values()
    assert cookie.secure
    assert cookie.path == "/"
    assert not cookie.domain_specified
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") in ("Lax", "Strict")
    assert cookie.expires is not None and cookie.expires <= time.time() + 301


def test_the_answer_yes_ends_what_the_browser_brought(browser: Browser, cognito: Cognito, mary: Person) -> None:
    session = sign_in(browser, mary)

    answer = browser.press(question(asked(browser, f"post_logout_redirect_uri={RETURN}&state=s1")))

    assert goes_on(answer, cognito)
    assert cognito.revoked == [session.refresh_token]
    assert app_cookies(browser) == set()
    walked = walk(browser, cognito, answer)
    assert walked.addresses == [f"{cognito.base}/logout", f"{cognito.issuer}/end-session"]
    assert walked.last.location == f"{RETURN}?state=s1"
    assert not browser.ours


def test_the_hint_of_the_link_still_says_which_provider(browser: Browser, cognito: Cognito, mary: Person) -> None:
    form = question(asked(browser, f"id_token_hint={mary.id_token()}"))

    assert walk(browser, cognito, browser.press(form)).addresses[-1] == f"{cognito.issuer}/end-session"


def test_the_reach_of_the_link_is_kept(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    browser.press(question(asked(browser, "reach=everywhere")))

    assert [call.name for call in cognito.effects] == [GLOBAL_SIGN_OUT]


def test_one_logout_has_one_id_before_and_after_the_question(
    browser: Browser, cognito: Cognito, output: Output
) -> None:
    walk(browser, cognito, browser.press(question(asked(browser))))

    assert len({event["unmapped"]["logout"]["logout_id"] for event in output.events}) == 1


@pytest.mark.parametrize("spoilt", ["x", "", "0" * 200])
def test_a_forged_answer_ends_nothing(spoilt: str, browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)
    form = question(asked(browser))
    before = {name: browser.cookies[name] for name in app_cookies(browser)}

    answer = browser.press(form, {"confirm": spoilt}, FROM_ELSEWHERE)

    assert answer.status in (200, 400)
    assert answer.location is None
    assert nothing_ended(browser, cognito, before)


def test_the_answer_of_another_browser_ends_nothing(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    form = question(asked(deployment.browser()))
    sign_in(browser, mary)
    before = browser.cookies

    for attempt in range(2):
        answer = browser.submit("/logout", form.fields, ELSEWHERE)
        assert answer.status in (200, 400), attempt
        assert answer.location is None
        assert nothing_ended(browser, cognito, before)
        asked(browser)  # the second time with a cookie of this browser's own question


def test_an_answer_after_five_minutes_ends_nothing(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    form = question(asked(browser))
    before = {name: browser.cookies[name] for name in app_cookies(browser)}
    kept = [f"{cookie.name}={cookie.value}; Path=/; Secure" for cookie in browser.ours.values()]
    deployment.later(302)
    browser.receive(BASE, kept)

    answer = browser.press(form, headers=FROM_ELSEWHERE)

    assert answer.status in (200, 400)
    assert answer.location is None
    assert nothing_ended(browser, cognito, before)


def test_an_answer_within_five_minutes_is_taken(deployment: Deployment, browser: Browser, cognito: Cognito) -> None:
    form = question(asked(browser))
    deployment.later(290)

    assert goes_on(browser.press(form), cognito)


def test_our_own_form_goes_on_in_a_browser_without_fetch_metadata(browser: Browser, cognito: Cognito) -> None:
    form = question(asked(browser))
    old: dict[str, str | None] = dict.fromkeys(("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-user"))

    assert goes_on(browser.press(form, headers=old), cognito)


def test_the_page_says_where_the_person_is_and_holds_no_address_from_elsewhere(browser: Browser) -> None:
    answer = asked(browser, "logout_hint=https%3A%2F%2Fevil.test%2F")

    assert not [link for link in answer.links if (urlsplit(link).hostname or "").endswith("evil.test")]
