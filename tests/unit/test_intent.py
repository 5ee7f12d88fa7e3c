"""Do we ask first? The four signs (a) to (d) of intent as a table; test_every_circumstance has all combinations."""

from dataclasses import replace

import pytest
from coordinator.core.intent import Evidence, VerifiedTokens, is_navigation, origin_for_ticket, shown, still_shown
from coordinator.core.model import App

from tests.unit.samples import SHOP, claims

SHOPS = "https://shop.example.com"
MARY = claims("mary", "session-1")
HINT = VerifiedTokens(MARY, presented=True)
SAME_SESSION = VerifiedTokens(MARY, presented=True, from_cookies=(MARY,))
NOTHING = VerifiedTokens()

TABLE = [
    # (a) Origin, or else Referer, is an origin of the app's return_to
    ("a: origin of the app", Evidence(origin=SHOPS), NOTHING, True),
    ("a: referer of the app", Evidence(referer=f"{SHOPS}/account?x"), NOTHING, True),
    ("a: origin of the app, though cross-site", Evidence(origin=SHOPS, site="cross-site"), NOTHING, True),
    ("a: another origin beats the app's referer", Evidence(origin="https://evil.example", referer=SHOPS), HINT, False),
    ("a: a null origin beats the app's referer", Evidence(origin="null", referer=SHOPS), HINT, False),
    ("a: a sibling of the app", Evidence(origin="https://evil.shop.example.com"), HINT, False),
    ("a: the app on plain http", Evidence(origin="http://shop.example.com"), HINT, False),
    ("a: the app on another port", Evidence(origin=f"{SHOPS}:8443"), HINT, False),
    ("a: the app as user name", Evidence(referer=f"{SHOPS}@evil.example/"), HINT, False),
    ("a: the app as prefix", Evidence(referer=f"{SHOPS}.evil.example/"), HINT, False),
    ("a: a referer that cannot be read", Evidence(referer="https://[::1/"), HINT, False),
    ("a: an empty referer", Evidence(referer=""), HINT, False),
    ("a: an empty origin", Evidence(origin=""), HINT, False),
    # (b) Sec-Fetch-Site is same-origin or same-site
    ("b: same origin", Evidence(site="same-origin"), NOTHING, True),
    ("b: same site", Evidence(site="same-site"), NOTHING, True),
    ("b: cross site", Evidence(site="cross-site"), HINT, False),
    ("b: a site that nobody knows", Evidence(site="same"), HINT, False),
    # (c) it is none, and the hint is valid
    ("c: typed in, with a hint", Evidence(site="none"), HINT, True),
    ("c: typed in, without a hint", Evidence(site="none"), NOTHING, False),
    ("c: a hint alone", Evidence(), HINT, False),
    # (d) the hint's sub and origin_jti equal those of a verified token in the app's cookies
    ("d: hint and cookie of one session", Evidence(site="cross-site"), SAME_SESSION, True),
    ("d: hint and cookie, no headers", Evidence(), SAME_SESSION, True),
    ("d: another session of the person", Evidence(), VerifiedTokens(MARY, True, (claims("mary", "session-2"),)), False),
    (
        "d: another person, same session id",
        Evidence(),
        VerifiedTokens(MARY, True, (claims("eve", "session-1"),)),
        False,
    ),
    (
        "d: no session id on either side",
        Evidence(),
        VerifiedTokens(claims(session=None), True, (claims(session=None),)),
        False,
    ),
    ("d: a hint out of the cookies themselves", Evidence(), VerifiedTokens(MARY, False, (MARY,)), False),
    ("d: a cookie without a hint", Evidence(), VerifiedTokens(None, False, (MARY,)), False),
    # nothing at all: missing headers count as cross-site
    ("no evidence", Evidence(), NOTHING, False),
]


