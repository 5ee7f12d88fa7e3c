"""What a logout token says and when it is none, to the second and the character; which sign-ins it ends."""

from dataclasses import replace
from typing import Any

import pytest
from coordinator.core import own_hops, signals
from coordinator.core.denials import DAY, Denial, Hop, Kept
from coordinator.core.model import Leg, LegReport, Outcome, Provider, User
from coordinator.core.plan import AdminUserGlobalSignOut
from coordinator.core.signals import EVENT, Ending, Signal, judge, nearby, window
from coordinator.errors import TokenInvalid
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import NOW

CORP = Provider("Corp", "oidc", issuer="https://login.corp.example", client_id="cognito-at-corp")
LENIENT = Provider("Corp", "oidc", issuer=CORP.issuer, client_id=CORP.client_id, compat=True)
MARY = User("Corp_mary", "mary")
HEADER = {"alg": "RS256", "kid": "k", "typ": "logout+jwt"}
LEFT_OUT = object()


def claims(**changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "iss": CORP.issuer,
        "aud": CORP.client_id,
        "iat": NOW,
        "exp": NOW + 120,
        "jti": "j",
        "sub": "4711",
        "sid": "s",
        "events": {EVENT: {}},
    }
    return {name: value for name, value in (usual | changes).items() if value is not LEFT_OUT}


def is_good(provider: Provider = CORP, header: dict[str, Any] | None = None, **changes: Any) -> bool:
    try:
        judge(header or HEADER, claims(**changes), provider, NOW)
    except TokenInvalid:
        return False
    return True


def test_a_good_token_says_who_and_what_and_until_when() -> None:
    said = judge(HEADER, claims(), CORP, NOW)

    assert (said.subject, said.sid, said.issued_at) == ("4711", "s", NOW)
    assert said.key.startswith("signal/") and len(said.key) == 7 + 64
    assert said.key != judge(HEADER, claims(jti="k"), CORP, NOW).key
    assert "4711" not in repr(said) and "signal/" not in repr(said)
    (alone,) = [judge(HEADER, claims(sid=LEFT_OUT), CORP, NOW)]
    assert (alone.subject, alone.sid) == ("4711", None)
    assert judge(HEADER, claims(sub=LEFT_OUT), CORP, NOW).subject is None


@pytest.mark.parametrize("changed", [{"issuer": "https://other.example"}, {"client_id": "another"}])
def test_a_jti_is_one_issuers_for_one_client(changed: dict[str, Any]) -> None:
    other = replace(CORP, **changed)
    theirs = judge(HEADER, claims(iss=other.issuer, aud=other.client_id), other, NOW)

    assert theirs.key != judge(HEADER, claims(), CORP, NOW).key


@pytest.mark.parametrize(
    ("expires", "kept"), [(120, 660), (600, 660), (1_000, 1_060), (DAY, DAY + 60), (DAY + 1, DAY + 60), (None, 660)]
)
def test_a_token_is_kept_in_mind_while_it_could_come_again_and_a_day_at_most(expires: int | None, kept: int) -> None:
    exp = LEFT_OUT if expires is None else NOW + expires

    assert judge(HEADER, claims(exp=exp), LENIENT, NOW).kept_until == NOW + kept


@pytest.mark.parametrize(
    ("changes", "strict", "compat"),
    [
        ({"iat": NOW + 60, "exp": NOW + 61}, True, True),
        ({"iat": NOW + 61, "exp": NOW + 62}, False, False),
        ({"iat": NOW - 600, "exp": NOW}, True, True),
        ({"iat": NOW - 601, "exp": NOW - 1}, False, True),
        ({"exp": NOW + 600}, True, True),
        ({"exp": NOW + 601}, False, True),
        ({"iat": NOW - 100, "exp": NOW - 60}, True, True),
        ({"iat": NOW - 100, "exp": NOW - 61}, False, False),
        ({"iat": NOW, "exp": NOW}, True, True),
        ({"iat": NOW, "exp": NOW - 1}, False, False),
        ({"exp": LEFT_OUT}, False, True),
        ({"iat": LEFT_OUT}, False, False),
        ({"nbf": NOW + 60}, True, True),
        ({"nbf": NOW + 61}, False, False),
        ({"iat": NOW + 0.5}, True, True),
        ({"iat": 1, "exp": LEFT_OUT}, False, True),
        ({"iat": 0, "exp": LEFT_OUT}, False, False),
        ({"exp": 99_999_999_999}, False, True),
        ({"exp": 100_000_000_000}, False, False),
        ({"exp": float("inf")}, False, False),
        ({"iat": True}, False, False),
        ({"nbf": None}, False, False),
    ],
)
def test_times_are_good_to_the_second(changes: dict[str, Any], strict: bool, compat: bool) -> None:
    assert (is_good(**changes), is_good(LENIENT, **changes)) == (strict, compat)


