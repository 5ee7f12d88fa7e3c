"""`python -m local.providers_page [--check]`: writes the table of docs/providers.md anew from the catalogue."""

import sys

from local.places import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "functions"))

from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.row import Row

PAGE = REPOSITORY / "docs" / "providers.md"
BEGIN, END = "<!-- catalogue: written by make providers -->\n", "<!-- end of catalogue -->\n"


def rendered(page: str) -> str:
    """Return the page with the table between its two marks made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{_table()}\n{_details()}{END}{after}"


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
            _line([f"`{name}`", row.title, row.kind, _endpoint(row), row.hint, back, without, form, row.prompt])
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
    lines = ["What each row rests on:\n"]
    for name, row in CATALOGUE.items():
        parts = [f"{row.source} (read {row.read}, {row.confidence})"]
        parts += (
            [f"needs {', '.join(' or '.join(f'`{key}`' for key in keys) for keys in row.needs)}"] if row.needs else []
        )
        parts += [f"`logout_hint` from {row.logout_hint_from}"] if row.logout_hint_from else []
        parts += [_proof(row)] if row.proves else []
        parts += [f"state of {row.shortest_state} characters at least"] if row.shortest_state else []
        parts += [f"also ends {row.also_ends}"] if row.also_ends else []
        parts += [f"cascade: {row.cascade}"] if row.cascade != "no" else []
        parts += [row.note.removesuffix(".")] if row.note else []
        parts += [f"**unverified**: {row.unverified}"] if row.unverified else []
        lines.append(f"- `{name}`: {'; '.join(parts)}.")
    return "\n".join(lines) + "\n"


def _proof(row: Row) -> str:
    if row.wants_hint:
        return f"a return proves the end{'' if row.proves_without_hint else ', with a hint'}"
    return f"a return proves the end{', with a logout_hint' if row.logout_hint_param else ''}"


def _line(cells: "list[str] | tuple[str, ...]") -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` tell whether it is up to date."""
    page = PAGE.read_text(encoding="utf-8")
    fresh = rendered(page)
    if "--check" in arguments:
        return int(page != fresh)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