@pytest.mark.parametrize(("evidence", "tokens", "goes_on"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_who_is_asked_first(evidence: Evidence, tokens: VerifiedTokens, goes_on: bool) -> None:
    assert shown(SHOP, evidence, tokens) is goes_on


@pytest.mark.parametrize(
    ("app", "goes_on"),
    [(None, False), (replace(SHOP, confirm="always"), False), (replace(SHOP, confirm="never"), True)],
)
def test_the_app_may_always_or_never_ask_and_without_an_app_we_ask(app: App | None, goes_on: bool) -> None:
    assert shown(app, Evidence(site="same-origin"), SAME_SESSION) is goes_on
    assert shown(app, Evidence(site="same-origin"), NOTHING) is goes_on


ORIGINS = frozenset({SHOPS})
OURS = "https://logout.example.com"


@pytest.mark.parametrize(
    ("evidence", "navigates"),
    [
        (Evidence(), True),
        (Evidence(dest="document", mode="navigate", site="cross-site"), True),
        (Evidence(dest="empty", mode="cors", origin=SHOPS), True),
        (Evidence(dest="empty", mode="cors", referer=f"{SHOPS}/"), True),
        (Evidence(dest="empty", mode="cors", origin="https://evil.example"), False),
        (Evidence(dest="empty", mode="cors", origin="null"), False),
        (Evidence(dest="empty", mode="cors"), False),
        (Evidence(dest="empty", mode="no-cors", origin=SHOPS), False),
        (Evidence(dest="empty", mode="cors", site="same-origin"), False),
        *((Evidence(dest=dest, origin=SHOPS), False) for dest in ("image", "iframe", "script", "object", "embed", "")),
    ],
)
def test_only_a_navigation_or_a_fetch_by_a_registered_page_goes_on(evidence: Evidence, navigates: bool) -> None:
    assert is_navigation(evidence, ORIGINS, OURS) is navigates


def test_a_fetch_by_our_own_origin_goes_on_when_an_app_lives_there() -> None:
    assert is_navigation(Evidence(dest="empty", mode="cors", site="same-origin"), ORIGINS, SHOPS)


@pytest.mark.parametrize(
    ("issued_to", "about", "evidence", "tokens", "goes_on"),
    [
        (SHOPS, "mary", Evidence(referer=f"{SHOPS}/account"), SAME_SESSION, True),
        (SHOPS, "mary", Evidence(referer=f"{SHOPS}/account"), NOTHING, True),
        (SHOPS, None, Evidence(origin=SHOPS), NOTHING, True),
        (SHOPS, None, Evidence(origin=SHOPS), SAME_SESSION, True),
        (SHOPS, "eve", Evidence(referer=SHOPS), SAME_SESSION, False),
        (SHOPS, "mary", Evidence(referer="https://evil.example/"), SAME_SESSION, False),
        (SHOPS, "mary", Evidence(), SAME_SESSION, False),
        (SHOPS, "mary", Evidence(site="same-site"), SAME_SESSION, False),
        (None, "mary", Evidence(), SAME_SESSION, False),
        (None, None, Evidence(origin=SHOPS), NOTHING, False),
        ("https://evil.example", None, Evidence(referer="https://evil.example/"), NOTHING, False),
    ],
)
def test_a_ticket_goes_on_from_its_own_page_for_its_own_person(
    issued_to: str | None, about: str | None, evidence: Evidence, tokens: VerifiedTokens, goes_on: bool
) -> None:
    assert still_shown(SHOP, issued_to, about, evidence, tokens) is goes_on


@pytest.mark.parametrize("app", [None, replace(SHOP, confirm="always")])
def test_a_ticket_asks_for_an_app_that_is_gone_or_always_asks(app: App | None) -> None:
    assert not still_shown(app, SHOPS, None, Evidence(referer=f"{SHOPS}/"), NOTHING)


def test_a_ticket_is_issued_to_a_page_of_the_app_alone() -> None:
    assert origin_for_ticket(SHOP, Evidence(origin=SHOPS)) == SHOPS
    assert origin_for_ticket(SHOP, Evidence(origin="https://evil.example", site="same-site")) is None
    assert origin_for_ticket(None, Evidence(origin=SHOPS)) is None


def test_an_access_token_of_somebody_else_disagrees_with_the_browser() -> None:
    eve = claims("eve", "session-9")

    assert VerifiedTokens(None, False, (MARY,), (eve,)).disagree
    assert not shown(SHOP, Evidence(origin=SHOPS), VerifiedTokens(None, False, (MARY,), (eve,)))


def test_where_they_disagree_the_browsers_own_id_token_says_who_came_in() -> None:
    eve = claims("eve", "session-9")
    mary = replace(MARY, everything={"token_use": "id"})

    assert VerifiedTokens(eve, True, (mary,)).identity == mary
    assert VerifiedTokens(MARY, True, (mary,)).identity == MARY


def test_without_intent_nothing_counts_that_the_browser_sent_along() -> None:
    assert VerifiedTokens(MARY, False, (MARY,), (MARY,)).without_ambient() == VerifiedTokens(None, False, (), (MARY,))
    assert VerifiedTokens(MARY, True, (MARY,)).without_ambient() == VerifiedTokens(MARY, True)