@pytest.mark.parametrize(
    ("issued", "said"), [(NOW + 30, NOW), (NOW + 0.5, NOW), (NOW - 0.5, NOW - 1), (NOW - 9, NOW - 9)]
)
def test_nothing_ends_that_is_still_to_come(issued: float, said: int) -> None:
    assert judge(HEADER, claims(iat=issued), CORP, NOW).issued_at == said


@pytest.mark.parametrize(
    ("typ", "strict", "compat"),
    [
        ("logout+jwt", True, True),
        ("Application/Logout+JWT", True, True),
        ("JWT", False, True),
        ("application/jwt", False, True),
        (LEFT_OUT, False, True),
        ("at+jwt", False, False),
        ("", False, False),
        (None, False, False),
        (["logout+jwt"], False, False),
    ],
)
def test_the_kind_is_named(typ: Any, strict: bool, compat: bool) -> None:
    header = {name: value for name, value in (HEADER | {"typ": typ}).items() if value is not LEFT_OUT}

    assert (is_good(header=header), is_good(LENIENT, header=header)) == (strict, compat)


@pytest.mark.parametrize(
    ("changes", "good"),
    [
        ({"kid": LEFT_OUT}, True),
        ({"kid": None}, False),
        ({"kid": 7}, False),
        ({"alg": "RS512"}, False),
        ({"alg": ["RS256"]}, False),
        ({"alg": LEFT_OUT}, False),
        ({"crit": []}, False),
        ({"b64": True}, False),
        ({"cty": "JWT"}, True),
        ({"jku": "https://evil.example"}, True),
    ],
)
def test_a_header_says_no_more_than_it_may(changes: dict[str, Any], good: bool) -> None:
    header = {name: value for name, value in (HEADER | changes).items() if value is not LEFT_OUT}

    assert is_good(header=header) is good


def test_a_provider_may_have_several_algorithms() -> None:
    both = Provider("Corp", "oidc", CORP.issuer, CORP.client_id, algs=("ES256", "RS256"))

    assert all(is_good(both, header=HEADER | {"alg": alg}) for alg in both.algs)


@pytest.mark.parametrize(
    ("changes", "good"),
    [
        *(({"aud": aud}, True) for aud in ("cognito-at-corp", ["cognito-at-corp"], ["cognito-at-corp"] * 2)),
        *(({"aud": aud}, False) for aud in ([], ["cognito-at-corp", "x"], "x", 7, [7], None, {"cognito-at-corp": 1})),
        *(({"iss": iss}, False) for iss in ("https://login.corp.example/", "", None, ["https://login.corp.example"])),
        *(({"events": events}, False) for events in ({}, {EVENT: []}, {EVENT: None}, [EVENT], None, LEFT_OUT)),
        ({"events": {EVENT: {"a": 1}, "b": 2}}, True),
        *(({"nonce": nonce}, False) for nonce in ("n", None, "")),
        ({"sub": "x" * 255}, True),
        ({"sub": "x" * 256}, False),
        ({"sid": "x" * 2_000}, True),
        ({"sid": "x" * 2_001}, False),
        ({"jti": "x" * 2_000}, True),
        ({"jti": "x" * 2_001}, False),
        *(({name: value}, False) for name in ("sub", "sid", "jti") for value in ("", None, 7, ["x"])),
        ({"jti": LEFT_OUT}, False),
        ({"sub": LEFT_OUT, "sid": LEFT_OUT}, False),
    ],
)
def test_claims_are_what_they_must_be(changes: dict[str, Any], good: bool) -> None:
    assert is_good(**changes) is good


@pytest.mark.parametrize(
    ("others", "until", "first", "last"),
    [
        ((), 200, 99, 108),
        ((100_500,), 200, 99, 108),
        ((), 103, 99, 103),
        ((), 100, 99, 100),
        ((), 98, 99, 98),
        ((90_999,), 200, 99, 108),
        ((91_000,), 200, 100, 108),
        ((99_999,), 200, 100, 108),
        ((101_000,), 200, 99, 100),
        ((108_999,), 200, 99, 107),
        ((109_000,), 200, 99, 108),
        ((95_000, 105_000, 103_000), 200, 100, 102),
        ((100_001, 99_000), 100, 100, 100),
    ],
)
def test_a_sign_in_has_the_seconds_that_no_other_has(
    others: tuple[int, ...], until: int, first: int, last: int
) -> None:
    assert window(100_500, others, until) == range(first, last + 1)


