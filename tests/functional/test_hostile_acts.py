"""Acts in hostile hands: every act is told of the person to whom it was done, and stands for nobody else's."""

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import ELSEWHERE, Browser, Overrides
from tests.functional.cognito import GLOBAL_SIGN_OUT, KEYS, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.judgements import goes_on, question
from tests.functional.sessions import Session, app_cookies, sign_in
from tests.functional.stages import CORP, SHOP, SHOP_COOKIES
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow

NEVER_ASKS = SHOP + 'confirm = "never"\n' + SHOP_COOKIES + CORP
AS_JSON: Overrides = {"accept": "application/json"}


def signed_out_with(cognito: Cognito) -> list[str]:
    """The access tokens of the global sign-outs, in order."""
    return [call.json["AccessToken"] for call in cognito.called(GLOBAL_SIGN_OUT)]


def asked_about(browser: Browser, mary: Person, **tokens: str) -> tuple[Session, dict[str, str]]:
    """Mary's session and the fields of the question, after a form from elsewhere has brought somebody's tokens."""
    session = sign_in(browser, mary)
    before = browser.cookies
    form = question(browser.submit("/logout", {"reach": "everywhere", **tokens}, ELSEWHERE))
    assert before.items() <= browser.cookies.items()
    return session, form.fields


def test_what_a_stranger_ends_is_not_told_of_the_browsers_owner(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person, output: Output
) -> None:
    sign_in(browser, mary)
    token = eve.refresh_token()

    assert question(browser.submit("/logout", {"refresh_token": token}, ELSEWHERE))

    assert cognito.revoked == [token]
    assert output.steps("effect")
    assert mary.sub not in output.read()
    assert all(event["user"] == {"name": "unknown"} for event in output.events)


def test_a_strangers_global_sign_out_is_told_of_the_stranger(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person, output: Output
) -> None:
    token = eve.access_token()
    asked_about(browser, mary, access_token=token)

    assert signed_out_with(cognito) == [token]
    assert {event["user"].get("uid") for event in output.events} == {eve.sub}
    assert mary.sub not in output.read()


@pytest.mark.parametrize("with_refresh_token", [True, False])
def test_what_a_stranger_ended_does_not_stand_for_what_the_person_asked_for(
    with_refresh_token: bool, browser: Browser, cognito: Cognito, mary: Person, eve: Person, output: Output
) -> None:
    token = eve.access_token()
    more = {"refresh_token": eve.refresh_token()} if with_refresh_token else {}
    session, fields = asked_about(browser, mary, access_token=token, **more)
    told = len(output.events)

    assert goes_on(browser.submit("/logout", fields, browser.where), cognito)

    assert signed_out_with(cognito) == [token, session.access_token]
    assert app_cookies(browser) == set()
    after = output.events[told:]
    assert {event["user"].get("uid") for event in after} == {mary.sub}
    outcomes = {ours(event)["leg"]: ours(event)["outcome"] for event in after if ours(event)["step"] == "effect"}
    assert outcomes == {"tokens": "done", "other_sessions": "done"}


def test_a_strangers_success_is_not_in_the_persons_receipt(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    _, fields = asked_about(browser, mary, access_token=eve.access_token(), refresh_token=eve.refresh_token())
    cognito.misbehaving |= {GLOBAL_SIGN_OUT: "500", REVOKE: "500"}

    answer = browser.submit("/logout", fields, browser.where, AS_JSON)

    assert answer.outcome("tokens") == answer.outcome("other_sessions") == "failed"


@pytest.mark.parametrize("reach", ["app", "browser", "everywhere"])
def test_the_apps_own_page_is_asked_about_a_body_with_somebody_elses_access_token(
    reach: str, browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    session = sign_in(browser, mary)
    before = browser.cookies

    answer = browser.submit("/logout", {"access_token": eve.access_token(), "reach": reach})

    assert question(answer)
    assert before.items() <= browser.cookies.items()
    assert session.refresh_token not in cognito.revoked
    assert session.access_token not in signed_out_with(cognito)


def test_an_app_that_never_asks_ends_the_sessions_of_both(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    deployment.configure(NEVER_ASKS)
    session, token = sign_in(browser, mary), eve.access_token()

    answer = browser.submit("/logout", {"access_token": token, "reach": "everywhere"}, ELSEWHERE)

    assert goes_on(answer, cognito)
    assert signed_out_with(cognito) == [token]
    assert cognito.revoked == [session.refresh_token]
    assert app_cookies(browser) == set()


def test_keys_that_are_back_when_the_person_answers_carry_everywhere_out(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    cognito.misbehaving[KEYS] = "500"
    session, fields = asked_about(browser, mary, access_token=mary.access_token())
    assert not cognito.effects
    del cognito.misbehaving[KEYS]

    assert goes_on(browser.submit("/logout", fields, browser.where), cognito)

    assert signed_out_with(cognito) == [session.access_token]
    assert ours(output.steps("effect")[-1])["outcome"] == "done"


def test_what_was_carried_out_after_all_is_not_called_failed_for_keys_that_were_down(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    cognito.misbehaving[KEYS] = "500"
    _, fields = asked_about(browser, mary, access_token=mary.access_token())
    del cognito.misbehaving[KEYS]

    answer = browser.submit("/logout", fields, browser.where, AS_JSON)

    assert answer.outcome("other_sessions") == answer.outcome("tokens") == "done"
