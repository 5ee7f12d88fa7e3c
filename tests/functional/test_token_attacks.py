"""Every mutation of a good token that we know of: none is believed, neither as a hint nor as an access token."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.functional.answers import Answer
from tests.functional.attacks.claims import CLAIMS
from tests.functional.attacks.elsewhere import NOT_HERE, TESTED
from tests.functional.attacks.forms import HEADERS, PAYLOADS, SERIALIZATIONS
from tests.functional.attacks.keys import KEYS, pointers
from tests.functional.attacks.mould import Mould, Row
from tests.functional.attacks.signatures import SIGNATURES
from tests.functional.audit_log import Output
from tests.functional.browser import Browser
from tests.functional.cognito import ADMIN_SIGN_OUT, GLOBAL_SIGN_OUT, Cognito
from tests.functional.cognito import KEYS as KEY_SET
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on
from tests.functional.sessions import sign_in
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow
SECTIONS: dict[str, dict[str, Row]] = {
    "signatures": SIGNATURES,
    "keys": KEYS,
    "headers": HEADERS,
    "serializations": SERIALIZATIONS,
    "payloads": PAYLOADS,
    "claims": CLAIMS,
}
CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "jwt_attacks.md"
SHORTEST_SECRET = 12
"""Characters: what is shorter stands in an answer by chance."""
REFUSALS = {"invalid_hint": 400, "too_large": 413, "invalid_request": 400}


def present(browser: Browser, kind: str, token: str) -> Answer:
    """Send a token from the app's own page, where a good one would have its effect."""
    if len(token) >= SHORTEST_SECRET:
        browser.remembered.add_token(token)
    if kind == "id":
        return browser.fetch("/logout", {"id_token_hint": token})
    return browser.fetch("/logout", {"access_token": token, "reach": "everywhere"})


def is_not_believed(kind: str, answer: Answer) -> bool:
    """Whether a hint was refused, and an access token opened nothing."""
    if answer.status in (400, 413):
        return REFUSALS.get(answer.json["error"]) == answer.status and not answer.set_cookies
    return kind == "access" and answer.status == 200 and answer.outcome("other_sessions") == "not_supported"


@pytest.fixture(params=["id", "access"])
def mould(
    request: pytest.FixtureRequest, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> Mould:
    """Mary's tokens of one kind; as a hint they meet a browser in which she is signed in."""
    deployment.set(ADMIN_SIGN_OUT="on")
    if request.param == "id":
        sign_in(browser, mary)
    return Mould(mary, request.param, cognito.base)


def test_a_good_token_has_its_effect(mould: Mould, browser: Browser, cognito: Cognito) -> None:
    for token in (mould.good, mould.cast(), mould.headed(typ="JWT")):
        cognito.calls.clear()
        answer = present(browser, mould.kind, token)
        assert not is_not_believed(mould.kind, answer)
        assert cognito.effects


@pytest.mark.parametrize("section", SECTIONS)
def test_a_token_that_was_tampered_with_is_not_believed(
    section: str, mould: Mould, browser: Browser, cognito: Cognito, output: Output
) -> None:
    for number, tokens in SECTIONS[section].items():
        for place, token in enumerate(tokens(mould)):
            assert is_not_believed(mould.kind, present(browser, mould.kind, token)), f"{number}, token {place}"
        assert not cognito.effects, number

    assert {call.name for call in cognito.calls} <= {KEY_SET}, "only the pool's own keys are fetched"
    users = [line["user"] for line in output.lines if "class_uid" in line]
    assert users
    assert all(user == {"name": "unknown"} for user in users), "a claim that was not verified is shown"


def test_a_good_token_that_points_elsewhere_is_good_and_nothing_is_fetched(
    mould: Mould, browser: Browser, cognito: Cognito
) -> None:
    for more in pointers(mould):
        assert not is_not_believed(mould.kind, present(browser, mould.kind, mould.headed(**more))), more

    assert {call.name for call in cognito.calls} <= {KEY_SET, *(call.name for call in cognito.effects)}


def test_a_name_that_is_written_with_escapes_is_the_same_name(mould: Mould, browser: Browser, cognito: Cognito) -> None:
    written = mould.raw(b'"cognito\\u003aodd":1').replace(b'"sub"', b'"\\u0073ub"')

    assert not is_not_believed(mould.kind, present(browser, mould.kind, mould.cast(payload=written)))
    assert is_not_believed(
        mould.kind, present(browser, mould.kind, mould.cast(payload=mould.raw(b'"\\u0073ub":"eve"')))
    )
    assert len(cognito.effects) == 1


def test_a_token_of_a_client_alone_signs_nobody_out(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_SIGN_OUT="on")
    token = mary.access_token(username=None, sub="1example23456789", scope="shop/read", origin_jti=None)

    answer = present(browser, "access", token)

    assert answer.outcome("other_sessions") == "not_supported"
    assert not cognito.effects


@pytest.mark.parametrize("name", ["mary\r\nSet-Cookie: a=b", "Corp_a|b", "mary@example.com", "\U0001f600", "m" * 200])
def test_a_strange_user_name_goes_to_cognito_as_it_is_and_into_no_line(
    name: str, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    deployment.set(ADMIN_SIGN_OUT="on")

    answer = present(browser, "access", mary.access_token(username=name, scope="openid"))

    assert answer.outcome("other_sessions") == "done"
    assert [call.json["Username"] for call in cognito.called(ADMIN_SIGN_OUT)] == [name]
    assert not cognito.called(GLOBAL_SIGN_OUT)
    assert all(name not in str(line) for line in output.lines)


def test_what_a_claim_says_beyond_what_we_read_is_shown_nowhere(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    hostile = "<script>alert(1)</script>\r\nSet-Cookie: a=b"
    claims: dict[str, Any] = {"cognito:groups": [hostile], "custom:note": hostile, "name": hostile}
    hint = mary.id_token(**claims)

    answer = browser.visit(f"/logout?id_token_hint={hint}")
    end = walk(browser, cognito, answer).last

    assert goes_on(answer, cognito)
    for shown in (answer.body, str(answer.headers), end.body, str(end.headers), output.read()):
        assert "alert(1)" not in shown


def test_a_user_name_names_no_provider(browser: Browser, cognito: Cognito, nate: Person) -> None:
    hint = nate.id_token(**{"cognito:username": "Corp_4711"})

    assert walk(browser, cognito, browser.visit(f"/logout?id_token_hint={hint}")).addresses == [
        f"{cognito.base}/logout"
    ]


def test_every_mutation_of_the_corpus_is_held_or_is_not_ours() -> None:
    held = [*(number for rows in SECTIONS.values() for number in rows), *TESTED, *NOT_HERE]
    listed = CORPUS.read_text(encoding="utf-8") if CORPUS.exists() else ""

    assert len(held) == len(set(held)), "a mutation stands twice"
    assert len(held) == 124, "one of the known mutations was lost"
    assert set(re.findall(r"^\| ([A-Z]\d\d) \|", listed, re.MULTILINE)) <= set(held)
