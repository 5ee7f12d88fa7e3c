"""Draws the story of a logout on a terminal, as a line with a dot for each thing that happened."""

from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.explain.timeline import Light, Line, Story

STYLES = {Light.GREEN: "green", Light.YELLOW: "yellow", Light.RED: "bold red", Light.PLAIN: "dim"}
DOTS = {Light.GREEN: "●", Light.YELLOW: "◐", Light.RED: "✖", Light.PLAIN: "○"}


def draw(console: Console, story: Story) -> None:
    """Print the story."""
    began = datetime.fromtimestamp(story.at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    console.print(Text(f"logout {story.logout_id}", style="bold"))
    console.print(Text(f"{began}, app {story.app}, reach {story.reach}, user {story.user}", style="dim"))
    console.print()
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for line in story.lines:
        _add(table, line)
    console.print(table)
    console.print()
    console.print(verdict(story))


def _add(table: Table, line: Line) -> None:
    style = STYLES[line.light]
    said = Text.assemble((line.what, "bold" if line.light is Light.RED else ""))
    for part in (line.outcome, line.reason, "again" if line.again else ""):
        if part:
            said.append(f"  {part}", style=style if part == line.outcome else "dim")
    table.add_row(Text(elapsed(line.after), style="dim"), Text(DOTS[line.light], style=style), said)
    for name, told in (("why", line.meaning), ("fix", line.fix)):
        if told:
            table.add_row("", Text("│", style="dim"), Text.assemble((f"{name}: ", "dim"), told))


def elapsed(milliseconds: int) -> str:
    """Return a time since the beginning, in the unit that a person would take."""
    if milliseconds < 1_000:
        return f"+{milliseconds} ms"
    if milliseconds < 120_000:
        return f"+{milliseconds / 1_000:.1f} s"
    return f"+{milliseconds / 60_000:.0f} min"


def verdict(story: Story) -> Text:
    """Return the last line: whether it came to the end, and how much of it went wrong."""
    refused = any(line.step == "refused" for line in story.lines)
    end = "came to the end" if story.completed else "was refused" if refused else "never came to the end"
    if story.red and not refused:
        return Text(f"It {end}; {story.red} of its parts could not be ended.", style="red")
    return Text(f"It {end}.", style="green" if story.completed else "yellow")
