"""A decorator for views, whether they are given their request or not: Flask's, Powertools', a bare Lambda handler."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from coordinator.core.model import Claims

from logout_guard.errors import GuardError
from logout_guard.replies import Reply, reply_to

_CURRENT: ContextVar[Claims] = ContextVar("current_claims")


def current_claims() -> Claims:
    """Return the claims of the token that this request came with; raises LookupError where no guard stands before."""
    return _CURRENT.get()


@contextmanager
def as_current(claims: Claims) -> Iterator[None]:
    """Answer `current_claims` with these."""
    before = _CURRENT.set(claims)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def required[**P, T](
    check_header: Callable[[str | None], Claims],
    authorization: Callable[P, str | None],
    refused: Callable[[Reply], Any],
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return the decorator of Guard.required."""

    def decorate(view: Callable[P, T]) -> Callable[P, T]:
        if inspect.iscoroutinefunction(view):
            raise TypeError("a guard waits for keys and table: put GuardMiddleware before asynchronous views")

        @wraps(view)
        def guarded(*arguments: P.args, **named: P.kwargs) -> T:
            header = authorization(*arguments, **named)
            try:
                claims = check_header(header)
            except GuardError as error:
                answer: T = refused(reply_to(error, header))
                return answer
            with as_current(claims):
                return view(*arguments, **named)

        return guarded

    return decorate