@given(st.lists(st.integers(0, 40_000), min_size=2, max_size=6, unique_by=lambda at: at // 1_000))
def test_no_two_sign_ins_of_a_person_share_a_second(times: list[int]) -> None:
    windows = [set(window(at, times, 100)) for at in times]

    assert sum(map(len, windows)) == len(set().union(*windows))
    assert all(at // 1_000 in one for at, one in zip(times, windows, strict=True))


def test_whoever_may_share_a_second_is_looked_for() -> None:
    assert nearby(100_500) == (90_500, 109_500)


@pytest.mark.parametrize(
    ("times", "found"),
    [
        ([], []),
        ([100_500], [(90_500, 109_500)]),
        ([119_500, 100_500], [(90_500, 128_500)]),
        ([100_500, 119_501], [(90_500, 109_500), (109_501, 128_501)]),
        ([100_500, 110_000, 120_000, 900_000], [(90_500, 129_000), (890_000, 909_000)]),
    ],
)
def test_others_are_looked_for_around_each_sign_in_and_not_in_all_the_time_between(
    times: list[int], found: list[tuple[int, int]]
) -> None:
    assert signals.spans(times) == found


def test_who_came_in_too_often_is_cut_off_at_the_token_for_as_long_as_the_sign_ins_would_be() -> None:
    token = Signal(NOW, "4711", "s", "signal/x")

    assert signals.of_whole("mary", 30, token) == Denial("user/mary", NOW, NOW + 32 * DAY, NOW + 31 * DAY)
    (one,) = signals.of_sign_ins("mary", [NOW], 30)
    assert one.expires == NOW + 32 * DAY


def test_sign_ins_are_denied_the_latest_first_and_as_long_as_a_refresh_gives_more() -> None:
    found = signals.of_sign_ins("mary", [100, 102, 100], 30)

    assert found == tuple(Denial(f"sign-in/mary/{one}", None, one + 32 * DAY, one + 32 * DAY) for one in (102, 100))


@pytest.mark.parametrize(("age", "called"), [(0, True), (60, True), (61, False)])
def test_a_user_is_cut_off_at_the_token_and_signed_out_while_it_is_young(age: int, called: bool) -> None:
    token = Signal(NOW - age, "4711", None, "signal/x")

    planned = signals.of_user(MARY, 30, token, NOW, listed=True)

    assert planned.global_call == (AdminUserGlobalSignOut("Corp_mary") if called else None)
    (cut_off,) = planned.denials
    longest = NOW - age + 31 * DAY
    assert cut_off == Denial("user/mary", NOW - age, (NOW - age + DAY if called else longest) + 60, longest, began=None)
    assert signals.of_user(MARY, 30, token, NOW, listed=False).denials == ()


def test_the_whole_is_as_bad_as_its_worst_part() -> None:
    done, failed = LegReport(Leg.OTHER_SESSIONS, Outcome.DONE), LegReport(Leg.REVOCATION_LIST, Outcome.FAILED)
    pending = LegReport(Leg.REVOCATION_LIST, Outcome.PENDING)

    assert Ending((done, failed)).outcome is Outcome.FAILED
    assert Ending((pending, done)).outcome is Outcome.PENDING
    assert Ending((failed, pending)).outcome is Outcome.FAILED
    assert Ending((done,)).outcome is Outcome.DONE
    assert Ending(reason="repeated").outcome is Outcome.NOT_ATTEMPTED


def told(subject: str | None = "4711", sid: str | None = "s", key: str = "signal/x") -> Signal:
    return Signal(NOW, subject, sid, key)


def noted(*hops: Hop, used: str | None = None) -> dict[str, Kept]:
    return {hop.key: Kept(hop.expires, None, hop.sid, used) for hop in hops}


def test_a_hop_of_ours_is_noted_for_five_minutes_without_naming_anybody() -> None:
    person, session = own_hops.opened("Corp/X", "4711", "s", NOW)
    (alone,) = own_hops.opened("Corp/X", "4711", None, NOW)

    assert person.expires == session.expires == alone.expires == NOW + 300
    assert (person.key, person.sid is None, alone.sid) == (alone.key, False, None)
    assert person.key.startswith("hop/Corp%2FX/") and session.key.startswith("hop/Corp%2FX/sid/")
    assert "4711" not in f"{person}{session}{alone}"
    assert session.key.endswith(f"/{person.sid}") and session.sid == person.sid


@pytest.mark.parametrize(
    ("known", "token", "echoes"),
    [
        ("s", told(), True),
        ("s", told(sid="another"), False),
        ("s", told(sid=None), True),
        (None, told(), True),
        ("s", told(subject=None), True),
        ("s", told(subject=None, sid="another"), False),
        (None, told(subject=None), False),
        ("s", told(subject="eve"), False),
    ],
)
def test_a_token_is_an_echo_where_person_and_session_agree(known: str | None, token: Signal, echoes: bool) -> None:
    listed = noted(*own_hops.opened("Corp", "4711", known, NOW))

    found = own_hops.echo("Corp", token, listed, NOW)

    assert (found is not None) is echoes
    assert found in (None, own_hops.key("Corp", token))
    assert own_hops.echo("Other", token, listed, NOW) is None


@pytest.mark.parametrize(
    ("used", "now", "echoes"),
    [("signal/x", NOW, True), ("signal/y", NOW, False), (None, NOW + 299, True), (None, NOW + 300, False)],
)
def test_a_note_answers_one_token_and_in_time(used: str | None, now: int, echoes: bool) -> None:
    listed = noted(*own_hops.opened("Corp", "4711", "s", NOW), used=used)

    assert (own_hops.echo("Corp", told(), listed, now) is not None) is echoes
