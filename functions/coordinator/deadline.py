"""One deadline for all that a request waits for: calls run side by side, and their sockets close when it is over."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from queue import SimpleQueue
from socket import SHUT_RDWR, socket
from typing import ClassVar

from coordinator.errors import CoordinatorError, EffectFailed

REQUEST_SECONDS = 3.0
CALL_SECONDS = 2.0
CONNECT_SECONDS = 1.0


class Deadline:
    """The moment, on the monotonic clock, at which a request stops waiting."""

    def __init__(self, seconds: float = REQUEST_SECONDS) -> None:
        """Start now and end in `seconds`."""
        self.ends = time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds that are left, never below zero."""
        return max(0.0, self.ends - time.monotonic())

    def before(self, seconds: float) -> "Deadline":
        """Return a deadline that ends `seconds` earlier, for what must leave time to something else."""
        return Deadline(max(0.0, self.remaining() - seconds))


class _Worker:
    """A thread that does one piece of work after another: starting one for each call costs as much as half a call."""

    idle: ClassVar[list["_Worker"]] = []

    def __init__(self) -> None:
        self._works: SimpleQueue[Callable[[], None]] = SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()

    @classmethod
    def start(cls, work: Callable[[], None]) -> None:
        """Have `work` done at once, by an idle thread or a new one: nothing waits behind a call that hangs."""
        try:
            worker = cls.idle.pop()
        except IndexError:
            worker = cls()
        worker._works.put(work)

    def _run(self) -> None:
        while True:
            self._works.get()()
            self.idle.append(self)


os.register_at_fork(after_in_child=_Worker.idle.clear)  # threads stay behind, and work given to one would never be done


class Call[T]:
    """One call in a thread of its own, which the deadline ends by closing the sockets that it opened.

    Socket timeouts bound the wait for each piece of an answer, not for the whole: a server that sends a byte a
    second would hold us for ever. The thread is a daemon because a name resolution cannot be interrupted; when
    such a one ends later, `adopt` refuses its socket, so that nothing acts after the answer has gone out.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        """Start `work` at once."""
        self._work = work
        self._lock = threading.Lock()
        self._sockets: list[socket] = []
        self._aborted = False
        self._value: T | None = None
        self._error: BaseException | None = None
        self._running = threading.Lock()
        self._running.acquire()
        _Worker.start(self._run)

    def _run(self) -> None:
        _CURRENT.set(self.adopt)
        try:
            self._value = self._work()
        except BaseException as error:
            self._error = error
        finally:
            _CURRENT.set(None)  # the thread lives on, and must keep neither this call nor its tokens
            self._running.release()

    def adopt(self, connected: socket) -> None:
        """Keep a handle on a socket that this call opened; raises TimeoutError when the call is over."""
        with self._lock:
            if self._aborted:
                connected.close()
                raise TimeoutError
            # A handle of its own: TLS detaches the socket that it wraps, the connection beneath stays the same.
            self._sockets.append(connected.dup())

    def result(self, seconds: float) -> T | CoordinatorError:
        """Return what the call returned or raised of ours; EffectFailed for what took too long or was unforeseen."""
        late = not self._running.acquire(timeout=seconds)
        self._abort()
        if late:
            return EffectFailed("timeout", retryable=True)
        if isinstance(self._error, CoordinatorError):
            return self._error
        if self._error is not None:
            # A guard of its own for each call: what nobody foresaw in one must not stop the others.
            return EffectFailed(f"unexpected_{type(self._error).__name__}", retryable=False)
        return self._value  # type: ignore[return-value]  # T may well include None

    def _abort(self) -> None:
        with self._lock:
            self._aborted = True
            for opened in self._sockets:
                with suppress(OSError):  # the other side was quicker
                    opened.shutdown(SHUT_RDWR)
                opened.close()
            self._sockets.clear()


_CURRENT: ContextVar[Callable[[socket], None] | None] = ContextVar("current_call", default=None)


def adopt(connected: socket) -> None:
    """Tell the call that runs in this thread, if any, of a socket that it opened."""
    take = _CURRENT.get()
    if take is not None:
        take(connected)


def meanwhile(work: Callable[[], None]) -> None:
    """Have `work` done without waiting for it; it neither raises nor acts upon anything."""
    _Worker.start(work)


def side_by_side[T](
    works: Sequence[Callable[[], T]], deadline: Deadline, at_most: float | None = None
) -> list[T | CoordinatorError]:
    """Run all `works` at the same time; return their results, or the error of ours that each ended with, in order.

    Each has `at_most` seconds, two if nothing is said, and all of them the deadline.
    """
    left = deadline.remaining()
    if left == 0:
        return [EffectFailed("timeout", retryable=True) for _ in works]
    until = time.monotonic() + min(CALL_SECONDS if at_most is None else at_most, left)
    calls = [Call(work) for work in works]
    return [call.result(max(0.0, until - time.monotonic())) for call in calls]
