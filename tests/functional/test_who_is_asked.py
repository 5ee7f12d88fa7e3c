"""Who is asked first: a request goes on by itself only when it shows that this person wants it."""

import pytest

from tests.functional.browser import ELSEWHERE, SHOP_PAGE, Browser, Overrides
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.judgements import goes_on, nothing_ended, question
from tests.functional.sessions import keep, sign_in
from tests.functional.stages import CORP, SHOP, SHOP_COOKIES, TWO_APPS
from tests.functional.tokens import SHOP as SHOP_CLIENT
from tests.functional.tokens import Person

CROSS_SITE: Overrides = {"sec-fetch-site": "cross-site"}
NO_METADATA: Overrides = dict.fromkeys(
    ("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-user", "referer", "origin")
)


def test_a_link_from_elsewhere_is_asked_first(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    assert question(browser.visit("/logout", ELSEWHERE))
    assert nothing_ended(browser, cognito, before)


def test_a_referrer_of_the_app_shows_intent(browser: Browser, cognito: Cognito) -> None:
    assert goes_on(browser.visit("/logout", SHOP_PAGE, CROSS_SITE), cognito)


def test_a_whole_address_as_the_referrer_is_as_good_as_its_origin(browser: Browser, cognito: Cognito) -> None:
    referrer: Overrides = {"referer": "https://shop.example.com/account?tab=2", **CROSS_SITE}

    assert goes_on(browser.visit("/logout", SHOP_PAGE, referrer), cognito)
    location = browser.fetch("/logout", {}).json["location"]
    assert goes_on(browser.visit(location, SHOP_PAGE, referrer), cognito)


def test_an_origin_of_the_app_shows_intent(browser: Browser, cognito: Cognito) -> None:
    assert goes_on(browser.submit("/logout", {}, SHOP_PAGE, {**CROSS_SITE, "referer": None}), cognito)


def test_an_origin_from_elsewhere_is_not_healed_by_a_referrer(browser: Browser) -> None:
    assert question(browser.submit("/logout", {}, ELSEWHERE, {"referer": "https://shop.example.com/"}))


@pytest.mark.parametrize(
    "referrer",
    [
        "https://shop.example.com.evil.test/",
        "https://shop.example.com@evil.test/",
        "https://evil.test/?https://shop.example.com/",
        "http://shop.example.com/",
        "https://shop.example.com:444/",
        "//shop.example.com/",
        "shop.example.com",
        "https://[shop.example.com/",
        "",
    ],
)
def test_a_referrer_that_only_looks_like_the_app_shows_nothing(referrer: str, browser: Browser) -> None:
    assert question(browser.visit("/logout", ELSEWHERE, {"referer": referrer}))


def test_the_origin_of_another_app_shows_nothing(deployment: Deployment, browser: Browser) -> None:
    deployment.configure(TWO_APPS)

    assert question(browser.visit(f"/logout?client_id={SHOP_CLIENT}", "https://blog.example.org/post"))


@pytest.mark.parametrize("site", ["same-origin", "same-site"])
def test_the_same_site_shows_intent(site: str, browser: Browser, cognito: Cognito) -> None:
    headers: Overrides = {"sec-fetch-site": site, "referer": None}

    assert goes_on(browser.visit("/logout", SHOP_PAGE, headers), cognito)


def test_a_typed_address_with_a_valid_hint_shows_intent(browser: Browser, cognito: Cognito, mary: Person) -> None:
    assert goes_on(browser.visit(f"/logout?id_token_hint={mary.id_token()}", page=None), cognito)


def test_a_typed_address_without_a_hint_is_asked_first(browser: Browser) -> None:
    assert question(browser.visit("/logout", page=None))


def test_the_hint_of_the_session_in_the_apps_cookies_shows_intent(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)

    assert goes_on(browser.visit(f"/logout?id_token_hint={mary.id_token()}", ELSEWHERE), cognito)


def test_an_access_token_in_the_apps_cookies_is_a_match_as_well(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    keep(browser, {"shop_at": mary.access_token()})

    assert goes_on(browser.visit(f"/logout?id_token_hint={mary.id_token()}", ELSEWHERE), cognito)


def test_a_hint_of_another_session_of_the_same_person_is_asked_first(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    before = browser.cookies
    hint = mary.id_token(origin_jti="another-session")

    assert question(browser.visit(f"/logout?id_token_hint={hint}", ELSEWHERE))
    assert nothing_ended(browser, cognito, before)


def test_two_tokens_without_an_origin_jti_do_not_match(browser: Browser, mary: Person) -> None:
    keep(browser, {"shop_at": mary.access_token(origin_jti=None)})

    assert question(browser.visit(f"/logout?id_token_hint={mary.id_token(origin_jti=None)}", ELSEWHERE))


def test_a_forged_token_in_a_cookie_is_no_match(browser: Browser, mary: Person) -> None:
    keep(browser, {"shop_at": mary.access_token(signed_by="stranger")})

    assert question(browser.visit(f"/logout?id_token_hint={mary.id_token()}", ELSEWHERE))


def test_the_apps_cookies_alone_show_no_intent(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    assert question(browser.visit("/logout", ELSEWHERE))


def test_somebody_elses_valid_hint_in_a_link_ends_nobodys_session(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    assert question(browser.visit(f"/logout?id_token_hint={eve.id_token()}", ELSEWHERE))
    assert nothing_ended(browser, cognito, before)


def test_a_hint_and_cookies_of_different_people_are_always_asked_about(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    sign_in(browser, mary)
    before = browser.cookies
    address = f"/logout?id_token_hint={eve.id_token()}"

    for answer in (browser.visit(address), browser.visit(address, page=None), browser.submit(address, {})):
        assert question(answer)
    assert nothing_ended(browser, cognito, before)


def test_missing_fetch_metadata_counts_as_cross_site(browser: Browser, cognito: Cognito, mary: Person) -> None:
    address = f"/logout?id_token_hint={mary.id_token()}"

    assert question(browser.visit(address, page=None, headers=NO_METADATA))
    sign_in(browser, mary)
    assert goes_on(browser.visit(address, page=None, headers=NO_METADATA), cognito)


def test_an_origin_of_null_is_asked_not_refused(browser: Browser) -> None:
    assert question(browser.submit("/logout", {}, ELSEWHERE, {"origin": "null", "referer": None}))


def test_an_app_can_have_everybody_asked(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(SHOP + 'confirm = "always"\n' + SHOP_COOKIES + CORP)
    sign_in(browser, mary)
    before = browser.cookies

    assert question(browser.visit(f"/logout?id_token_hint={mary.id_token()}"))
    assert nothing_ended(browser, cognito, before)


def test_an_app_can_have_nobody_asked(deployment: Deployment, browser: Browser, cognito: Cognito) -> None:
    deployment.configure(SHOP + 'confirm = "never"\n' + SHOP_COOKIES + CORP)

    assert goes_on(browser.visit("/logout", ELSEWHERE), cognito)


def test_with_several_apps_and_none_named_the_person_is_asked(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(TWO_APPS)
    keep(browser, {"shop_rt": mary.refresh_token(), "shop_session": "session-of-the-shop"})
    before = browser.cookies

    form = question(browser.visit("/logout", headers={"sec-fetch-site": "same-origin"}))
    assert nothing_ended(browser, cognito, before)

    assert goes_on(browser.press(form), cognito)
    assert nothing_ended(browser, cognito, before), "only what the pool shares ends"
