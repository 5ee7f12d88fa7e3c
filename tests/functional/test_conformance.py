"""The OpenID conformance suite's checks of a provider's RP-Initiated Logout, each under its name, by GET and by POST.

Plan `oidcc-rp-initiated-logout-certification-test-plan` (openid/conformance-suite, `OIDCCRpInitiatedLogout*`, read
November 2026). Each check signs a person in, sends the browser to `end_session_endpoint`, and looks at where it goes.
The relying party of these tests is on another site, the hardest case: only the hint shows that the person means it.
Where the suite wants a look at a screen, ours is an error page, a question, or a receipt, as each test says. That
nobody is signed in afterwards the suite asks with `prompt=none`; here the hops tell, and the end-to-end tests ask
whoever keeps the sessions.
"""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output
from tests.functional.browser import BASE, ELSEWHERE, Browser
from tests.functional.cognito import POOL_DISCOVERY, Cognito
from tests.functional.deployment import Deployment
from tests.functional.forgeries import HINTS
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on, is_refused, nothing_ended, question, refusal_is_audited
from tests.functional.sessions import Session, app_cookies, sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import ISSUER, Person

type EndSession = Callable[..., Answer]

STATE = "a state of letters & signs=1"


@pytest.fixture(params=["GET", "POST"])
def end_session(request: pytest.FixtureRequest, browser: Browser) -> EndSession:
    """Sends the browser to the end_session_endpoint, by a link or by a form of another site."""

    def send(**parameters: str) -> Answer:
        if request.param == "POST":
            return browser.submit("/logout", parameters, ELSEWHERE)
        return browser.visit(f"/logout?{urlencode(parameters)}", ELSEWHERE)

    return send


@pytest.fixture
def session(browser: Browser, mary: Person) -> Session:
    """Mary is signed in."""
    return sign_in(browser, mary)


def is_signed_out(browser: Browser, cognito: Cognito, session: Session, answer: Answer) -> Answer:
    """Follow the hops; return the last answer when tokens, cookies, Cognito's and the provider's session have ended."""
    assert goes_on(answer, cognito)
    walked = walk(browser, cognito, answer)
    assert walked.addresses == [f"{cognito.base}/logout", f"{cognito.issuer}/end-session"]
    assert cognito.revoked == [session.refresh_token]
    assert app_cookies(browser) == set()
    return walked.last


def is_a_receipt(answer: Answer) -> bool:
    """Whether a page says that the person is signed out, and leads nowhere by itself."""
    return answer.status == 200 and answer.is_page and answer.location is None and "refresh" not in answer.body.lower()


def test_oidcc_rp_initiated_logout(
    end_session: EndSession, browser: Browser, cognito: Cognito, session: Session
) -> None:
    """Back to post_logout_redirect_uri with `state` and no other parameter; the person is signed out."""
    answer = end_session(id_token_hint=session.id_token, post_logout_redirect_uri=RETURN, state=STATE)

    location = is_signed_out(browser, cognito, session, answer).location or ""
    assert location.partition("?")[0] == RETURN
    assert parse_qs(urlsplit(location).query, strict_parsing=True) == {"state": [STATE]}


def test_oidcc_rp_initiated_logout_no_state(
    end_session: EndSession, browser: Browser, cognito: Cognito, session: Session
) -> None:
    """Without `state`: back to post_logout_redirect_uri as it stands, without one; the person is signed out."""
    answer = end_session(id_token_hint=session.id_token, post_logout_redirect_uri=RETURN)

    assert is_signed_out(browser, cognito, session, answer).location == RETURN


def test_oidcc_rp_initiated_logout_only_state(
    end_session: EndSession, browser: Browser, cognito: Cognito, session: Session
) -> None:
    """`state` alone: no redirect to the relying party, a page says that the person is signed out. We ask before."""
    answer = browser.press(question(end_session(state=STATE)))

    end = is_signed_out(browser, cognito, session, answer)
    assert is_a_receipt(end)
    assert STATE not in end.body


def test_oidcc_rp_initiated_logout_no_params(
    end_session: EndSession, browser: Browser, cognito: Cognito, session: Session
) -> None:
    """No parameter: no redirect to the relying party, a page says that the person is signed out. We ask before."""
    answer = browser.press(question(end_session()))

    assert is_a_receipt(is_signed_out(browser, cognito, session, answer))


