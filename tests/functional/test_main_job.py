"""The main job: a signed-in person clicks one link, and everything that can end ends."""

from tests.functional.audit_log import Output, ours
from tests.functional.browser import BASE, Browser
from tests.functional.cognito import Cognito
from tests.functional.journeys import walk
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import SHOP, Person


def test_a_link_ends_the_tokens_the_cookies_and_starts_the_journey(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    session = sign_in(browser, mary)

    answer = browser.visit("/logout")

    assert answer.status == 303
    assert answer.hop == (f"{cognito.base}/logout", {"client_id": SHOP, "logout_uri": f"{BASE}/logout/return"})
    assert answer.header("Cache-Control") == "no-store"
    assert answer.header("Referrer-Policy") == "no-referrer"
    assert cognito.revoked == [session.refresh_token]
    assert app_cookies(browser) == set()
    assert browser.ours


def test_the_browser_visits_cognito_then_the_provider_then_the_app(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)

    walked = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={RETURN}&state=xyz"))

    assert walked.addresses == [f"{cognito.base}/logout", f"{cognito.issuer}/end-session"]
    assert walked.last.status == 303
    assert walked.last.location == f"{RETURN}?state=xyz"
    assert not browser.ours, "a finished journey leaves no cookie behind"


def test_a_native_user_is_sent_to_cognito_and_back_to_the_app(browser: Browser, cognito: Cognito, nate: Person) -> None:
    session = sign_in(browser, nate)

    walked = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={RETURN}"))

    assert walked.addresses == [f"{cognito.base}/logout"]
    assert walked.last.location == RETURN
    assert cognito.revoked == [session.refresh_token]


def test_somebody_who_is_not_signed_in_is_no_error(browser: Browser, cognito: Cognito) -> None:
    walked = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={RETURN}"))

    assert walked.addresses == [f"{cognito.base}/logout"]
    assert walked.last.location == RETURN
    assert not cognito.effects


def test_one_id_names_the_whole_logout_in_the_audit(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)

    walk(browser, cognito, browser.visit("/logout"))

    assert len({ours(event)["logout_id"] for event in output.events}) == 1
    steps = [ours(event)["step"] for event in output.events]
    assert steps[0] == "requested"
    assert steps[-1] == "completed"
    assert steps.count("requested") == steps.count("completed") == 1
    assert {"effect", "hop"} <= set(steps)


def test_a_second_click_is_a_logout_as_well(browser: Browser, cognito: Cognito, mary: Person) -> None:
    session = sign_in(browser, mary)

    browser.visit("/logout")
    walked = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={RETURN}"))

    assert cognito.revoked == [session.refresh_token]
    assert walked.last.location == RETURN
