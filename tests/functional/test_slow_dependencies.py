"""A slow Cognito: the browser is answered within 3.5 s, and nothing that can still act outlives the answer.

Each of these takes as long as the deadline lets it: keep them few.
"""

import socket
import threading
import time
from collections.abc import Callable
from typing import NoReturn

import botocore.session
import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output, ours
from tests.functional.browser import Browser
from tests.functional.cognito import DISCOVERY, ENCRYPT, GLOBAL_SIGN_OUT, KEYS, REVOKE, SEND_MESSAGE, Call, Cognito
from tests.functional.deployment import Deployment
from tests.functional.sessions import sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow


def within_3500_ms(call: Callable[[], Answer]) -> tuple[Answer, float]:
    """The answer and when it came, by `time.monotonic()`."""
    started = time.monotonic()
    answer = call()
    answered = time.monotonic()
    assert answered - started < 3.5
    return answer, answered


def sockets_were_closed(cognito: Cognito, answered: float, count: int) -> bool:
    """Whether each slow call was hung up on not later than just after the answer."""
    patience = time.monotonic() + 1.5
    while len(cognito.hung_up) < count and time.monotonic() < patience:
        time.sleep(0.05)
    assert len(cognito.hung_up) == count, cognito.hung_up
    return all(end.at is not None and end.at < answered + 0.4 for end in cognito.hung_up)


def test_a_body_that_drips_is_given_up_on(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "slow_body"

    answer, answered = within_3500_ms(lambda: browser.fetch("/logout", {"post_logout_redirect_uri": RETURN}))

    assert answer.outcome("tokens") == "failed"
    assert sockets_were_closed(cognito, answered, 1)


def test_keys_and_revocation_that_never_answer_share_one_deadline(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving |= {KEYS: "slow_body", REVOKE: "slow_header"}

    answer, answered = within_3500_ms(lambda: browser.visit("/logout"))

    assert answer.hop[0] == f"{cognito.base}/logout"
    assert sockets_were_closed(cognito, answered, len([call for call in cognito.calls if call.name in (KEYS, REVOKE)]))


def test_a_global_sign_out_that_never_answers_is_given_up_on(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[GLOBAL_SIGN_OUT] = "slow_body"

    answer, answered = within_3500_ms(lambda: browser.fetch("/logout", {"reach": "everywhere"}))

    assert answer.outcome("other_sessions") == "failed"
    assert len(cognito.called(GLOBAL_SIGN_OUT)) == 1, "never a second time, side by side with the first"
    assert sockets_were_closed(cognito, answered, 1)


def test_a_name_that_never_resolves_keeps_nobody(
    deployment: Deployment, browser: Browser, mary: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up = threading.Event()

    def no_answer(*arguments: object, **options: object) -> NoReturn:
        given_up.wait(6)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    deployment.set(COGNITO_DOMAIN="https://auth.example.invalid")
    deployment.start_cold()
    sign_in(browser, mary)
    monkeypatch.setattr(socket, "getaddrinfo", no_answer)

    answer, _ = within_3500_ms(lambda: browser.fetch("/logout", {}))
    given_up.set()

    assert answer.outcome("tokens") == "failed"


def test_a_discovery_that_never_answers_keeps_nobody(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[DISCOVERY] = "slow_header"

    answer, _ = within_3500_ms(lambda: browser.visit(f"/logout?post_logout_redirect_uri={RETURN}"))
    end, _ = within_3500_ms(lambda: browser.come_back(answer.hop[1]["logout_uri"]))

    assert end.location == RETURN


def tokens_outcomes(output: Output) -> list[str]:
    """The audited outcomes of the tokens' revocation."""
    return [ours(event)["outcome"] for event in output.steps("effect") if ours(event)["leg"] == "tokens"]


def test_a_cognito_and_a_queue_that_never_answer_keep_nobody_waiting(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving |= {REVOKE: "slow_header", ENCRYPT: "slow_body"}
    began = time.monotonic()

    assert browser.visit("/logout").status == 303

    assert time.monotonic() - began < 3.5
    assert tokens_outcomes(output) == ["failed"]


def test_a_slow_cognito_leaves_time_for_the_queue(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "slow_body"

    browser.visit("/logout")

    assert tokens_outcomes(output) == ["pending"]
    assert len(cognito.queued(queue)) == 1


def test_an_sdk_that_is_slow_to_be_imported_is_made_ready_while_cognito_keeps_us_waiting(
    browser: Browser,
    deployment: Deployment,
    cognito: Cognito,
    mary: Person,
    output: Output,
    queue: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "slow_body"
    session = botocore.session.Session()

    def slow_session() -> botocore.session.Session:
        time.sleep(0.7)  # for each of the two services
        return session

    monkeypatch.setattr(botocore.session, "Session", slow_session)
    deployment.start_cold()

    browser.visit("/logout")

    assert tokens_outcomes(output) == ["pending"]


def test_a_key_and_a_queue_that_take_their_time_get_all_that_is_left(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "throttled"
    answer = cognito.answer

    def late(call: Call) -> tuple[int, object]:
        time.sleep(1.1 if call.name in (ENCRYPT, SEND_MESSAGE) else 0)
        return answer(call)

    monkeypatch.setattr(cognito, "answer", late)

    within_3500_ms(lambda: browser.visit("/logout"))

    assert tokens_outcomes(output) == ["pending"]