def test_oidcc_rp_initiated_logout_no_id_token_hint(
    end_session: EndSession, browser: Browser, cognito: Cognito, session: Session
) -> None:
    """Without `id_token_hint`: no redirect back, but an error page or a question. We ask.

    Who then says yes is sent back: the URL is one that the app registered, which is legitimacy enough (section 3).
    """
    before = browser.cookies

    form = question(end_session(post_logout_redirect_uri=RETURN, state=STATE))
    assert nothing_ended(browser, cognito, before)

    assert is_signed_out(browser, cognito, session, browser.press(form)).location


def test_oidcc_rp_initiated_logout_no_post_logout_redirect_uri(
    end_session: EndSession, browser: Browser, cognito: Cognito, session: Session
) -> None:
    """Without post_logout_redirect_uri: no redirect, but a page that says that the person is signed out."""
    answer = end_session(id_token_hint=session.id_token, state=STATE)

    end = is_signed_out(browser, cognito, session, answer)
    assert is_a_receipt(end)
    assert STATE not in end.body


@pytest.fixture
def is_an_error_page(browser: Browser, cognito: Cognito, session: Session, output: Output) -> Callable[..., bool]:
    """Tells whether an answer is our error page, without a redirect, and the person is still signed in."""
    before = browser.cookies

    def judge(answer: Answer, code: str) -> bool:
        assert answer.is_page
        assert nothing_ended(browser, cognito, before)
        return is_refused(answer, code, 400) and refusal_is_audited(output)

    return judge


@pytest.mark.parametrize("unregistered", [f"{RETURN}/another", "https://evil.test/", RETURN.upper()])
def test_oidcc_rp_initiated_logout_bad_post_logout_redirect_uri(
    unregistered: str, end_session: EndSession, session: Session, is_an_error_page: Callable[..., bool]
) -> None:
    """A post_logout_redirect_uri that is not registered: no redirect, but an error page or a question. An error."""
    answer = end_session(id_token_hint=session.id_token, post_logout_redirect_uri=unregistered, state=STATE)

    assert is_an_error_page(answer, "return_not_registered")


def test_oidcc_rp_initiated_logout_query_added_to_post_logout_redirect_uri(
    end_session: EndSession, session: Session, is_an_error_page: Callable[..., bool]
) -> None:
    """The registered post_logout_redirect_uri with `?foo=bar` added: as one that is not registered."""
    answer = end_session(id_token_hint=session.id_token, post_logout_redirect_uri=f"{RETURN}?foo=bar", state=STATE)

    assert is_an_error_page(answer, "return_not_registered")


@pytest.mark.parametrize("forgery", ["of another key", "of another key of the same name"])
def test_oidcc_rp_initiated_logout_bad_id_token_hint(
    forgery: str, end_session: EndSession, mary: Person, is_an_error_page: Callable[..., bool]
) -> None:
    """A hint signed by the suite's own key: no redirect, but an error page or a question. An error."""
    answer = end_session(id_token_hint=HINTS[forgery](mary), post_logout_redirect_uri=RETURN, state=STATE)

    assert is_an_error_page(answer, "invalid_hint")


def test_oidcc_rp_initiated_logout_modified_id_token_hint(
    end_session: EndSession, mary: Person, is_an_error_page: Callable[..., bool]
) -> None:
    """The hint changed to `alg` none: no redirect, but an error page or a question. An error."""
    unsigned = HINTS["without a signature"](mary)

    assert is_an_error_page(end_session(id_token_hint=unsigned, post_logout_redirect_uri=RETURN), "invalid_hint")


def test_oidcc_rp_initiated_logout_discovery_endpoint_verification(deployment: Deployment, cognito: Cognito) -> None:
    """The discovery document has an `end_session_endpoint`, and it is an https URL: our `/logout`.

    It is the pool's own document otherwise. Clients take it as their metadata URL; a client that insists on finding
    it below the issuer gets the endpoint set by hand.
    """
    deployment.set(COGNITO_DISCOVERY_URL=cognito.base + POOL_DISCOVERY)

    answer = deployment.browser().request("GET", "/.well-known/openid-configuration", None, {"accept": "*/*"})

    assert (answer.status, answer.header("Content-Type")) == (200, "application/json")
    assert answer.json["issuer"] == ISSUER
    assert answer.json["end_session_endpoint"] == f"{BASE}/logout"
    assert urlsplit(answer.json["end_session_endpoint"]).scheme == "https"
