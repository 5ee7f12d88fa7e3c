"""What a test's calls wrote to standard output, as events and as metric lines."""

import json
from typing import Any

import pytest


class Written:
    """Standard output, line by line."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def lines(self) -> list[dict[str, Any]]:
        """Return each line, read as JSON; all of it is ASCII."""
        text = self._capsys.readouterr().out
        assert text.isascii()
        assert all(character.isprintable() or character == "\n" for character in text)
        return [json.loads(line) for line in text.splitlines()]

    def line(self) -> dict[str, Any]:
        """Return the only line."""
        (line,) = self.lines()
        return line
