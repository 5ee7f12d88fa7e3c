"""Where were we? A journey moves hop by hop, and travels through its packed form unchanged."""

import zlib
from dataclasses import replace

import pytest
from coordinator.core.journey import Hop, Journey, WrongState, come_back, pack, record, unpack
from coordinator.core.model import Leg, LegReport, Outcome, Reach
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import LEG_REPORTS, NAMES, NOW, PRINTABLE

COGNITO = Hop(Leg.COGNITO)
CORP = Hop(Leg.PROVIDER, "Corp", "https://login.corp.example/end", "state-of-the-hop-to-corp", proves=True)
LEGACY = Hop(Leg.PROVIDER, "Legacy", "https://login.legacy.example/signout", "state-of-legacy")
BEFORE = LegReport(Leg.COGNITO, Outcome.NOT_ATTEMPTED, alive_until=NOW)
UNDER_WAY = Journey("logout-1", Reach.BROWSER, "shop", hops=(COGNITO, CORP, LEGACY), legs=(BEFORE,))

HOPS = st.builds(Hop, st.sampled_from(Leg), NAMES, NAMES, NAMES, st.booleans())
JOURNEYS = st.builds(
    Journey,
    PRINTABLE,
    st.sampled_from(Reach),
    *(NAMES,) * 3,
    hops=st.lists(HOPS, max_size=4).map(tuple),
    at=st.integers(0, 4),
    legs=st.lists(LEG_REPORTS, max_size=5).map(tuple),
    subject=NAMES,
    logout_hint=NAMES,
    ui_locales=NAMES,
)


@given(JOURNEYS)
def test_a_packed_journey_unpacks_to_itself(journey: Journey) -> None:
    assert unpack(pack(journey)) == journey


def test_a_return_without_state_moves_on_and_proves_nothing() -> None:
    moved, report = come_back(UNDER_WAY, None)

    assert moved.hop == CORP
    assert report == LegReport(Leg.COGNITO, Outcome.UNCONFIRMED)
    assert moved.legs == (LegReport(Leg.COGNITO, Outcome.UNCONFIRMED, alive_until=NOW),)


def test_a_return_with_the_hops_state_is_done_when_the_profile_proves_it() -> None:
    moved, report = come_back(replace(UNDER_WAY, at=1), CORP.state)

    assert (moved.at, report) == (2, LegReport(Leg.PROVIDER, Outcome.DONE, "Corp"))


def test_a_return_with_the_state_of_a_hop_that_proves_nothing_is_unconfirmed() -> None:
    moved, report = come_back(replace(UNDER_WAY, at=2), LEGACY.state)

    assert (moved.hop, report) == (None, LegReport(Leg.PROVIDER, Outcome.UNCONFIRMED, "Legacy"))


def test_a_return_without_state_from_a_provider_that_proves_is_unconfirmed() -> None:
    _, report = come_back(replace(UNDER_WAY, at=1), None)

    assert report == LegReport(Leg.PROVIDER, Outcome.UNCONFIRMED, "Corp")


@pytest.mark.parametrize("state", [CORP.state, None])
def test_a_provider_that_says_it_refused_proves_nothing(state: str | None) -> None:
    moved, report = come_back(replace(UNDER_WAY, at=1), state, refused=True)

    assert moved.at == 2
    assert report == LegReport(Leg.PROVIDER, Outcome.UNCONFIRMED, "Corp", "provider_refused")


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("state", ["wrong", "state-of-the-hop-to-cor", "state-of-the-hop-to-corp ", "None"])
def test_a_wrong_state_moves_nothing(at: int, state: str) -> None:
    with pytest.raises(WrongState):
        come_back(replace(UNDER_WAY, at=at), state)


def test_the_state_of_another_hop_is_a_wrong_one() -> None:
    with pytest.raises(WrongState):
        come_back(replace(UNDER_WAY, at=1), LEGACY.state)


@given(st.none() | PRINTABLE)
def test_at_the_end_nothing_moves(state: str | None) -> None:
    finished = replace(UNDER_WAY, at=3)

    assert come_back(finished, state) == (finished, None)


@given(JOURNEYS, st.none() | PRINTABLE)
def test_a_return_moves_one_hop_at_most_and_is_done_only_with_the_hops_own_state(
    journey: Journey, state: str | None
) -> None:
    try:
        moved, report = come_back(journey, state)
    except WrongState:
        assert journey.hop is not None
        assert state is not None
        return
    assert moved.at - journey.at == (0 if journey.hop is None else 1)
    if report is not None and report.outcome is Outcome.DONE:
        assert journey.hop is not None
        assert journey.hop.proves
        assert state == journey.hop.state


def test_a_newer_report_replaces_the_older_one_of_its_leg_alone() -> None:
    corp = LegReport(Leg.PROVIDER, Outcome.NOT_ATTEMPTED, "Corp")
    done = LegReport(Leg.COGNITO, Outcome.DONE)

    assert record((BEFORE, corp), done) == (done, corp)
    assert record((corp,), done) == (done, corp)


def test_a_journey_is_written_without_spaces_and_escapes_since_a_cookie_has_little_room() -> None:
    text = zlib.decompress(pack(replace(UNDER_WAY, logout_hint="jürgen"))).decode()

    assert "jürgen" in text
    assert " " not in text
