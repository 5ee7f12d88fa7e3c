"""The revocation list against moto's DynamoDB: what is written never says less than what was there."""

from collections.abc import Callable, Iterator

import pytest
from coordinator.adapters.revocation_list import RevocationList
from coordinator.core.denials import Denial, Hop, Kept
from coordinator.errors import EffectFailed
from moto import mock_aws

from tests.adapters.loopback import Loopback, reply
from tests.adapters.tables import revocation_list

NOW = 1_800_000_000


def session(expires: int = NOW) -> Denial:
    return Denial("session/s", None, expires, expires)


def cut_off(second: int, expires: int = NOW, began: int | None = None) -> Denial:
    return Denial("user/mary", second, expires, expires, began)


@pytest.fixture
def listing(monkeypatch: pytest.MonkeyPatch) -> Iterator[RevocationList]:
    """The table as the template makes it, and our adapter, whose requests reach moto by our own transport."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        yield revocation_list()


def kept(listing: RevocationList, key: str) -> Kept | None:
    return listing.listed([key]).get(key)


def test_a_session_is_on_the_list_once_it_is_written(listing: RevocationList) -> None:
    assert kept(listing, "session/s") is None

    listing.deny(session(NOW + 9))

    assert listing.listed(["session/s", "user/mary"]) == {"session/s": Kept(NOW + 9)}


@pytest.mark.parametrize(("second", "stays"), [(NOW + 1, NOW + 1), (NOW, NOW), (NOW - 1, NOW)])
def test_a_session_stays_as_long_as_any_writing_said(listing: RevocationList, second: int, stays: int) -> None:
    listing.deny(session(NOW))
    listing.deny(session(second))

    assert kept(listing, "session/s") == Kept(stays)


@pytest.mark.parametrize(
    ("later", "stays"),
    [
        (cut_off(NOW + 1, NOW + 5), Kept(NOW + 5, NOW + 1)),
        (cut_off(NOW, NOW + 99), Kept(NOW + 99, NOW)),
        (cut_off(NOW, NOW + 5), Kept(NOW + 9, NOW)),
        (cut_off(NOW - 1, NOW + 99), Kept(NOW + 9, NOW)),
    ],
)
def test_an_older_or_repeated_request_moves_no_cut_off(listing: RevocationList, later: Denial, stays: Kept) -> None:
    listing.deny(cut_off(NOW, NOW + 9))
    listing.deny(later)

    assert kept(listing, "user/mary") == stays


@pytest.mark.parametrize(("began", "stays"), [(NOW + 1, NOW + 5), (NOW, NOW), (NOW - 1, NOW), (0, NOW)])
def test_a_token_that_the_cut_off_has_ended_moves_it_no_more(listing: RevocationList, began: int, stays: int) -> None:
    listing.deny(cut_off(NOW, began=NOW - 60))
    listing.deny(cut_off(NOW + 5, NOW + 9, began=began))

    assert kept(listing, "user/mary") == Kept(NOW + 9 if stays > NOW else NOW, stays)


def test_the_request_that_made_a_cut_off_can_prolong_it(listing: RevocationList) -> None:
    listing.deny(cut_off(NOW, began=NOW - 60))
    listing.deny(cut_off(NOW, NOW + 9, began=NOW - 60))

    assert kept(listing, "user/mary") == Kept(NOW + 9, NOW)


def test_the_first_to_claim_is_the_only_one(listing: RevocationList) -> None:
    assert listing.claim("claim/id-1/0", NOW) is True
    assert listing.claim("claim/id-1/0", NOW + 9) is False
    assert listing.claim("claim/id-1/1", NOW) is True
    assert kept(listing, "claim/id-1/0") == Kept(NOW)


def test_asked_for_nothing_it_asks_nobody() -> None:
    assert RevocationList("none").listed([]) == {}


def test_a_table_that_is_not_there_is_no_success(listing: RevocationList) -> None:
    adapter = RevocationList("another")
    adapter._dynamodb = listing._dynamodb

    for act in (
        lambda: adapter.deny(session()),
        lambda: adapter.listed(["session/s"]),
        lambda: adapter.claim("claim/id-1/0", NOW),
    ):
        with pytest.raises(EffectFailed) as failed:
            act()
        assert (failed.value.kind, failed.value.retryable) == ("ResourceNotFoundException", False)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"{}", "unreadable_answer"),
        (b"<!doctype html>", "unreadable_answer"),
        (b'{"Attributes": {}}', "unreadable_answer"),
    ],
)
def test_a_write_that_nobody_confirmed_is_tried_again(
    server: Loopback, monkeypatch: pytest.MonkeyPatch, answer: bytes, kind: str
) -> None:
    served(server, monkeypatch, answer)

    with pytest.raises(EffectFailed) as failed:
        RevocationList("revocations").deny(session())

    assert (failed.value.kind, failed.value.retryable) == (kind, True)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"{}", "unreadable_answer"),
        (b'{"Responses": {"another": []}}', "unreadable_answer"),
        (b'{"Responses": {"revocations": [{"id": {"S": "session/s"}}]}}', "unreadable_answer"),
        (b'{"Responses": {"revocations": []}, "UnprocessedKeys": {"revocations": {"Keys": []}}}', "throttled"),
    ],
)
def test_half_an_answer_is_not_taken_for_an_empty_list(
    server: Loopback, monkeypatch: pytest.MonkeyPatch, answer: bytes, kind: str
) -> None:
    served(server, monkeypatch, answer)

    with pytest.raises(EffectFailed) as failed:
        RevocationList("revocations").listed(["session/s"])

    assert (failed.value.kind, failed.value.retryable) == (kind, True)


@pytest.mark.parametrize("code", ["ThrottlingException", "ProvisionedThroughputExceededException"])
def test_a_table_that_throttles_is_tried_again(server: Loopback, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    served(server, monkeypatch, b'{"__type": "com.amazonaws.dynamodb.v20120810#' + code.encode() + b'"}', 400)

    with pytest.raises(EffectFailed) as failed:
        RevocationList("revocations").deny(session())

    assert (failed.value.kind, failed.value.retryable) == ("throttled", True)


def served(server: Loopback, monkeypatch: pytest.MonkeyPatch, body: bytes, status: int = 200) -> None:
    """Let AWS be the server, which always answers this."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.base)
    server.behaviour = reply(status, body, "application/x-amz-json-1.0")


