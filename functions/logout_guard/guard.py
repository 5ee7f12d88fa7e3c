"""One set of rules for the authorizer and for services of one's own: is this access token good for a call?"""

import logging
import re
import time
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Literal

from coordinator.adapters.keys import Keys
from coordinator.adapters.revocation_list import RevocationList
from coordinator.adapters.tokens import PoolTokens
from coordinator.core import admission, denials
from coordinator.core.admission import LONGEST_CACHE, Refusal
from coordinator.core.denials import Kept
from coordinator.core.model import Claims
from coordinator.deadline import Deadline, side_by_side
from coordinator.errors import CoordinatorError, EffectFailed, TokenInvalid

from logout_guard import views
from logout_guard.errors import GuardUnavailable, TokenRefused
from logout_guard.memory import Answer, Memory
from logout_guard.replies import Reply

_log = logging.getLogger("logout_guard").warning

type WhenDown = Literal["closed", "open"]

BEARER = re.compile(r"(?:Bearer +)?([A-Za-z0-9._~+/=-]+)", re.IGNORECASE)
"""RFC 6750 section 2.1; without the scheme, too, as API Gateway's own authorizers take it."""
AT_HAND_SECONDS = 0.2
"""For a signature whose key is there already."""


def token_in(authorization: str | None) -> str | None:
    """Return the token of an `Authorization` header; None when there is no such one."""
    found = BEARER.fullmatch(authorization.strip()) if authorization else None
    return found[1] if found else None


def _now() -> float:
    """Looked up at each call: SnapStart and tests move the clock under a guard that is already made."""
    return time.time()


class Guard:
    """Verifies access tokens of one user pool, and refuses those of ended sessions. Safe to share among threads."""

    def __init__(
        self,
        user_pool_id: str,
        client_ids: Collection[str],
        table: str,
        *,
        issuer: str | None = None,
        jwks_url: str | None = None,
        cache_seconds: float = 0,
        when_down: WhenDown = "closed",
        notice: Callable[[str], None] = _log,
        clock: Callable[[], float] = _now,
    ) -> None:
        """Believe tokens of the pool for one of `client_ids`, unless `table`, the revocation list, has their session.

        For `cache_seconds` a token that was not on the list passes unasked: so much later a sign-out is heard of.
        Without the list, `closed` refuses every user's token, `open` lets all pass that are otherwise good. `notice` is
        told, by name, of what somebody should count; where nothing is said it logs. Raises ValueError for a value that
        cannot be, TypeError for client ids that are one text.
        """
        if isinstance(client_ids, str):
            raise TypeError("client_ids is a collection of client ids")
        if not 0 <= cache_seconds <= LONGEST_CACHE or when_down not in ("closed", "open"):
            raise ValueError(f"cache_seconds must be from 0 to {LONGEST_CACHE}, when_down closed or open")
        region = user_pool_id.partition("_")[0]
        of_pool = issuer or f"https://cognito-idp.{region}.amazonaws.com/{user_pool_id}"
        keys = Keys(jwks_url or f"{of_pool}/.well-known/jwks.json", clock)
        self._tokens = PoolTokens(of_pool, client_ids, keys, clock)
        self._list = RevocationList(table, read_often=True)
        self._memory = Memory()
        self._cache_seconds = cache_seconds
        self._when_down = when_down
        self._notice = notice
        self._clock = clock

    def check(self, token: str | None) -> Claims:
        """Return the claims of an access token that is good for a call.

        Raises TokenRefused, or GuardUnavailable when nobody can tell: two seconds are for the keys, two for the list.
        """
        if not token:
            raise TokenRefused(Refusal.INVALID)
        claims = self._verified(token)
        refused = admission.refusal(claims, self._listed(claims), int(self._clock()))
        if refused is Refusal.ENDED:
            self._notice("ended_token_refused")
        if refused is not None:
            raise TokenRefused(refused)
        return claims

    def check_header(self, authorization: str | None) -> Claims:
        """The same for the value of an `Authorization` header."""
        return self.check(token_in(authorization))

    def required[**P, T](
        self, *, authorization: Callable[P, str | None], refused: Callable[[Reply], Any]
    ) -> Callable[[Callable[P, T]], Callable[P, T]]:
        """Return a decorator that lets nobody to a view without a good access token.

        `authorization`, given the view's arguments, returns the header; `refused` makes the framework's answer out of a
        Reply. Raises TypeError for an asynchronous view, which belongs behind GuardMiddleware.
        """
        return views.required(self.check_header, authorization, refused)

    def _verified(self, token: str) -> Claims:
        verify = partial(self._tokens.verify, token, "access")
        (found,) = side_by_side([verify], Deadline())
        if isinstance(found, EffectFailed):
            # Keys that it waited for in vain: perhaps it is one of the old ones, which stay good.
            (found,) = side_by_side([verify], Deadline(AT_HAND_SECONDS))
        if isinstance(found, Claims):
            return found
        if isinstance(found, TokenInvalid):
            raise TokenRefused(Refusal.INVALID)
        self._notice("keys_unavailable")
        raise GuardUnavailable("keys_unavailable") from found

    def _listed(self, claims: Claims) -> Mapping[str, Kept]:
        """Return what the list has about a token: what it has, it keeps, so that an old refusal is still one."""
        keys, now = denials.keys(claims), self._clock()
        if not keys or claims.expires <= now:
            return {}
        known = self._memory.get(keys)
        if known and (
            known.is_fresh(now, self._cache_seconds) or admission.refusal(claims, known.listed, int(now)) is not None
        ):
            return known.listed
        self._list.make_ready()
        (found,) = side_by_side([partial(self._list.listed, keys)], Deadline())
        if not isinstance(found, CoordinatorError):
            self._memory.put(keys, Answer(found, now))
            return found
        self._notice("list_unavailable")
        if self._when_down == "closed":
            raise GuardUnavailable("list_unavailable") from found
        return {}
