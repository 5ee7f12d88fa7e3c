"""Watches an instance of the function: every answer, and every value and error of ours that is made for one."""

from dataclasses import is_dataclass
from typing import Any

from tests.functional.answers import Answer
from tests.functional.deployment import Deployment
from tests.functional.events import Event


class Watched:
    """Every answer of a deployment, and every value and error of ours that was made for it."""

    def __init__(self, deployment: Deployment) -> None:
        self.answers: list[Answer] = []
        self.made: list[object] = []
        self._send = deployment.send
        self._patch = deployment.patch
        deployment.start_cold()
        deployment.browser().visit("/logout/return")
        assert deployment.instance
        for module in deployment.instance.modules.values():
            for kind in vars(module).values():
                if isinstance(kind, type) and kind.__module__ == module.__name__:
                    self._watch(kind)

    def send(self, event: Event) -> Answer:
        """Invoke the handler."""
        self.answers.append(self._send(event))
        return self.answers[-1]

    def _watch(self, kind: type) -> None:
        made: list[object] = self.made
        begin = kind.__init__  # type: ignore[misc] # of this very class, and put back after the test

        def remember(self: object, *arguments: Any, **named: Any) -> None:
            begin(self, *arguments, **named)
            made.append(self)

        if is_dataclass(kind) or issubclass(kind, Exception):
            self._patch.setattr(kind, "__init__", remember)
