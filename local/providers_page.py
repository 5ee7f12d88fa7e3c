"""`python -m local.providers_page [--check]`: writes the catalogue's tables and notes in docs/ anew."""

import sys

from local.places import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "functions"))

from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.row import Cascade, Row, Tells

PAGE = REPOSITORY / "docs" / "providers.md"
SIGNALS_PAGE = REPOSITORY / "docs" / "backchannel.md"
BEGIN, END = "<!-- catalogue: written by make providers -->\n", "<!-- end of catalogue -->\n"
BROKERS = {
    Cascade.NO: "",
    Cascade.AUTOMATIC: "As a broker it tries by itself to end the session behind it.",
    Cascade.ON_REQUEST: "As a broker it ends the session behind it with `cascade = true`.",
    Cascade.UNKNOWN: "Whether a broker ends the session behind it is not known here.",
}


def rendered(page: str) -> str:
    """Return the page with what stands between its two marks made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{_table()}\n{_details()}{END}{after}"


def rendered_signals(page: str) -> str:
    """Return the page about logout tokens with its table made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{_signals_table()}{END}{after}"


def _signals_table() -> str:
    head = ("profile", "provider", "its logout tokens name", "what they need, and who says so")
    known = {name: row for name, row in CATALOGUE.items() if row.tells is not Tells.UNKNOWN or row.tells_how}
    lines = [[f"[`{name}`](providers.md#{name})", row.title, row.tells, row.tells_how] for name, row in known.items()]
    return "\n".join(_line(line) for line in [list(head), ["---"] * len(head), *lines]) + "\n"


def _table() -> str:
    head = ("profile", "provider", "class", "endpoint", "hint", "comes back", "without a hint", "form", "next sign-in")
    lines = [_line(head), _line(["---"] * len(head))]
    for name, row in CATALOGUE.items():
        back = row.returns if row.is_hop else "-"
        without = (row.without_hint or "-") if row.wants_hint else "-"
        if row.bare:
            without = "never: the bare URL"
        form = "takes one" if row.takes_post else "-"
        lines.append(
            _line(
                [f"[`{name}`](#{name})", row.title, row.kind, _endpoint(row), row.hint, back, without, form, row.prompt]
            )
        )
    return "\n".join(lines) + "\n"


def _endpoint(row: Row) -> str:
    if not row.is_hop:
        return "-"
    if row.url:
        return f"<{row.url}>"
    found = ["discovery"] if row.discovers else []
    return ", else ".join([*found, *([f"issuer + `{row.path}`"] if row.path else [])]) or "`logout_url`"


def _details() -> str:
    blocks = ["\n".join([f"### {name}\n", *(f"- {line}" for line in _lines(row))]) for name, row in CATALOGUE.items()]
    return "\n\n".join(["## What each row rests on", *blocks]) + "\n"


def _lines(row: Row) -> list[str]:
    """What one row says beyond the table, a sentence each: what it needs, what comes of it, who says so."""
    needs = ", ".join(" or ".join(f"`{key}`" for key in keys) for keys in row.needs)
    said = {
        "Needs {}.": needs,
        "`logout_hint`: {}.": row.logout_hint_from,
        "{}": _proof(row),
        "`state` has {} characters at least.": row.shortest_state,
        BROKERS[row.cascade]: BROKERS[row.cascade],
        "{}.": row.note.removesuffix("."),
        "Also ends {}.": row.also_ends,
        "**Unverified**: {}.": row.unverified,
        "Source: {}.": f"{row.source} (read {row.read}, {row.confidence})",
    }
    return [sentence.format(value) for sentence, value in said.items() if value]


def _proof(row: Row) -> str:
    if not row.proves:
        return ""
    if row.wants_hint:
        condition = "" if row.proves_without_hint else ", with a hint"
    else:
        condition = ", with a `logout_hint`" if row.logout_hint_param else ""
    return f"A return proves the end{condition}."


def _line(cells: "list[str] | tuple[str, ...]") -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` tell whether they are up to date."""
    stale = False
    for path, render in ((PAGE, rendered), (SIGNALS_PAGE, rendered_signals)):
        page = path.read_text(encoding="utf-8")
        fresh = render(page)
        stale = stale or page != fresh
        if "--check" not in arguments:
            path.write_text(fresh, encoding="utf-8")
    return int(stale and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
