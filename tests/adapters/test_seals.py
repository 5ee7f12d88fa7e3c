"""Sealed values: opened by the same keys, for the same purpose, within their time; by nothing else."""

import base64
import secrets

import pytest
from coordinator.adapters.seals import Seals
from coordinator.core.model import Purpose
from coordinator.errors import SealBroken
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.clock import Clock

OLD, NEW, FOREIGN = (secrets.token_urlsafe(32) for _ in range(3))
CONTENT = b'{"secret":"of the journey"}'


@pytest.fixture
def clock() -> Clock:
    """The time of this test."""
    return Clock()


@pytest.fixture
def seals(clock: Clock) -> Seals:
    """Seals with one key."""
    return Seals([NEW], clock)


def is_broken(seals: Seals, sealed: str, purpose: Purpose = Purpose.JOURNEY) -> bool:
    with pytest.raises(SealBroken) as broken:
        seals.open(purpose, sealed)
    return str(broken.value) == purpose


@pytest.mark.parametrize("purpose", Purpose)
def test_what_was_sealed_opens_and_shows_nothing_meanwhile(seals: Seals, purpose: Purpose) -> None:
    sealed = seals.seal(purpose, CONTENT)

    assert seals.open(purpose, sealed) == CONTENT
    assert b"secret" not in base64.urlsafe_b64decode(sealed)
    assert sealed != seals.seal(purpose, CONTENT)


@given(content=st.binary(max_size=100))
def test_the_length_of_a_sealed_value_is_known_before_it_is_sealed(content: bytes) -> None:
    seals = Seals([NEW], Clock())

    assert seals.length(content) == len(seals.seal(Purpose.JOURNEY, content))


@pytest.mark.parametrize("purpose", Purpose)
def test_a_value_of_one_purpose_does_not_open_for_another(seals: Seals, purpose: Purpose) -> None:
    sealed = seals.seal(purpose, CONTENT)

    assert all(is_broken(seals, sealed, other) for other in Purpose if other is not purpose)


@pytest.mark.parametrize(
    ("purpose", "seconds"),
    [(Purpose.JOURNEY, 600), (Purpose.HINT, 600), (Purpose.TICKET, 60), (Purpose.CONFIRMATION, 300)],
)
def test_a_value_is_good_for_its_purposes_time(seals: Seals, clock: Clock, purpose: Purpose, seconds: int) -> None:
    sealed = seals.seal(purpose, CONTENT)
    clock.pass_by(seconds)
    assert seals.open(purpose, sealed) == CONTENT

    clock.pass_by(1)
    assert is_broken(seals, sealed, purpose)


def test_a_value_from_the_future_does_not_open(seals: Seals, clock: Clock) -> None:
    clock.pass_by(3_600)
    sealed = seals.seal(Purpose.JOURNEY, CONTENT)
    clock.pass_by(-3_600)

    assert is_broken(seals, sealed)


def test_a_rotation_opens_what_the_old_key_sealed_and_seals_with_the_new_one(clock: Clock) -> None:
    before, during, after = Seals([OLD], clock), Seals([OLD, NEW], clock), Seals([NEW], clock)
    old, new = before.seal(Purpose.JOURNEY, CONTENT), during.seal(Purpose.JOURNEY, CONTENT)

    assert during.open(Purpose.JOURNEY, old) == CONTENT
    assert after.open(Purpose.JOURNEY, new) == CONTENT
    assert is_broken(after, old)
    assert is_broken(before, new)


def test_a_foreign_key_opens_nothing_and_a_signing_key_is_not_used_as_it_is(seals: Seals, clock: Clock) -> None:
    assert is_broken(seals, Seals([FOREIGN], clock).seal(Purpose.JOURNEY, CONTENT))
    bare = Fernet(base64.urlsafe_b64encode(NEW.encode()[:32]))
    assert is_broken(seals, bare.encrypt_at_time(CONTENT, int(clock())).decode())


def test_no_part_of_a_value_can_be_cut_changed_or_added_to(seals: Seals) -> None:
    sealed = seals.seal(Purpose.JOURNEY, CONTENT)

    assert all(is_broken(seals, sealed[:length]) for length in range(0, len(sealed), 7))
    assert all(is_broken(seals, sealed[length:]) for length in range(1, len(sealed), 7))
    for position in range(0, len(sealed) - 4, 11):
        other = "A" if sealed[position] != "A" else "B"
        assert is_broken(seals, sealed[:position] + other + sealed[position + 1 :])
    for added in ("A", "AAAA", "=", "====", "\n", " ", ".", "\0"):
        assert is_broken(seals, sealed + added)
        assert is_broken(seals, added + sealed)


@given(st.text())
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_any_other_text_is_broken(text: str) -> None:
    assert is_broken(Seals([NEW], Clock()), text)
