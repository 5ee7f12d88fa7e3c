"""Where a page keeps what is written from the code: between two comments that name it."""

import re
from collections.abc import Iterable, Sequence

from local.places import REPOSITORY

DOCS = REPOSITORY / "docs"


def between(page: str, name: str) -> str:
    """Return what stands between the marks of `name` now; raises ValueError for a page without them."""
    begin, end = _marks(name)
    start = page.index(begin) + len(begin)
    return page[start : page.index(end, start)]


def replaced(page: str, name: str, fresh: str) -> str:
    """Return the page with what stands between the marks of `name` made anew; raises ValueError for one without."""
    begin, end = _marks(name)
    return page.replace(f"{begin}{between(page, name)}{end}", f"{begin}{fresh}{end}")


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}: written by make pages -->\n", f"<!-- end of {name} -->\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ["---"] * len(head), *rows))


def rows_of(text: str) -> list[list[str]]:
    """Return the cells of each row of the first table in a text."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines[2:]]
