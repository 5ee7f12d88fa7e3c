"""Walks the pool once, page by page and at a pace, and writes who of its users is who at a provider."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from coordinator.errors import EffectFailed

from local.backfill.users import Linked, told
from local.errors import LocalError
from local.stack import in_a_sentence

PER_SECOND = 5.0
"""Pages of ListUsers, of the 30 that Cognito allows an account (Service Quotas, "Rate of UserList requests")."""
PAGE = 60
"""Users of one page at most (API reference, ListUsers)."""
WORKERS = 8
PAUSES = (0.2, 0.8, 3.2)
"""Seconds before a write is tried again."""


class Links(Protocol):
    """The store of sign-ins, as far as it is written here; raises EffectFailed."""

    def link(self, provider: str, subject: str, username: str, expires: int) -> None:
        """Write which user of the pool a person is, unless something newer is known."""


@dataclass(slots=True)
class Counts:
    """How many users were seen, come from providers, are linked to whom their name does not tell; and how many links.

    `unreadable` are the `sub`s of users of whom an identity could not be read: nobody knows from it who they are.
    """

    users: int = 0
    federated: int = 0
    linked: int = 0
    links: int = 0
    unreadable: list[str] = field(default_factory=list)


class Walk:
    """One run. `store` is None where nothing is to be written. A run that was ended may begin anew at any time."""

    def __init__(self, cognito: Any, pool_id: str, store: Links | None, expires: int) -> None:
        self._cognito, self._pool_id = cognito, pool_id
        self._store, self._expires = store, expires
        self.counts = Counts()

    def run(self, show: Callable[[Counts], None]) -> Counts:
        """Walk the whole pool, and show how far it has come after each page. Raises LocalError."""
        with ThreadPoolExecutor(WORKERS) as workers:
            for page in self._pages():
                self._write(workers, self._read(page))
                show(self.counts)
        return self.counts

    def _pages(self) -> Iterator[Sequence[dict[str, Any]]]:
        asked: dict[str, Any] = {"UserPoolId": self._pool_id, "Limit": PAGE}
        while True:
            began = time.monotonic()
            with in_a_sentence():
                answer = self._cognito.list_users(**asked)
            yield answer.get("Users", [])
            if not answer.get("PaginationToken"):
                return
            asked["PaginationToken"] = answer["PaginationToken"]
            time.sleep(max(0.0, began + 1 / PER_SECOND - time.monotonic()))

    def _read(self, page: Sequence[dict[str, Any]]) -> list[Linked]:
        found = [told(user) for user in page]
        self.counts.users += len(found)
        self.counts.federated += sum(one.comes_from_providers for one in found)
        self.counts.linked += sum(bool(one.links) for one in found)
        self.counts.unreadable += [one.sub for one in found if one.unreadable]
        return [link for one in found for link in one.links]

    def _write(self, workers: ThreadPoolExecutor, links: Sequence[Linked]) -> None:
        if self._store is None:
            self.counts.links += len(links)
            return
        for _ in workers.map(partial(_link, self._store, self._expires), links):
            self.counts.links += 1


def _link(store: Links, expires: int, one: Linked) -> None:
    for pause in (*PAUSES, None):
        try:
            return store.link(one.provider, one.subject, one.username, expires)
        except EffectFailed as error:
            if pause is None or not error.retryable:
                raise LocalError(f"The table of sign-ins cannot be written ({error.kind}).") from error
            time.sleep(pause)
    return None
