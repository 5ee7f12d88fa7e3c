"""Cookies in hostile hands: a neighbour on the domain may set what he likes, and every value may be spelt oddly."""

import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output, ours
from tests.functional.browser import BASE, ELSEWHERE, SHOP_PAGE, Browser, Overrides
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.judgements import goes_on, question
from tests.functional.passages import at_cognito, is_plain_page
from tests.functional.sessions import app_cookies, keep, sign_in
from tests.functional.stages import BLOG, CORP, SHOP, SHOP_COOKIES
from tests.functional.tokens import BLOG as BLOG_CLIENT
from tests.functional.tokens import SHOP as SHOP_CLIENT
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow

CONFIRMATION = "__Host-logout-confirmation"
SPACES = {"a space": " ", "a tab": "\t", "U+2000": "\u2000", "U+00A0": "\u00a0", "U+3000": "\u3000", "U+0085": "\u0085"}
PIECES = ["theme=x{}{}", "theme{}{}", "{}{}", "theme=x,{}{}", 'theme="x"{}{}', "={}{}", "theme=x{0}{0}{1}"]
# Blanks and tabs around a whole cookie are no part of it (RFC 6265 section 5.4): that would be the very cookie.
TOSSED = [(piece, name) for piece in PIECES for name, space in SPACES.items() if piece != "{}{}" or space not in " \t"]
OLD: Overrides = dict.fromkeys(("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "origin", "referer"))
QUOTED = {
    "CR LF": r'"\015\012Set-Cookie: shop_session=stolen"',
    "NUL": r'"\000"',
    "a semicolon": r'"N\073 Domain=example.com"',
    "an attribute after a blank": "N Domain=example.com",
    "a quote": r'"\"N\""',
    "a nonce and a line end": '"' + "N" * 32 + r'\012"',
    "letters beyond ASCII": "\u00fc" * 32,
    "32 of another alphabet": "." * 32,
}
SHARED = SHOP + SHOP_COOKIES + BLOG + SHOP_COOKIES + CORP


def squeezed(piece: str, space: str, cookie: str) -> str:
    """A cookie header in which a neighbour's cookie holds another one."""
    return piece.format(SPACES[space], cookie)


def deleted(answer: Answer, prefix: str) -> list[str]:
    """The Set-Cookie headers of the cookies whose names start so."""
    return [header for header in answer.set_cookies if header.startswith(prefix)]


@pytest.mark.parametrize(("piece", "space"), TOSSED)
def test_a_cookie_inside_anothers_value_confirms_nothing(
    piece: str, space: str, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    stranger = deployment.browser()
    form = question(stranger.visit("/logout", ELSEWHERE))
    session = sign_in(browser, mary)
    tossed = squeezed(piece, space, f"{CONFIRMATION}={stranger.ours[CONFIRMATION].value}")

    answer = browser.press(form, headers={**OLD, "cookie": f"shop_rt={session.refresh_token}; {tossed}"})

    assert (answer.status, answer.location) == (400, None)
    assert not cognito.effects


@pytest.mark.parametrize(("piece", "space"), TOSSED)
def test_a_cookie_inside_anothers_value_is_no_token_of_the_app(
    piece: str, space: str, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    tossed = squeezed(piece, space, f"shop_rt={mary.refresh_token()}")

    assert goes_on(browser.visit("/logout", headers={"cookie": tossed}), cognito)
    assert not cognito.effects


@pytest.mark.parametrize("space", SPACES)
def test_a_cookie_inside_anothers_value_is_no_journey(
    space: str, deployment: Deployment, browser: Browser, mary: Person
) -> None:
    stranger = deployment.browser()
    at_cognito(stranger, mary)
    (journey,) = stranger.ours.values()
    tossed = squeezed(PIECES[0], space, f"{journey.name}={journey.value}")

    assert is_plain_page(browser.visit(f"{BASE}/logout/return", ELSEWHERE, {"cookie": tossed}))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_an_answer_to_our_question_comes_from_our_own_page(
    site: str, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    form = question(browser.visit("/logout", ELSEWHERE))
    before = app_cookies(browser)

    answer = browser.press(form, headers={"sec-fetch-site": site})

    assert (answer.status, answer.location) == (400, None)
    assert not cognito.effects
    assert app_cookies(browser) == before
    assert goes_on(browser.press(form), cognito), "the person's own answer is still taken"


@pytest.mark.parametrize("value", QUOTED)
def test_a_spoilt_confirmation_cookie_never_comes_back_in_an_answer(value: str, browser: Browser) -> None:
    answer = browser.visit("/logout", ELSEWHERE, {"cookie": f"{CONFIRMATION}={QUOTED[value]}"})

    form = question(answer)
    (header,) = answer.set_cookies
    (name, nonce), attributes = header.split("; ")[0].split("="), header.split("; ")[1:]
    assert name == CONFIRMATION
    assert len(nonce) == 32 and nonce != "N" * 32
    assert "Domain" not in str(attributes) and "stolen" not in header
    assert browser.press(form).status == 303


def test_six_hundred_chunks_do_not_bloat_the_answer(browser: Browser, cognito: Cognito) -> None:
    header = "; ".join(f"shop_id.{number}=a" for number in range(600))

    answer = browser.visit("/logout", headers={"cookie": header})

    assert goes_on(answer, cognito)
    assert 1 <= len(deleted(answer, "shop_id.")) <= 16
    assert sum(map(len, answer.set_cookies)) < 10_000


def test_a_chunked_cookie_whose_path_does_not_lead_to_us_is_out_of_reach(
    deployment: Deployment, browser: Browser
) -> None:
    chunked = '{ name = "shop_id.*", domain = "example.com", path = "/account" }'
    deployment.configure(f'{SHOP}cookies = [\n{{ name = "shop_session", domain = "example.com" }},\n{chunked}]\n')

    leg = browser.fetch("/logout", {}).leg("app_cookies")
    answer = browser.visit("/logout")

    assert (leg["outcome"], leg["reason"]) == ("not_supported", "cookies_out_of_reach")
    assert not deleted(answer, "shop_id")
    assert deleted(answer, "shop_session"), "what is within reach is deleted all the same"


@pytest.mark.parametrize("tokens", [1, 2, 3])
def test_every_value_of_the_refresh_token_cookie_is_revoked(
    tokens: int, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    values = [mary.refresh_token() for _ in range(tokens)]

    answer = browser.visit("/logout", headers={"cookie": "; ".join(f"shop_rt={value}" for value in values)})

    assert goes_on(answer, cognito)
    assert sorted(cognito.revoked) == sorted(values)


@pytest.mark.parametrize("from_the_page", [True, False])
def test_the_id_token_of_another_app_in_a_shared_cookie_refuses_nobody(
    from_the_page: bool, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    deployment.configure(SHARED)
    token = mary.refresh_token()
    keep(browser, {"shop_id.0": mary.id_token(BLOG_CLIENT), "shop_rt": token})

    answer = browser.visit(f"/logout?client_id={SHOP_CLIENT}", SHOP_PAGE if from_the_page else ELSEWHERE)

    assert not output.steps("refused")
    assert goes_on(answer if from_the_page else browser.press(question(answer)), cognito)
    assert cognito.revoked == [token]
    assert ours(output.steps("effect")[0])["app"] == "shop"


def test_a_flood_of_refresh_tokens_does_not_spend_the_pools_quota_and_is_not_called_done(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    fields = {"refresh_token": mary.refresh_token()}
    flood = "; ".join(f"shop_rt=planted-{number}" for number in range(300))

    answer = browser.submit("/logout", fields, headers={"cookie": flood, "accept": "application/json"})

    assert len(cognito.revoked) <= 8
    assert fields["refresh_token"] in cognito.revoked, "what the caller brought comes first"
    leg = answer.leg("tokens")
    assert (leg["outcome"], leg["reason"]) == ("failed", "too_many_tokens")


def test_a_flood_of_cookies_does_not_bloat_the_answer_and_is_not_called_done(
    deployment: Deployment, mary: Person, output: Output
) -> None:
    families = '{ family = "next-auth", domain = "example.com" }, { family = "alb", domain = "example.com" }'
    deployment.configure(f"{SHOP}cookies = [{families}]\n{CORP}")
    names = ["AWSELBAuthSessionCookie-", *(f"{name}.session-token." for name in ("authjs", "next-auth"))]
    planted = "; ".join(f"{name}{number}=" for name in names for number in range(40))
    hint = mary.id_token(**{"custom:corp_id_token": mary.provider_id_token(1_800)})

    answer = deployment.browser().submit("/logout", {"id_token_hint": hint}, headers={"cookie": planted})

    assert answer.status == 303
    assert sum(len(name) + len(value) for name, value in answer.headers) < 10_000
    assert output.metrics["app_cookies_failed"] == 1
