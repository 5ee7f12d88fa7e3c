"""Runs the part of Logs Insights' language that our queries use; whatever else they say is an error here.

Nothing that runs here knows the language: moto reads `fields`, `sort` and `limit`, and the embedded AWS no `stats`. The
meaning of each command follows its page below
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html (read November 2026).
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

type Row = dict[str, Any]

FIELD = r"[\w.]+"
CONDITION = re.compile(rf'({FIELD}) (=|in) (\d+|"[^"]*"|\[[^]]*\])')
MADE = re.compile(
    rf'strcontains\((?P<field>{FIELD}), "(?P<part>[^"]*)"\) as (?P<name>\w+)'
    rf"|\(now\(\) \* 1000 - (?P<since>{FIELD})\) / 60000 as (?P<minutes>\w+)"
)
STATISTIC = re.compile(rf"(min|max|latest|count_distinct|count|pct)\(({FIELD}|\*)(?:, (\d+))?\) as (\w+)")
HOUR = "bin(1h)"


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


def run(query: str, events: Iterable[Mapping[str, Any]], now: float = 0) -> list[Row]:
    """Return the rows of a query over events, where `now()` is a time in seconds."""
    rows = [flat(event) | {"now()": now} for event in events]
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
    for found in _each(MADE, text):
        field, since = found["field"], found["since"]
        _known(rows, field or since)
        if field:
            rows = [row | {found["name"]: int(found["part"] in str(row.get(field, "")))} for row in rows]
        else:
            rows = [row | {found["minutes"]: (row["now()"] * 1000 - row[since]) / 60000} for row in rows]
    return rows


def _stats(rows: list[Row], text: str) -> list[Row]:
    told, _, by = text.partition(" by ")
    statistics = [found.groups() for found in _each(STATISTIC, told)]
    keys, groups = by.split(", ") if by else [], dict[tuple[Any, ...], list[Row]]()
    for field in {*keys, *(field for _, field, _, _ in statistics)} - {HOUR, "*"}:
        _known(rows, field)
    for row in rows:
        groups.setdefault(tuple(_moment(row) // 3_600_000 if key == HOUR else row.get(key) for key in keys), []).append(
            row
        )
    return [
        dict(zip(keys, group, strict=True))
        | {name: _statistic(of, field, share, members) for of, field, share, name in statistics}
        for group, members in groups.items()
    ]


def _statistic(name: str, field: str, share: str | None, members: list[Row]) -> object:
    if field == "*":
        return len(members)
    values = [row[field] for row in sorted(members, key=_moment) if field in row]
    if name in ("count", "count_distinct"):
        return len(values if name == "count" else set(values))
    if not values:
        return None
    if name == "pct":
        return sorted(values)[max(0, math.ceil(len(values) * int(share or 0) / 100) - 1)]
    if name == "latest":
        return values[-1]
    return min(values) if name == "min" else max(values)


def _each(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The parts of a list of expressions, each of which the pattern must know."""
    assert re.fullmatch(rf"(?:{_unnamed(pattern)})(?:, (?:{_unnamed(pattern)}))*", text), text
    return list(pattern.finditer(text))


def _unnamed(pattern: re.Pattern[str]) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern)


def _moment(row: Row) -> int:
    """When it was written, in ms: ours say it so, and Lambda's own as text."""
    time = row["time"]
    return time if isinstance(time, int) else int(datetime.fromisoformat(time).timestamp() * 1000)


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
