"""The store of sign-ins against moto's DynamoDB: who came in when and through what, and no secret in plain text."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from coordinator.adapters.seals import Seals
from coordinator.adapters.sign_ins import SignInStore
from coordinator.core.sign_ins import SignIn
from coordinator.errors import EffectFailed
from moto import mock_aws

from tests.adapters.clock import Clock
from tests.adapters.loopback import Loopback, reply
from tests.adapters.tables import by_our_transport, create_table

NOW = 1_800_000_000_000
"""The clock's time in ms."""
LATER = 1_800_086_400
"""A day later in s."""
KEY, NEWER = (secrets.token_urlsafe(32) for _ in range(2))


def sign_in(at: int = NOW, subject: str = "mary-at-corp", username: str = "mary", **secret: str | None) -> SignIn:
    known = {"sid": "session-1", "login_hint": "mary@corp", "id_token": "header.payload.signature"} | secret
    return SignIn("Corp", subject, username, "1example23456789", at, **known)


def bare(one: SignIn) -> SignIn:
    return SignIn(one.provider, one.subject, one.username, one.client_id, one.at)


@pytest.fixture
def clock() -> Clock:
    """The time of this test."""
    return Clock()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[SignInStore]:
    """The table as the template makes it, and our adapter, whose requests reach moto by our own transport."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        create_table("SignInsTable", "sign-ins")
        yield opened(clock)


def opened(clock: Clock, *keys: str) -> SignInStore:
    adapter = SignInStore("sign-ins", Seals(keys or (KEY,), clock), clock)
    by_our_transport(adapter._dynamodb)
    return adapter


def items() -> list[dict[str, Any]]:
    return list(boto3.client("dynamodb").scan(TableName="sign-ins")["Items"])


def test_the_last_sign_in_up_to_a_time_is_told_with_its_secrets(store: SignInStore) -> None:
    for at in (NOW - 5_000, NOW):
        store.keep(sign_in(at, sid=f"session of {at}"), LATER)

    assert store.latest("Corp", "mary-at-corp", NOW - 5_001) is None
    assert store.latest("Corp", "mary-at-corp", NOW - 5_000) == sign_in(NOW - 5_000, sid=f"session of {NOW - 5_000}")
    assert store.latest("Corp", "mary-at-corp", NOW - 1) == sign_in(NOW - 5_000, sid=f"session of {NOW - 5_000}")
    assert store.latest("Corp", "mary-at-corp", NOW) == sign_in(sid=f"session of {NOW}")
    assert store.latest("Corp", "MARY-at-corp", NOW) is None
    assert store.latest("Other", "mary-at-corp", NOW) is None


def test_no_secret_lies_in_plain_text_and_a_session_in_no_key(store: SignInStore) -> None:
    store.keep(sign_in(), LATER)
    kept = json.dumps(items())

    assert not [one for one in ("session-1", "mary@corp", "header.payload") if one in kept]


def test_a_sign_in_without_any_secret_is_kept_for_its_time(store: SignInStore) -> None:
    plain = bare(sign_in(username="Corp_mary-at-corp"))
    store.keep(plain, LATER)

    assert store.latest("Corp", "mary-at-corp", NOW) == plain
    assert [item["id"]["S"] for item in items()] == ["user/Corp/mary-at-corp"]


def test_all_that_came_in_through_a_session_is_told_in_order_and_nothing_of_another(store: SignInStore) -> None:
    for at, sid in ((NOW, "session-1"), (NOW - 9_000, "session-1"), (NOW - 5_000, "session-2")):
        store.keep(sign_in(at, sid=sid), LATER)

    assert store.through("Corp", "session-1") == (bare(sign_in(NOW - 9_000)), bare(sign_in(NOW)))
    assert store.through("Corp", "session-3") == store.through("Other", "session-1") == ()


def test_of_a_session_with_thousands_of_sign_ins_the_latest_are_told(
    store: SignInStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordinator.adapters.sign_ins.MOST_TOLD", 2)
    for at in (NOW - 3, NOW, NOW - 1, NOW - 2):
        store.keep(sign_in(at), LATER)

    assert [one.at for one in store.through("Corp", "session-1")] == [NOW - 1, NOW]


def test_times_between_two_include_both(store: SignInStore) -> None:
    for at in (NOW - 2, NOW - 1, NOW, NOW + 1):
        store.keep(sign_in(at), LATER)

    assert store.between("Corp", "mary-at-corp", NOW - 1, NOW) == (NOW - 1, NOW)
    assert store.between("Corp", "mary-at-corp", NOW + 2, NOW + 9) == ()


def test_pages_of_an_answer_are_read_to_the_end(store: SignInStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(NOW, NOW + 5):
        store.keep(sign_in(at), LATER)
    call = store._dynamodb.call
    monkeypatch.setattr(store._dynamodb, "call", lambda operation, **rest: call(operation, **{**rest, "Limit": 2}))

    assert store.between("Corp", "mary-at-corp", NOW, NOW + 9) == tuple(range(NOW, NOW + 5))


def test_what_has_expired_does_not_count_though_it_is_still_there(store: SignInStore, clock: Clock) -> None:
    store.keep(sign_in(), LATER)
    clock.now = LATER - 1
    assert store.latest("Corp", "mary-at-corp", NOW) == sign_in()

    clock.now = LATER
    assert store.latest("Corp", "mary-at-corp", NOW) is None
    assert (store.through("Corp", "session-1"), store.between("Corp", "mary-at-corp", 0, NOW)) == ((), ())
    assert store.username("Corp", "mary-at-corp") is None
    assert len(items()) == 3


def test_a_name_of_its_own_is_remembered_and_the_usual_one_leaves_what_the_pool_has_told(store: SignInStore) -> None:
    assert store.username("Corp", "mary-at-corp") is None

    store.link("Corp", "mary-at-corp", "mary", LATER)
    store.keep(sign_in(username="Corp_mary-at-corp"), LATER)
    assert store.username("Corp", "mary-at-corp") == "mary"

    store.keep(sign_in(username="maria"), LATER)
    assert store.username("Corp", "mary-at-corp") == "maria"


@pytest.mark.parametrize(("expires", "stays"), [(LATER - 1, "mary"), (LATER, "mary"), (LATER + 1, "maria")])
def test_a_link_never_takes_the_place_of_a_newer_one(store: SignInStore, expires: int, stays: str) -> None:
    store.keep(sign_in(), LATER)
    store.link("Corp", "mary-at-corp", "maria", expires)

    assert store.username("Corp", "mary-at-corp") == stays


def test_what_was_sealed_for_one_sign_in_says_nothing_in_anothers_place(store: SignInStore) -> None:
    store.keep(sign_in(), LATER)
    store.keep(sign_in(subject="eve-at-corp", id_token="of.eve.herself"), LATER)
    sealed = {item["id"]["S"]: item["sealed"] for item in items() if "sealed" in item}
    moved = {"id": {"S": "user/Corp/mary-at-corp"}, "at": {"N": str(NOW)}}
    boto3.client("dynamodb").update_item(
        TableName="sign-ins",
        Key=moved,
        UpdateExpression="SET sealed = :sealed",
        ExpressionAttributeValues={":sealed": sealed["user/Corp/eve-at-corp"]},
    )

    assert store.latest("Corp", "mary-at-corp", NOW) == bare(sign_in())


def test_a_rotation_keeps_what_was_sealed_until_the_old_key_goes_and_the_time_beyond(
    store: SignInStore, clock: Clock
) -> None:
    store.keep(sign_in(), LATER)

    assert opened(clock, KEY, NEWER).latest("Corp", "mary-at-corp", NOW) == sign_in()
    assert opened(clock, NEWER).latest("Corp", "mary-at-corp", NOW) == bare(sign_in())


def test_a_providers_name_cannot_run_into_the_persons(store: SignInStore, clock: Clock) -> None:
    store.keep(SignIn("A/B", "c", "A/B_c", "client", NOW), LATER)

    assert store.latest("A", "B/c", NOW) is None
    assert store.latest("A/B", "c", NOW) == SignIn("A/B", "c", "A/B_c", "client", NOW)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"{}", "unreadable_answer"),
        (b'{"UnprocessedItems": {"sign-ins": [{"DeleteRequest": {"Key": {}}}]}}', "throttled"),
    ],
)
def test_what_was_not_written_is_not_kept(
    server: Loopback, monkeypatch: pytest.MonkeyPatch, clock: Clock, answer: bytes, kind: str
) -> None:
    served(server, monkeypatch, answer)

    with pytest.raises(EffectFailed) as failed:
        SignInStore("sign-ins", Seals([KEY], clock), clock).keep(sign_in(), LATER)

    assert (failed.value.kind, failed.value.retryable) == (kind, True)


@pytest.mark.parametrize(
    "answer",
    [
        b"{}",
        b'{"Items": [{}]}',
        b'{"Items": [{"expires": {"N": "1900000000"}}]}',
        b'{"Items": [{"expires": {"N": "1900000000"}, "username": {"S": "mary"}, "at": {"S": "now"}}]}',
    ],
)
def test_half_an_answer_is_not_taken_for_an_empty_table(
    server: Loopback, monkeypatch: pytest.MonkeyPatch, clock: Clock, answer: bytes
) -> None:
    served(server, monkeypatch, answer)

    with pytest.raises(EffectFailed) as failed:
        SignInStore("sign-ins", Seals([KEY], clock), clock).through("Corp", "session-1")

    assert (failed.value.kind, failed.value.retryable) == ("unreadable_answer", True)


@pytest.mark.parametrize(
    ("answer", "status", "kind"),
    [(b"{}", 200, "unreadable_answer"), (b'{"__type": "a#ThrottlingException"}', 400, "throttled")],
)
def test_a_link_that_was_not_written_is_no_newer_one(
    server: Loopback, monkeypatch: pytest.MonkeyPatch, clock: Clock, answer: bytes, status: int, kind: str
) -> None:
    served(server, monkeypatch, answer, status)

    with pytest.raises(EffectFailed) as failed:
        SignInStore("sign-ins", Seals([KEY], clock), clock).link("Corp", "mary-at-corp", "mary", LATER)

    assert failed.value.kind == kind


def served(server: Loopback, monkeypatch: pytest.MonkeyPatch, body: bytes, status: int = 200) -> None:
    """Let AWS be the server, which always answers this."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.base)
    server.behaviour = reply(status, body, "application/x-amz-json-1.0")
