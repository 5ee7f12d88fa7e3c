"""What became of the effects, and what the receipt starts from, leg by leg."""

from dataclasses import replace

import pytest
from coordinator.core.deletions import Place
from coordinator.core.denials import Denial
from coordinator.core.legs import app_cookies_leg, carried, dead_tokens, legs_of, starting_legs, with_life
from coordinator.core.model import App, AppCookie, Leg, LegReport, Outcome, Reach
from coordinator.core.plan import Effects, GlobalSignOut, Revocation

from tests.unit.samples import NOW, SHOP

REFRESH = Revocation("refresh", SHOP.client_id)
ONE = Effects(revocations=(REFRESH,))


@pytest.mark.parametrize(
    ("plan", "global_call", "revocations", "legs"),
    [
        (ONE, None, [""], [("tokens", None, "done", None)]),
        (ONE, None, ["", "timeout"], [("tokens", None, "failed", "timeout")]),
        (ONE, None, ["timeout", "throttled"], [("tokens", None, "failed", "timeout")]),
        (Effects(), None, [], [("tokens", None, "not_attempted", "no_refresh_token")]),
        (Effects(no_revocation="app_unknown"), None, [], [("tokens", None, "not_attempted", "app_unknown")]),
        (
            ONE,
            "",
            [],
            [("tokens", None, "done", None), ("other_sessions", None, "done", "cognito_cookie_elsewhere")],
        ),
        (
            ONE,
            "throttled",
            [""],
            [("tokens", None, "done", None), ("other_sessions", None, "failed", "throttled")],
        ),
        (
            ONE,
            "throttled",
            ["timeout"],
            [("tokens", None, "failed", "timeout"), ("other_sessions", None, "failed", "throttled")],
        ),
        *(
            (
                Effects(no_global_call=reason),
                None,
                [],
                [("tokens", None, "not_attempted", "no_refresh_token"), ("other_sessions", None, outcome, reason)],
            )
            for reason, outcome in (
                ("no_access_token", "not_supported"),
                ("scope_missing", "not_supported"),
                ("app_unknown", "not_supported"),
                ("keys_unavailable", "failed"),
            )
        ),
    ],
)
def test_the_legs_of_the_effects(
    plan: Effects, global_call: str | None, revocations: list[str], legs: list[tuple[str, str | None, str, str | None]]
) -> None:
    assert outcomes(legs_of(plan, global_call, revocations, now=NOW)) == legs


def test_the_receipt_of_everywhere_says_how_long_cognitos_cookies_live_elsewhere() -> None:
    assert legs_of(ONE, "", [], now=NOW)[1].alive_until == NOW + 3_600


CORP = LegReport(Leg.PROVIDER, Outcome.NOT_ATTEMPTED, "Corp")
DEAF = LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, "Deaf", "provider_has_no_logout")


def outcomes(legs: tuple[LegReport, ...]) -> list[tuple[str, str | None, str, str | None]]:
    return [(leg.leg.value, leg.provider, leg.outcome.value, leg.reason) for leg in legs]


def test_a_logout_of_the_browser_starts_with_other_sessions_left_alone() -> None:
    assert outcomes(starting_legs(Reach.BROWSER, [CORP, DEAF], now=NOW)) == [
        ("other_sessions", None, "not_attempted", "beyond_reach"),
        ("cognito", None, "not_attempted", None),
        ("provider", "Corp", "not_attempted", None),
        ("provider", "Deaf", "not_supported", "provider_has_no_logout"),
    ]


def test_a_logout_of_the_app_leaves_everything_outside_it_alone() -> None:
    assert outcomes(starting_legs(Reach.APP, [CORP, DEAF], now=NOW)) == [
        ("other_sessions", None, "not_attempted", "beyond_reach"),
        ("cognito", None, "not_attempted", "beyond_reach"),
        ("provider", "Corp", "not_attempted", "beyond_reach"),
        ("provider", "Deaf", "not_attempted", "beyond_reach"),
    ]


def test_everywhere_leaves_other_sessions_to_the_effects() -> None:
    assert outcomes(starting_legs(Reach.EVERYWHERE, [CORP], now=NOW)) == [
        ("cognito", None, "not_attempted", None),
        ("provider", "Corp", "not_attempted", None),
    ]


@pytest.mark.parametrize(("reach", "reason"), [(Reach.BROWSER, "provider_unknown"), (Reach.APP, "beyond_reach")])
def test_a_provider_that_nobody_knows_is_a_leg_too(reach: Reach, reason: str) -> None:
    assert outcomes(starting_legs(reach, None, now=NOW))[-1] == ("provider", None, "not_attempted", reason)


def test_a_native_user_has_no_providers_leg_and_cognitos_cookie_lives_an_hour() -> None:
    legs = starting_legs(Reach.BROWSER, [], now=NOW)

    assert [leg.leg for leg in legs] == [Leg.OTHER_SESSIONS, Leg.COGNITO]
    assert legs[1].alive_until == NOW + 3_600


PLACE = Place("logout.example.com")
NEAR, FAR = AppCookie("shop_session", "example.com"), AppCookie("far", "other.example")


