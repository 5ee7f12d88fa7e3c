"""Printing a run: what starts, how each browser walked, who is left alive, and what the audit says."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.audit import AuditEvent
from local.browser import Hop
from local.findings import Chapter, Finding
from local.navigation import origin
from local.places import Places


class Report:
    """Writes to the terminal; plain lines where there is none."""

    def __init__(self, places: Places, console: Console | None = None) -> None:
        # A file or a pipe has no width of its own: take one in which the tables fit.
        width = None if sys.stdout.isatty() else 130
        self._console = console or Console(highlight=False, width=width)
        self._logs = places.root / "logs"
        self._owners = {
            origin(places.app): "app",
            origin(places.logout): "logout",
            origin(places.cognito): "Cognito",
            origin(places.provider): "provider",
        }

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Show that something goes on, and how long it took when it is done."""
        began = time.monotonic()
        with self._console.status(f"{text} …"):
            yield
        self._console.print(f"[green]✓[/] {text} [dim]{time.monotonic() - began:.1f} s[/]")

    def chapter(self, chapter: Chapter) -> None:
        """Print one story."""
        self._console.print()
        self._console.rule(Text(chapter.title, style="bold"), align="left")
        self._console.print(chapter.told)
        self._console.print(self._hops(chapter.hops))
        self._console.print(findings_table(chapter.findings))
        if chapter.events:
            self._console.print(events_table(chapter.events))
        for note in chapter.notes:
            self._console.print(f"• {note}")

    def verdict(self, chapters: list[Chapter], seconds: float) -> bool:
        """Print and return whether everything is as it should be."""
        self._console.print()
        for chapter in chapters:
            wrong = [f"{found.subject} {misfortune(found)}" for found in chapter.findings if not found.right]
            for text in wrong + chapter.problems:
                self._console.print(f"[red]✗ {chapter.title}: {text}[/]")
        right = all(chapter.right for chapter in chapters)
        if right:
            self._console.print(f"[bold green]Everything that should be dead is dead.[/] [dim]{seconds:.0f} s[/]")
        else:
            self._console.print(f"[bold red]Not everything is as it should be.[/] [dim]{seconds:.0f} s[/]")
            self._console.print(f"What each part wrote lies in {self._logs}.", soft_wrap=True)
        return right

    def sentence(self, text: str) -> None:
        """Print one sentence about why the run ended early."""
        self._console.print(Text(text, style="red"), soft_wrap=True)

    def line(self, text: str) -> None:
        """Print one line as it is."""
        self._console.print(Text(text), soft_wrap=True)

    def reloaded(self, text: str, noticed: float) -> None:
        """Print what was loaded and how long it took since `noticed`, a `time.monotonic()`."""
        self.line(f"{time.strftime('%H:%M:%S')} {text} {time.monotonic() - noticed:.1f} s")

    def _hops(self, hops: list[Hop]) -> Table:
        table = Table("", "to", "request", "answer", "s", "cookies", title="The journey", title_justify="left")
        for number, hop in enumerate(hops, 1):
            answer = f"{hop.status}" + (f" → {self._owner(hop.location)}" if hop.location else "")
            cells = (str(number), self._owner(hop.url), request_line(hop), answer, f"{hop.seconds:.1f}")
            table.add_row(*cells, ", ".join(hop.set_cookies))
        return table

    def _owner(self, url: str) -> str:
        return self._owners.get(origin(url), origin(url))


def request_line(hop: Hop) -> Text:
    """Method, path and the names of the parameters: values can be tokens."""
    parts = urlsplit(hop.url)
    names = ", ".join(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return Text(f"{hop.method} {parts.path}") + Text(f"  ({names})" if names else "", style="dim")


def findings_table(findings: list[Finding]) -> Table:
    """Who was alive before and after."""
    table = Table("", "asked at", "before", "after", "should be", "", title="Alive?", title_justify="left")
    for finding in findings:
        mark = "[green]✓[/]" if finding.right else "[bold red]✗[/]"
        states = (life(finding.before), life(finding.after), life(finding.should_live))
        table.add_row(finding.subject, finding.owner, *states, mark)
    return table


def events_table(events: list[AuditEvent]) -> Table:
    """The audit events in short."""
    table = Table("step", "leg", "provider", "outcome", "status", "user", title="Audit events", title_justify="left")
    for event in events:
        cells = (event.step, event.leg, event.provider, event.outcome, event.status, event.user)
        table.add_row(*(Text(cell or "") for cell in cells))
    return table


def life(alive: bool) -> str:
    """In a word."""
    return "alive" if alive else "[dim]dead[/]"


def misfortune(finding: Finding) -> str:
    """What is wrong with it."""
    if not finding.before:
        return "was dead before the logout, so that nothing is proved"
    return "is alive and should be dead" if finding.after else "is dead and should be alive"
