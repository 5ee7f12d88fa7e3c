"""A server on loopback for each way to fail, and the two ways that need none."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from tests.adapters.loopback import Loopback, reply, unused_address
from tests.functional.misbehaviour import MISBEHAVIOURS

SERVED = {
    "429": "429",
    "500": "500",
    "HTML 200": "html",
    "slow header": "slow_header",
    "slow body": "slow_body",
    "reset": "reset",
}
THROTTLE, REFUSED, UNRESOLVABLE = "400 throttle", "refused", "unresolvable"
WAYS = (THROTTLE, *SERVED, REFUSED, UNRESOLVABLE)


class Faults:
    """The faulty servers; use it with `with`."""

    def __init__(self) -> None:
        self._cleanup = ExitStack()
        self._bases: dict[str, str] = {}

    def __enter__(self) -> Self:
        for way, name in SERVED.items():
            misbehave = MISBEHAVIOURS[name]
            self._bases[way] = self._serve(lambda handler, misbehave=misbehave: misbehave(handler, []))
        self._bases |= {REFUSED: unused_address(), UNRESOLVABLE: "https://nowhere.invalid"}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cleanup.close()

    def base(self, way: str, throttle: str) -> str:
        """The address that fails so; a spent quota is told by the code `throttle`."""
        if way != THROTTLE:
            return self._bases[way]
        if throttle not in self._bases:
            self._bases[throttle] = self._serve(
                reply(400, json.dumps({"__type": throttle, "message": "Rate exceeded"}))
            )
        return self._bases[throttle]

    def _serve(self, behaviour: Callable[..., None]) -> str:
        server = Loopback()
        self._cleanup.callback(server.close)
        server.behaviour = behaviour
        return server.base