@pytest.mark.parametrize(
    ("app", "departing", "outcome", "reason"),
    [
        (None, True, "not_attempted", "app_unknown"),
        (SHOP, True, "not_attempted", "no_cookies_configured"),
        (replace(SHOP, cookies=(NEAR, FAR)), True, "not_supported", "cookies_out_of_reach"),
        (replace(SHOP, cookies=(NEAR,)), True, "done", None),
        (replace(SHOP, cookies=(NEAR,)), False, "not_attempted", None),
    ],
)
def test_the_leg_of_the_apps_cookies(app: App | None, departing: bool, outcome: str, reason: str | None) -> None:
    assert outcomes((app_cookies_leg(app, PLACE, departing=departing),)) == [("app_cookies", None, outcome, reason)]


DONE = LegReport(Leg.TOKENS, Outcome.DONE)
FAILED = LegReport(Leg.TOKENS, Outcome.FAILED, reason="timeout")
ELSEWHERE = LegReport(Leg.OTHER_SESSIONS, Outcome.DONE)


def test_tokens_live_until_they_expire_and_no_other_leg_does() -> None:
    assert with_life((DONE, CORP), NOW + 1, now=NOW) == (replace(DONE, alive_until=NOW + 1), CORP)


@pytest.mark.parametrize("alive_until", [None, NOW, NOW - 1])
def test_tokens_that_have_expired_have_no_life_to_tell_of(alive_until: int | None) -> None:
    assert with_life((DONE, CORP), alive_until, now=NOW) == (DONE, CORP)


@pytest.mark.parametrize(
    ("done", "dead"),
    [
        ((DONE,), ("refresh",)),
        ((ELSEWHERE, DONE), ("refresh",)),
        ((FAILED,), ()),
        ((FAILED, ELSEWHERE), ()),
        ((), ()),
    ],
)
def test_tokens_are_dead_for_certain_only_when_their_own_leg_is_done(
    done: tuple[LegReport, ...], dead: tuple[str, ...]
) -> None:
    assert dead_tokens(ONE, done) == dead


def test_only_legs_of_acts_that_were_tried_are_carried_on() -> None:
    tried = Effects(GlobalSignOut("access"), (REFRESH,))
    untried = LegReport(Leg.TOKENS, Outcome.NOT_ATTEMPTED)
    cognito = LegReport(Leg.COGNITO, Outcome.DONE)

    assert carried((FAILED, ELSEWHERE, cognito, CORP), tried) == (FAILED, ELSEWHERE)
    assert carried((DONE, ELSEWHERE), ONE) == (DONE,)
    assert carried((untried,), tried) == ()


def test_what_waits_in_the_queue_is_carried_on_and_its_tokens_are_not_dead() -> None:
    pending = LegReport(Leg.TOKENS, Outcome.PENDING, reason="throttled")

    assert carried((pending,), ONE) == (pending,)
    assert dead_tokens(ONE, (pending,)) == ()


def test_cookies_that_no_answer_can_delete_are_not_called_deleted() -> None:
    app = replace(SHOP, cookies=(replace(NEAR, numbered="."),))
    arrived = [(f"{NEAR.name}.{number}", "x") for number in range(17)]

    leg = app_cookies_leg(app, PLACE, departing=True, arrived=arrived)

    assert leg == LegReport(Leg.APP_COOKIES, Outcome.FAILED, reason="too_many_cookies")


@pytest.mark.parametrize(
    ("codes", "outcome", "reason"),
    [
        ([""], "failed", "too_many_tokens"),
        (["timeout"], "failed", "timeout"),
        ([], "not_attempted", "no_refresh_token"),
    ],
)
def test_where_there_were_too_many_tokens_those_that_were_revoked_are_not_all(
    codes: list[str], outcome: str, reason: str
) -> None:
    (tokens,) = legs_of(replace(ONE, too_many=True), None, codes, now=NOW)

    assert (tokens.outcome, tokens.reason) == (outcome, reason)


DENIAL = Denial("session/session-1", None, NOW + 1, NOW + 9)


@pytest.mark.parametrize(
    ("plan", "codes", "leg"),
    [
        (Effects(), [], None),
        (Effects(denials=(DENIAL,)), [""], ("done", None)),
        (Effects(denials=(DENIAL, DENIAL)), ["", "throttled"], ("failed", "throttled")),
        (Effects(denials=(DENIAL,), no_denial="no_origin_jti"), [""], ("failed", "no_origin_jti")),
        (Effects(denials=(DENIAL,), no_denial="no_origin_jti"), ["timeout"], ("failed", "timeout")),
        (Effects(no_denial="no_origin_jti"), [], ("not_attempted", "no_origin_jti")),
        (Effects(no_denial="no_verified_token"), [], ("not_attempted", "no_verified_token")),
        (Effects(no_denial="keys_unavailable"), [], ("failed", "keys_unavailable")),
    ],
)
def test_the_leg_of_the_revocation_list(plan: Effects, codes: list[str], leg: tuple[str, str | None] | None) -> None:
    legs = legs_of(plan, None, [], codes, now=NOW)

    found = [one for one in legs if one.leg is Leg.REVOCATION_LIST]
    assert [(one.outcome.value, one.reason) for one in found] == ([leg] if leg else [])
    assert [one for one in carried(legs, plan) if one.leg is Leg.REVOCATION_LIST] == (found if plan.denials else [])
