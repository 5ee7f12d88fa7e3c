"""Imports point one way: handlers to web and service, service to core and providers, few roots alone to adapters."""

import ast
import os
import subprocess
import sys

import pytest

from tests.architecture.sources import FUNCTIONS, HANDLERS, ROOT, SOURCES, Source, below

PURE_LIBRARY = {
    "base64",
    "collections",
    "collections.abc",
    "dataclasses",
    "datetime",
    "enum",
    "fnmatch",
    "functools",
    "hashlib",
    "html",
    "ipaddress",
    "itertools",
    "json",
    "re",
    "typing",
    "urllib.parse",
    "zlib",
}
"""Modules of the standard library without a clock, an environment, a socket, a log or chance."""
PURE_OWN = ("coordinator.core", "coordinator.providers", "coordinator.errors")
ROOTS = {
    "coordinator.bootstrap",
    "authorizer.bootstrap",
    "remember.keeping",
    "signals.bootstrap",
    "logout_guard.guard",
}
"""Where adapters are put together: for the functions, and in the guard, which a service of one's own makes itself."""
PAGES = ("showing", "pages", "telling", "markup", "style", "words")
"""What is loaded when the first page is shown."""
CLOCKS = {"now", "today", "utcnow", "time"}
EVERY = pytest.mark.parametrize("source", SOURCES, ids=repr)
PURE = pytest.mark.parametrize("source", [*below("coordinator.core"), *below("coordinator.providers")], ids=repr)


def test_there_is_something_to_look_at() -> None:
    assert "logout" in HANDLERS
    assert len(below("coordinator.core")) > 8
    assert len(below("coordinator.adapters")) > 6


@PURE
def test_decisions_import_nothing_but_decisions_and_pure_parts_of_the_standard_library(source: Source) -> None:
    foreign = {one.module for one in source.imports if one.module not in PURE_LIBRARY}

    assert all(module.startswith(PURE_OWN) for module in foreign), foreign


@pytest.mark.parametrize("source", below("coordinator.core"), ids=repr)
def test_the_core_knows_no_provider(source: Source) -> None:
    assert source.imports_from("coordinator.providers") == []


@PURE
def test_decisions_look_at_no_clock(source: Source) -> None:
    called = {node.attr for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)}

    assert not called & CLOCKS


@EVERY
def test_only_what_puts_parts_together_and_the_adapters_themselves_import_adapters(source: Source) -> None:
    if source.name not in ROOTS and source not in below("coordinator.adapters"):
        assert source.imports_from("coordinator.adapters") == []


@EVERY
def test_nobody_imports_a_handler(source: Source) -> None:
    others = [handler for handler in HANDLERS if source not in below(handler)]

    assert [module for handler in others for module in source.imports_from(handler)] == []


@pytest.mark.parametrize("source", below("coordinator"), ids=repr)
def test_only_handlers_import_bootstrap(source: Source) -> None:
    if source.name != "coordinator.bootstrap":
        assert source.imports_from("coordinator.bootstrap") == []


@pytest.mark.parametrize("source", below("coordinator.adapters"), ids=repr)
def test_adapters_know_neither_the_service_nor_the_http_dialect(source: Source) -> None:
    upwards = ("service", "web", "travel", "route", "gather", "effects", "settings")

    assert [module for name in upwards for module in source.imports_from(f"coordinator.{name}")] == []


def test_nothing_but_web_and_handlers_knows_what_an_event_looks_like() -> None:
    keys = {"httpMethod", "multiValueHeaders", "requestContext", "isBase64Encoded", "queryStringParameters"}
    knowing = {
        source.name
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and node.value in keys
    }

    reading_and_answering = {"coordinator.web.events", "coordinator.web.responses", "coordinator.web.authorizers"}
    assert knowing <= reading_and_answering


@EVERY
def test_boto3_is_imported_only_inside_the_functions_of_its_adapter(source: Source) -> None:
    sdk = [one for one in source.imports if one.module.partition(".")[0] in ("boto3", "botocore")]

    assert all(one.lazy for one in sdk)
    assert not sdk or source.name == "coordinator.adapters.aws"


@EVERY
def test_http_goes_through_transport_alone(source: Source) -> None:
    clients = ("requests", "urllib3", "http.client", "urllib.request", "socket")
    found = [module for client in clients for module in source.imports_from(client)]
    allowed = {"coordinator.adapters.transport", "coordinator.adapters.aws", "coordinator.deadline"}

    assert not found or source.name in allowed


def test_no_imports_go_round_in_a_circle() -> None:
    uses = {source.name: {one.module for one in source.imports if not one.lazy} for source in SOURCES}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name in done:
            return
        for used in sorted(uses.get(name, ())):
            if used in uses:
                visit(used, (*path, name))
        done.add(name)

    for name in uses:
        visit(name, ())


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_cold_start_imports_no_aws_sdk_and_no_test_tool(handler: str) -> None:
    said = f"import sys, {handler}.handler; print(*sys.modules)"
    environment = {"PYTHONPATH": str(FUNCTIONS), "PATH": os.environ["PATH"]}
    fresh = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", said], env=environment, capture_output=True, text=True, timeout=30, check=True
    )

    imported = set(fresh.stdout.split())
    # Powertools imports the bare package `botocore` for its user agent: half a millisecond, and nothing below it.
    assert not [name for name in imported if name.startswith(("boto3", "botocore.", "s3transfer"))]
    assert not imported & {"moto", "pytest", "publicsuffixlist", "aws_xray_sdk", "requests_mock"}
    assert not imported & {f"coordinator.web.{name}" for name in PAGES}, "most answers are no page"


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_cold_start_opens_no_socket_and_draws_no_secret(handler: str) -> None:
    said = (
        "import sys, os, socket, secrets\n"
        "def forbidden(*_, **__): raise AssertionError('done at import')\n"
        "secrets.token_urlsafe = secrets.token_bytes = secrets.token_hex = forbidden\n"
        "socket.socket.connect = forbidden\n"
        f"import {handler}.handler"
    )
    environment = {"PYTHONPATH": str(FUNCTIONS), "PATH": os.environ["PATH"]}
    subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", said], env=environment, capture_output=True, text=True, timeout=30, check=True
    )


def test_the_decision_on_the_shape_of_the_code_names_every_part() -> None:
    page = (ROOT / "docs/decisions/0009-the-shape-of-the-code.md").read_text(encoding="utf-8")
    parts = {source.name.split(".")[1] for source in SOURCES if source.name.startswith("coordinator.")}

    assert len(parts) > 12
    assert [part for part in sorted(parts) if f"`{part}`" not in page] == []
