"""Shows what a function answered, so that a person can read it."""

import json
import re
from http.cookies import SimpleCookie

from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.container.casting import shortened
from local.container.function import Invocation
from local.report import events_table

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def show(console: Console, invocation: Invocation) -> None:
    """Status, where to, cookies by name, the body in short, and the audit events."""
    table = Table(show_header=False, title="The answer", title_justify="left")
    table.add_row("status", str(invocation.answer["statusCode"]))
    for location in invocation.header("Location"):
        table.add_row("Location", Text(shortened(location), overflow="fold"))
    for name, kept in cookies(invocation):
        table.add_row("cookie set" if kept else "cookie deleted", Text(name))
    if body := body_in_short(str(invocation.answer.get("body") or "")):
        table.add_row("body", Text(body, overflow="fold"))
    console.print()
    console.print(table)
    if invocation.events:
        console.print(events_table(invocation.events))


def cookies(invocation: Invocation) -> list[tuple[str, bool]]:
    """The names of the cookies of the answer, and whether each is set or deleted."""
    parsed = [SimpleCookie(value) for value in invocation.header("Set-Cookie")]
    return [(name, morsel["max-age"] != "0") for jar in parsed for name, morsel in jar.items()]


def body_in_short(body: str) -> str:
    """JSON indented, with a long `location` shortened; of a page its title alone."""
    if title := TITLE.search(body):
        return f'a page, "{title.group(1).strip()}"'
    try:
        answered = json.loads(body)
    except ValueError:
        return body
    if isinstance(answered, dict) and isinstance(answered.get("location"), str):
        answered["location"] = shortened(answered["location"])
    return json.dumps(answered, indent=2)
