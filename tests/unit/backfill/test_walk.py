"""One walk through a pool: page by page, at a pace, each link once, and an end in a sentence where it cannot go on."""

import json
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError
from coordinator.errors import EffectFailed

from local.backfill import walk
from local.backfill.walk import Counts, Walk
from local.errors import LocalError

EXPIRES = 1_802_678_400


class FakePool:
    """ListUsers of so many users: every second comes from the provider, every fourth is linked to another."""

    def __init__(self, users: int) -> None:
        self._users = users
        self.asked: list[dict[str, Any]] = []

    def list_users(self, **asked: Any) -> dict[str, Any]:
        """Give a page; as at Cognito, one may be empty, and not be the last."""
        self.asked.append(asked)
        first = int(asked.get("PaginationToken", 0))
        if first == asked["Limit"] and len(self.asked) == 2:
            return {"Users": [], "PaginationToken": str(first)}
        after = min(first + asked["Limit"], self._users)
        answer = {"Users": [self._user(number) for number in range(first, after)]}
        return answer | ({"PaginationToken": str(after)} if after < self._users else {})

    def _user(self, number: int) -> dict[str, Any]:
        if number % 2:
            return {"Username": f"user-{number}", "Attributes": [{"Name": "sub", "Value": f"sub-{number}"}]}
        identities = json.dumps([{"providerName": "Corp", "userId": str(number)}])
        name = f"Corp_{number}" if number % 4 else f"user-{number}"
        return {"Username": name, "Attributes": [{"Name": "identities", "Value": identities}]}


class FakeLinks:
    """Takes links, after it has failed as often as it is told."""

    def __init__(self, *failures: EffectFailed) -> None:
        self._failures = list(failures)
        self.kept: dict[tuple[str, str], tuple[str, int]] = {}

    def link(self, provider: str, subject: str, username: str, expires: int) -> None:
        """Keep it."""
        if self._failures:
            raise self._failures.pop()
        assert (provider, subject) not in self.kept
        self.kept[provider, subject] = (username, expires)


def nothing(counts: Counts) -> None:
    """Show nothing."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing that nobody waits for here."""
    monkeypatch.setattr(walk, "PER_SECOND", 1_000_000.0)
    monkeypatch.setattr(walk, "PAUSES", (0.0, 0.0, 0.0))


def test_all_ten_thousand_users_are_seen_and_the_linked_ones_written() -> None:
    pool, links = FakePool(10_000), FakeLinks()

    counts = Walk(pool, "eu-central-1_A", links, EXPIRES).run(nothing)

    assert counts == Counts(users=10_000, federated=5_000, linked=2_500, links=2_500)
    assert links.kept == {("Corp", str(number)): (f"user-{number}", EXPIRES) for number in range(0, 10_000, 4)}
    assert {(asked["UserPoolId"], asked["Limit"]) for asked in pool.asked} == {("eu-central-1_A", 60)}


def test_to_count_writes_nothing() -> None:
    assert Walk(FakePool(100), "eu-central-1_A", None, EXPIRES).run(nothing).links == 25


def test_pages_are_asked_for_at_a_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "PER_SECOND", 50.0)
    began = time.monotonic()

    Walk(FakePool(300), "eu-central-1_A", None, EXPIRES).run(nothing)

    assert time.monotonic() - began >= 5 / 50


def test_how_far_it_has_come_is_shown_after_each_page() -> None:
    seen: list[int] = []

    Walk(FakePool(130), "eu-central-1_A", FakeLinks(), EXPIRES).run(lambda counts: seen.append(counts.users))

    assert seen == [60, 60, 120, 130]


def test_a_write_that_was_throttled_is_tried_again() -> None:
    links = FakeLinks(*(EffectFailed("throttled", retryable=True) for _ in range(3)))

    assert Walk(FakePool(1), "eu-central-1_A", links, EXPIRES).run(nothing).links == 1


@pytest.mark.parametrize(
    ("failures", "kind"),
    [
        ([EffectFailed("throttled", retryable=True)] * 4, "throttled"),
        ([EffectFailed("AccessDeniedException", retryable=False)], "AccessDeniedException"),
    ],
)
def test_a_table_that_takes_nothing_is_said_in_a_sentence(failures: list[EffectFailed], kind: str) -> None:
    with pytest.raises(LocalError, match=rf"^The table of sign-ins cannot be written \({kind}\)\.$"):
        Walk(FakePool(1), "eu-central-1_A", FakeLinks(*failures), EXPIRES).run(nothing)


def test_a_pool_that_may_not_be_read_is_said_in_a_sentence() -> None:
    class Closed:
        def list_users(self, **_: Any) -> dict[str, Any]:
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "ListUsers")

    with pytest.raises(LocalError, match=r"^AWS refuses ListUsers: no$"):
        Walk(Closed(), "eu-central-1_A", FakeLinks(), EXPIRES).run(nothing)


def test_whose_identities_cannot_be_read_is_named_by_the_sub_alone() -> None:
    class Odd:
        def list_users(self, **_: Any) -> dict[str, Any]:
            attributes = [{"Name": "sub", "Value": "sub-1"}, {"Name": "identities", "Value": "{"}]
            return {"Users": [{"Username": "mary@example.com", "Attributes": attributes}]}

    assert Walk(Odd(), "eu-central-1_A", FakeLinks(), EXPIRES).run(nothing) == Counts(users=1, unreadable=["sub-1"])
