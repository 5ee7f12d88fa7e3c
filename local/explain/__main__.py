"""`make explain ID=<logout_id> STAGE=dev`, or `FILE=events.jsonl`: what happened in one logout, and what to change.

Exit status: 0 when all of it was ended, 1 when something was not or nobody came to the end, 2 with a sentence when
there is nothing to draw.
"""

import argparse
import sys
from pathlib import Path

from local.endings import in_good_order
from local.places import REPOSITORY


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(prog="python -m local.explain", description="Draw one logout as a timeline.")
    parser.add_argument("--stage", default="dev", help="a stage of samconfig.toml (default: dev)")
    parser.add_argument("--id", help="the logout_id, as on its pages and in its receipt")
    parser.add_argument("--file", type=Path, help="a file with audit events in place of the stage's logs")
    parser.add_argument("--html", action="store_true", help="write it as a page, too")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / ".local" / "explain", help="where pages go")
    asked = parser.parse_args(given)
    if not asked.id and not asked.file:
        parser.error("say ID=<logout_id>, or FILE=<a file with audit events>")
    return asked


def run(asked: argparse.Namespace) -> int:
    """Do it; the exit status. Imports take a while and come late, so that Ctrl-C works from the first moment."""
    from rich.console import Console
    from rich.markup import escape

    from local import stack
    from local.errors import LocalError
    from local.explain import reading, showing, timeline

    try:
        if asked.file:
            found = reading.from_file(asked.file, asked.id)
        else:
            found = reading.from_stack(stack.of_stage(asked.stage), asked.id)
    except LocalError as error:
        print(error, file=sys.stderr)
        return 2
    told = timeline.story(*found)
    # A file or a pipe has no width of its own.
    console = Console(highlight=False, record=asked.html, width=None if sys.stdout.isatty() else 110)
    showing.draw(console, told)
    if asked.html:
        page = asked.folder / f"{told.logout_id}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        console.save_html(str(page), clear=False)
        console.print(f"page: {escape(str(page))}", soft_wrap=True)
    return 0 if told.completed and not told.red else 1


if __name__ == "__main__":
    sys.exit(in_good_order(lambda: run(arguments())))
