"""Table and notes of docs/providers.md, from the catalogue."""

from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.row import Cascade, Row, Tells

from local.pages.marks import replaced, table

BROKERS = {
    Cascade.NO: "",
    Cascade.AUTOMATIC: "As a broker it tries by itself to end the session behind it.",
    Cascade.ON_REQUEST: "As a broker it ends the session behind it with `cascade = true`.",
    Cascade.UNKNOWN: "Whether a broker ends the session behind it is not known here.",
}


def rendered(page: str) -> str:
    """Return the page as the catalogue has it now."""
    return replaced(page, "catalogue", f"{_table()}\n{_details()}")


def rendered_signals(page: str) -> str:
    """Return the page about logout tokens as the catalogue has it now."""
    return replaced(page, "catalogue", _signals_table())


def _signals_table() -> str:
    head = ("profile", "provider", "its logout tokens name", "what they need, and who says so")
    known = {name: row for name, row in CATALOGUE.items() if row.tells is not Tells.UNKNOWN or row.tells_how}
    lines = [(f"[`{name}`](providers.md#{name})", row.title, row.tells, row.tells_how) for name, row in known.items()]
    return table(head, lines)


def _table() -> str:
    head = ("profile", "provider", "class", "endpoint", "hint", "comes back", "without a hint", "form", "next sign-in")
    lines = []
    for name, row in CATALOGUE.items():
        back = row.returns if row.is_hop else "-"
        without = (row.without_hint or "-") if row.wants_hint else "-"
        if row.bare:
            without = "never: the bare URL"
        form = "takes one" if row.takes_post else "-"
        lines.append(
            (f"[`{name}`](#{name})", row.title, row.kind, _endpoint(row), row.hint, back, without, form, row.prompt)
        )
    return table(head, lines)


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
