"""`python -m verify_aws.page`: writes the table of docs/verify-aws.md anew from the facts themselves.

What the embedded AWS shows needs no run here: tests/e2e/test_verify_aws.py holds that it is what is expected, but for
what it lacks.
"""

from pathlib import Path

from verify_aws.checks import FACTS, UNCHECKED
from verify_aws.embedded import LACKS
from verify_aws.sources import Source

PAGE = Path(__file__).resolve().parent.parent / "docs" / "verify-aws.md"
BEGIN, END = "<!-- facts: python -m verify_aws.page -->\n", "<!-- end of facts -->\n"


def table() -> str:
    """Return every fact as Markdown: what is expected and by whose word, and what the embedded AWS shows."""
    rows = [["fact", "what is asked", "expected", "seen at the embedded AWS", "who says so"], ["---"] * 5]
    for fact in FACTS:
        here = f"? {LACKS[fact.name]}" if fact.name in LACKS else "✓"
        rows.append([f"`{fact.name}`", fact.asks, fact.expected, here, linked(fact.source)])
    rows += [[f"`{one.name}`", one.asks, "-", f"not checked: {one.why}", linked(one.source)] for one in UNCHECKED]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def linked(source: Source) -> str:
    """Return a source as Markdown."""
    return f"[{source.told}]({source.url})" if source.url else source.told


def written(page: str) -> str:
    """Return a page's text with the table in its place."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