def test_a_hop_is_noted_with_its_session_where_that_is_known(listing: RevocationList) -> None:
    listing.note(Hop("hop/a", NOW + 300, "hashed"))
    listing.note(Hop("hop/b", NOW + 300))

    assert listing.listed(["hop/a", "hop/b"]) == {
        "hop/a": Kept(NOW + 300, None, "hashed"),
        "hop/b": Kept(NOW + 300),
    }


def test_a_note_answers_one_token_again_and_again_and_no_other(listing: RevocationList) -> None:
    assert not listing.use("hop/a", "signal/x"), "there is none"
    listing.note(Hop("hop/a", NOW + 300))

    assert listing.use("hop/a", "signal/x")
    assert listing.use("hop/a", "signal/x")
    assert not listing.use("hop/a", "signal/y")
    assert kept(listing, "hop/a") == Kept(NOW + 300, None, None, "signal/x")


def test_a_later_hop_is_a_new_note_and_forgets_the_session_of_the_first(listing: RevocationList) -> None:
    listing.note(Hop("hop/a", NOW + 300, "hashed"))
    listing.use("hop/a", "signal/x")
    listing.note(Hop("hop/a", NOW + 400))

    assert kept(listing, "hop/a") == Kept(NOW + 400)
    assert listing.use("hop/a", "signal/y")


def test_a_table_that_is_not_there_fails_notes_as_it_fails_denials(listing: RevocationList) -> None:
    listing._table = "none"
    works: list[Callable[[], object]] = [
        lambda: listing.note(Hop("hop/a", NOW)),
        lambda: listing.use("hop/a", "signal/x"),
    ]
    for work in works:
        with pytest.raises(EffectFailed):
            work()
