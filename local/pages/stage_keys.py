"""The keys that the reader of stage files asks for: it is given a file of empty tables, and watched."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from unittest.mock import patch

from coordinator.settings import cookie_tables, stage_file
from coordinator.settings.tables import Table

EMPTY = {"apps": {"a": {"cookies": [{}, {"family": "alb"}]}}, "providers": {"p": {}}}


class _Cookies(Table):
    """An entry of `cookies`, whose keys are told from the app's."""

    def __init__(self, place: str, content: object, problems: list[str]) -> None:
        super().__init__(f"cookies.{place}", content, problems)


@cache
def stage_keys() -> Mapping[str, frozenset[str]]:
    """Return the keys by the first part of the table's place: `stage`, `apps`, `cookies`, `providers`."""
    asked: dict[str, set[str]] = defaultdict(set)

    def finish(table: Table) -> None:
        asked[table.place.partition(".")[0]].update(table._asked)

    with patch.object(Table, "finish", finish), patch.object(cookie_tables, "Table", _Cookies):
        stage_file.read(EMPTY, {}, [])
    return {place: frozenset(keys) for place, keys in asked.items()}
