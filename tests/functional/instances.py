"""Instances of the function: each imports the code anew, as a cold start does, and may be met again while warm."""

import gc
import importlib
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from tests.functional.events import Event

OURS = ("coordinator", "logout", "retry", "authorizer", "logout_guard", "sign_out", "signals", "remember")


class Instance:
    """One process of the function: its own modules, and with them its own caches."""

    def __init__(self, module: str = "logout.handler") -> None:
        self.module = module
        self.modules: dict[str, ModuleType] = {}
        self.handler: Any = None

    def start(self) -> None:
        """Import the handler."""
        with _modules(self.modules):
            _forget_powertools_loggers()
            self.handler = importlib.import_module(self.module).lambda_handler
            gc.unfreeze()  # at Lambda what is imported stays; here an instance goes with its test

    def handle(self, event: Event, context: object) -> dict[str, Any]:
        """Invoke the handler."""
        if self.handler is None:
            self.start()
        response: dict[str, Any] = self.run(self.handler, event, context)
        return response

    def run(self, call: Callable[..., Any], *arguments: object) -> Any:
        """Call something of the instance among its own modules: code that is imported only when used must find them."""
        with _modules(self.modules):
            _log_to_the_stream_of_this_test()
            return call(*arguments)


_warm: dict[tuple[str, str], Instance] = {}


def warm_instance(module: str, configuration: str) -> Instance:
    """The instance of a handler with this configuration: the one of an earlier test when there was one."""
    return _warm.setdefault((module, configuration), Instance(module))


@contextmanager
def _modules(own: dict[str, ModuleType]) -> Iterator[None]:
    """Swap our modules in, and those of other tests back: a class that was imported twice is two classes."""
    others = _take_out()
    sys.modules.update(own)
    try:
        yield
    finally:
        own.update(_take_out())
        sys.modules.update(others)


def _take_out() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.partition(".")[0] in OURS]
    return {name: sys.modules.pop(name) for name in names}


def _powertools_loggers() -> Iterator[logging.Logger]:
    """Powertools keeps one logger per service for ever; it marks it with its handler."""
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger) and hasattr(logger, "powertools_handler"):
            yield logger


def _forget_powertools_loggers() -> None:
    for logger in _powertools_loggers():
        logger.handlers.clear()
        for mark in ("powertools_handler", "init"):
            logger.__dict__.pop(mark, None)


def _log_to_the_stream_of_this_test() -> None:
    for logger in _powertools_loggers():
        for handler in logger.handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setStream(sys.stdout)
