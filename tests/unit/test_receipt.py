"""The receipt: merging is in order, may be repeated, and never promises more than the worst outcome."""

import time

import pytest
from coordinator.core.model import Leg, LegReport, Outcome, Reach
from coordinator.core.receipt import as_json, merge, reauthenticate, rfc3339, worse
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import LEG_REPORTS, NOW

LEGS = st.lists(LEG_REPORTS, max_size=6).map(tuple)
ORDER = list(Outcome)


@given(LEGS, LEGS)
def test_legs_come_in_their_order_and_each_once(earlier: tuple[LegReport, ...], later: tuple[LegReport, ...]) -> None:
    merged = merge(earlier, later)

    positions = [list(Leg).index(report.leg) for report in merged]
    assert positions == sorted(positions)
    assert len({(report.leg, report.provider) for report in merged}) == len(merged)


@given(LEGS, LEGS)
def test_merging_again_changes_nothing(earlier: tuple[LegReport, ...], later: tuple[LegReport, ...]) -> None:
    merged = merge(earlier, later)

    assert merge(merged, ()) == merge((), merged) == merge(merged, merged) == merged


@given(LEGS, LEGS)
def test_no_leg_looks_better_than_its_worst_report(
    earlier: tuple[LegReport, ...], later: tuple[LegReport, ...]
) -> None:
    for report in merge(earlier, later):
        same = [one for one in (*earlier, *later) if (one.leg, one.provider) == (report.leg, report.provider)]
        assert (report.outcome, report.reason) in [(one.outcome, one.reason) for one in same]
        assert ORDER.index(report.outcome) == max(ORDER.index(one.outcome) for one in same)


@given(LEGS, LEGS)
def test_no_leg_is_lost_but_one_whose_providers_are_known_by_now(
    earlier: tuple[LegReport, ...], later: tuple[LegReport, ...]
) -> None:
    given_legs = {(report.leg, report.provider) for report in (*earlier, *later)}
    merged = {(report.leg, report.provider) for report in merge(earlier, later)}

    for leg, provider in given_legs - merged:
        assert provider is None
        assert any(other == leg and name for other, name in merged)


@given(LEG_REPORTS, LEG_REPORTS)
def test_the_worse_of_two_is_one_of_them_with_the_later_time(first: LegReport, second: LegReport) -> None:
    worst = worse(first, second)

    assert worst.outcome is worse(second, first).outcome
    assert (worst.outcome, worst.reason) in [(one.outcome, one.reason) for one in (first, second)]
    if worst.outcome is not Outcome.DONE:
        assert worst.alive_until == worse(second, first).alive_until
        assert (worst.alive_until or 0) >= max(first.alive_until or 0, second.alive_until or 0)


def test_a_failure_outlives_every_success() -> None:
    failed, done = (LegReport(Leg.TOKENS, outcome) for outcome in (Outcome.FAILED, Outcome.DONE))

    assert merge((failed,), (done,)) == merge((done,), (failed,)) == (failed,)


def test_the_receipt_has_the_members_of_the_contract_and_no_others() -> None:
    legs = (
        LegReport(Leg.TOKENS, Outcome.DONE, alive_until=NOW),
        LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, "Corp", "no_hint"),
    )

    assert as_json(Reach.BROWSER, legs, {}) == {
        "reach": "browser",
        "legs": [
            {
                "leg": "tokens",
                "provider": None,
                "outcome": "done",
                "reason": None,
                "alive_until": "2027-01-15T08:00:00Z",
            },
            {
                "leg": "provider",
                "provider": "Corp",
                "outcome": "not_supported",
                "reason": "no_hint",
                "alive_until": None,
            },
        ],
        "reauthenticate": "login",
    }
    assert as_json(Reach.APP, (), {}) == {"reach": "app", "legs": [], "reauthenticate": None}


PROVIDER = {outcome: LegReport(Leg.PROVIDER, outcome, "Corp") for outcome in Outcome}


@pytest.mark.parametrize(
    ("reach", "outcome", "asks"),
    [
        (Reach.BROWSER, Outcome.NOT_SUPPORTED, "login"),
        (Reach.BROWSER, Outcome.FAILED, "login"),
        (Reach.EVERYWHERE, Outcome.NOT_SUPPORTED, "login"),
        (Reach.BROWSER, Outcome.DONE, None),
        (Reach.BROWSER, Outcome.UNCONFIRMED, None),
        (Reach.BROWSER, Outcome.NOT_ATTEMPTED, None),
        (Reach.APP, Outcome.NOT_SUPPORTED, None),
    ],
)
def test_an_app_whose_provider_stays_alive_is_told_to_ask_for_the_password(
    reach: Reach, outcome: Outcome, asks: str | None
) -> None:
    assert reauthenticate(reach, [PROVIDER[outcome]], {}) == asks
    assert reauthenticate(reach, [LegReport(Leg.TOKENS, outcome)], {}) is None


def test_times_are_rfc_3339_in_utc() -> None:
    assert rfc3339(0) == "1970-01-01T00:00:00Z"
    assert rfc3339(1_800_000_000) == "2027-01-15T08:00:00Z"


@pytest.mark.parametrize(
    ("names", "asks"),
    [
        (["Google"], "select_account"),
        (["Okta"], "login"),
        (["Unheard"], "login"),
        (["Google", "Okta"], "login"),
        ([], None),
    ],
)
def test_the_next_sign_in_asks_what_every_living_provider_understands(names: list[str], asks: str | None) -> None:
    legs = [LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, name) for name in names]

    assert reauthenticate(Reach.BROWSER, legs, {"Google": "select_account", "Okta": "login"}) == asks


def test_a_receipt_of_the_app_alone_asks_for_no_other_sign_in() -> None:
    alive = LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, "Corp")

    assert as_json(Reach.APP, [alive], {})["reauthenticate"] is None


def test_times_are_in_utc_wherever_the_process_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert rfc3339(1_800_000_000) == "2027-01-15T08:00:00Z"
    finally:
        monkeypatch.undo()
        time.tzset()
