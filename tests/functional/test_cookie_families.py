"""Cookies that people really have: the families of the stage file, named as the libraries name them."""

import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import BASE
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.judgements import question
from tests.functional.sessions import app_cookies, keep
from tests.functional.stages import CORP, SHOP
from tests.functional.tokens import SHOP as CLIENT
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow

PREFIX = f"CognitoIdentityServiceProvider.{CLIENT}."
ON_THE_SITE = "Domain=example.com; Path=/; Secure"
ON_ITS_HOST = "Path=/; Secure"
BESIDE_THE_APP = "https://shop.example.com/signing"


def family(name: str, more: str = "") -> str:
    """The stage of a shop with the cookies of a family."""
    return f'{SHOP}cookies = [{{ family = "{name}"{more} }}]\n{CORP}'


def of_user(person: Person, user: str) -> dict[str, str]:
    """The cookies of one user as aws-amplify 6 sets them; js-cookie encodes the user's name."""
    return {
        f"{PREFIX}{user}.accessToken": person.access_token(),
        f"{PREFIX}{user}.idToken": person.id_token(),
        f"{PREFIX}{user}.refreshToken": person.refresh_token(),
        f"{PREFIX}{user}.clockDrift": "0",
        f"{PREFIX}{user}.signInDetails": "%7B%22loginId%22%3A%22mary%22%7D",
        f"{PREFIX}LastAuthUser": user,
    }


@pytest.mark.parametrize("name", ["amplify", "cognito-at-edge"])
@pytest.mark.parametrize("user", ["Corp_4711", "mary%40corp.example", "4f1e.with.dots"])
def test_all_that_amplify_and_its_kin_keep_is_read_and_deleted(
    name: str, user: str, deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(family(name, ', domain = "example.com"'))
    browser = deployment.browser()
    kept = of_user(mary, user) | {f"{PREFIX}{user}.tokenScopesString": "openid"}
    keep(browser, kept, ON_THE_SITE)
    keep(browser, {"CognitoIdentityServiceProvider.another.LastAuthUser": "mary"}, ON_THE_SITE)

    answer = browser.visit("/logout")

    assert cognito.revoked == [kept[f"{PREFIX}{user}.refreshToken"]]
    assert app_cookies(browser) == {"CognitoIdentityServiceProvider.another.LastAuthUser"}
    assert answer.status == 303


def test_after_a_question_who_came_last_signs_out_and_no_refresh_token_is_left(
    deployment: Deployment, cognito: Cognito, mary: Person, eve: Person
) -> None:
    deployment.configure(family("amplify", ', domain = "example.com"'))
    browser = deployment.browser()
    of_mary = of_user(mary, "mary")
    before = of_user(eve, "eve")
    keep(browser, before | of_mary, ON_THE_SITE)
    ended = {of_mary[f"{PREFIX}mary.refreshToken"], before[f"{PREFIX}eve.refreshToken"]}

    form = question(browser.visit("/logout"))
    assert not cognito.effects, "cookies of two people: whose session shall end is asked"

    assert browser.press(form).status == 303
    assert set(cognito.revoked) == ended
    assert app_cookies(browser) == set()


@pytest.mark.parametrize(("more", "name"), [("", "AWSELBAuthSessionCookie"), (', name = "Portal"', "Portal")])
def test_every_part_of_a_load_balancers_cookie_goes_where_the_logout_lies_on_its_host(
    more: str, name: str, deployment: Deployment
) -> None:
    deployment.configure(family("alb", more), PUBLIC_URL=BESIDE_THE_APP)
    browser = deployment.browser(BESIDE_THE_APP)
    keep(browser, {f"{name}-{number}": "part" for number in range(3)} | {name: "whole"}, ON_ITS_HOST)

    answer = browser.visit(f"{BESIDE_THE_APP}/logout")

    assert answer.status == 303
    assert app_cookies(browser) == set()


@pytest.mark.parametrize("release", ["authjs", "next-auth"])
@pytest.mark.parametrize("prefix", ["", "__Secure-"])
def test_a_session_of_next_auth_goes_whole_or_in_chunks(release: str, prefix: str, deployment: Deployment) -> None:
    deployment.configure(family("next-auth", ', domain = "example.com"'))
    browser = deployment.browser()
    name = f"{prefix}{release}.session-token"
    keep(browser, {name: "jwe", f"{name}.0": "jw", f"{name}.1": "e"}, ON_THE_SITE)

    browser.visit("/logout")

    assert not [left for left in app_cookies(browser) if "session-token" in left]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("amplify", f"{PREFIX}*"),
        ("alb", "AWSELBAuthSessionCookie-*"),
        ("next-auth", "__Secure-authjs.session-token.*"),
    ],
)
def test_what_lies_on_the_apps_own_host_is_out_of_reach_of_another_and_named(
    name: str, shown: str, deployment: Deployment, output: Output, caplog: pytest.LogCaptureFixture
) -> None:
    deployment.start_cold()
    deployment.configure(family(name))

    answer = deployment.browser(BASE).fetch("/logout", {})

    assert answer.outcome("app_cookies") == "not_supported"
    assert shown in output.read() + caplog.text


def test_names_that_a_neighbour_planted_do_not_bloat_the_answer(deployment: Deployment, mary: Person) -> None:
    deployment.configure(family("amplify", ', domain = "example.com"'))
    browser = deployment.browser()
    planted = {f"{PREFIX}{'x' * 900}{number}.note": "" for number in range(6)}
    keep(browser, planted | of_user(mary, "mary"), ON_THE_SITE)

    answer = browser.visit("/logout")

    assert sum(len(header) for header in answer.set_cookies) < 8_000
    assert not [left for left in app_cookies(browser) if "Token" in left], "those with a token go first"


def test_cognito_at_edges_cookies_on_the_host_of_the_distribution_are_deleted_with_its_domain(
    deployment: Deployment, mary: Person
) -> None:
    on_its_host = "Domain=shop.example.com; Path=/; Secure"
    deployment.configure(family("cognito-at-edge", ', domain = "shop.example.com"'), PUBLIC_URL=BESIDE_THE_APP)
    browser = deployment.browser(BESIDE_THE_APP)
    keep(browser, of_user(mary, "mary"), on_its_host)

    assert browser.visit(f"{BESIDE_THE_APP}/logout").status == 303
    assert app_cookies(browser) == set()
