"""One table of the stage file, read key by key; what is wrong is collected, with its place."""

from collections.abc import Mapping
from typing import Any

from coordinator.core.returns import is_web_url


class Table:
    """One table of the file, which remembers what was asked for so that a misspelt key is found."""

    def __init__(self, place: str, content: Any, problems: list[str]) -> None:
        """Read `content`, which stands at `place`; mistakes are added to `problems`."""
        self.place = place
        self.problems = problems
        if not isinstance(content, Mapping):
            problems.append(f"{place}: must be a table")
            content = {}
        self._content = content
        self._asked: set[str] = set()

    def problem(self, key: str, text: str) -> None:
        """Name a mistake of one key."""
        self.problems.append(f"{self.place}.{key}: {text}")

    def has(self, key: str) -> bool:
        """Tell whether the file says anything about a key."""
        return key in self._content

    def says(self, key: str, value: str) -> bool:
        """Tell whether the file has this value for a key."""
        return bool(self._content.get(key) == value)

    def text(self, key: str, *, required: bool = False) -> str | None:
        """Return a text, None when it is absent."""
        self._asked.add(key)
        value = self._content.get(key)
        if value is None:
            if required:
                self.problem(key, "is missing")
            return None
        if not isinstance(value, str) or not value or not value.isprintable():
            self.problem(key, "must be a text")
            return None
        return value

    def url(self, key: str) -> str | None:
        """Return a URL that a browser may be sent to."""
        value = self.text(key)
        if value is not None and not is_web_url(value):
            self.problem(key, "must be an https URL (http on loopback only) without fragment or wildcard")
        return value

    def word(self, key: str, allowed: frozenset[str], default: str | None) -> str | None:
        """Return one of the allowed words."""
        value = self.text(key)
        if value is not None and value not in allowed:
            self.problem(key, f"must be one of {', '.join(sorted(allowed))}")
        return value if value in allowed else default

    def flag(self, key: str) -> bool:
        """Return a boolean, false when it is absent."""
        self._asked.add(key)
        value = self._content.get(key, False)
        if not isinstance(value, bool):
            self.problem(key, "must be true or false")
        return value is True

    def number(self, key: str, least: int, most: int) -> int | None:
        """Return a whole number, None when it is absent."""
        self._asked.add(key)
        value = self._content.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.problem(key, f"must be a whole number from {least} to {most}")
            return None
        return value

    def items(self, key: str, *, required: bool = False) -> list[Any]:
        """Return a list, empty when it is absent."""
        self._asked.add(key)
        value = self._content.get(key, [])
        if not isinstance(value, list) or (required and not value):
            self.problem(key, "must be a list with one entry at least" if required else "must be a list")
            return []
        return value

    def table(self, key: str) -> Mapping[str, Any]:
        """Return a table, empty when it is absent."""
        self._asked.add(key)
        value = self._content.get(key, {})
        if not isinstance(value, Mapping):
            self.problem(key, "must be a table")
            return {}
        return value

    def finish(self) -> None:
        """Name every key that nobody asked for."""
        for key in self._content:
            if key not in self._asked:
                self.problem(key, "is no key that we know")
