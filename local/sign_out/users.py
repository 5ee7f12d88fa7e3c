"""Reads a list of users: one on each line, with all mistakes reported at once."""

from pathlib import Path

from local.errors import LocalError

LONGEST_NAME = 128
"""Characters of a username (Amazon Cognito API reference, AdminGetUser)."""


def read(path: Path) -> list[str]:
    """Return the users in order, each once; blank lines and those that begin with `#` say nothing.

    Raises LocalError with every line that is no user's name.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LocalError(f"{path}: cannot be read as a text file ({type(error).__name__})") from error
    users: dict[str, None] = {}
    mistakes = []
    for number, line in enumerate(lines, 1):
        name = line.strip()
        if not name or name.startswith("#"):
            continue
        if mistake := _mistake(name):
            mistakes.append(f"{path}, line {number}: {mistake}")
        users[name] = None
    if mistakes:
        raise LocalError("\n".join(mistakes))
    if not users:
        raise LocalError(f"{path}: names nobody")
    return list(users)


def _mistake(name: str) -> str | None:
    if len(name) > LONGEST_NAME:
        return f"has {len(name)} characters, and a name {LONGEST_NAME} at most"
    if any(letter.isspace() for letter in name):
        return "has white space, which no name has: one user per line"
    return None if name.isprintable() else "has characters that cannot be printed"
