"""Runs the part of Logs Insights' language that our saved queries use; whatever else they say is an error here.

Nothing that runs here knows the language: moto reads `fields`, `sort` and `limit`, and the embedded AWS no `stats`. The
meaning of each command follows its page below
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html (read November 2026).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

type Row = dict[str, Any]

FIELD = r"[\w.]+"
CONDITION = re.compile(rf'({FIELD}) (=|in) (\d+|"[^"]*"|\[[^]]*\])')
CONTAINS = re.compile(rf'strcontains\(({FIELD}), "([^"]*)"\) as (\w+)')
STATISTIC = re.compile(rf"(min|max|latest|count_distinct)\(({FIELD})\) as (\w+)")


class NoSuchField(Exception):
    """Raised for a field that no row has: at AWS a typing error finds nothing, in silence."""


def flat(event: Mapping[str, Any], prefix: str = "") -> Row:
    """Return the fields that Insights finds in a JSON event: members by their paths, and none for null."""
    found: Row = {}
    for name, value in event.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{name}.")
        elif value is not None:
            found[prefix + name] = value
    return found


def run(query: str, events: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return the rows of a query over events."""
    rows = [flat(event) for event in events]
    for stage in query.split("\n| "):
        command, _, rest = stage.strip().partition(" ")
        rows = COMMANDS[command](rows, rest)
    return rows


def _filter(rows: list[Row], text: str) -> list[Row]:
    for part in text.split(" and "):
        found = CONDITION.fullmatch(part)
        assert found, part
        field, operator, literal = found.groups()
        listed = literal.strip("[]").split(", ") if operator == "in" else [literal]
        wanted = {one.strip('"') if one.startswith('"') else int(one) for one in listed}
        _known(rows, field)
        rows = [row for row in rows if row.get(field) in wanted]
    return rows


def _fields(rows: list[Row], text: str) -> list[Row]:
    found = CONTAINS.fullmatch(text)
    assert found, text
    field, part, name = found.groups()
    _known(rows, field)
    return [row | {name: int(part in str(row.get(field, "")))} for row in rows]


def _stats(rows: list[Row], text: str) -> list[Row]:
    told, _, by = text.partition(" by ")
    statistics = [STATISTIC.fullmatch(one) for one in told.split(", ")]
    keys, groups = by.split(", "), dict[tuple[Any, ...], list[Row]]()
    for field in [*keys, *(found[2] for found in statistics if found)]:
        _known(rows, field)
    for row in rows:
        groups.setdefault(tuple(row.get(key) for key in keys), []).append(row)
    answer = []
    for group, members in groups.items():
        counted = dict(zip(keys, group, strict=True))
        for found in statistics:
            assert found, told
            counted[found[3]] = _statistic(found[1], found[2], members)
        answer.append(counted)
    return answer


def _statistic(name: str, field: str, members: list[Row]) -> object:
    values = [row[field] for row in sorted(members, key=lambda row: row["time"]) if field in row]
    if name == "count_distinct":
        return len(set(values))
    if not values:
        return None
    if name == "latest":
        return values[-1]
    return min(values) if name == "min" else max(values)


def _sort(rows: list[Row], text: str) -> list[Row]:
    field, direction = text.split(" ")
    _known(rows, field)
    assert direction in ("asc", "desc")
    return sorted(rows, key=lambda row: row[field], reverse=direction == "desc")


def _known(rows: list[Row], field: str) -> None:
    if rows and not any(field in row for row in rows):
        raise NoSuchField(field)


COMMANDS: dict[str, Callable[[list[Row], str], list[Row]]] = {
    "filter": _filter,
    "fields": _fields,
    "stats": _stats,
    "sort": _sort,
}
