"""The result as one JSON document to send back: no secret, no token, no account and no name of a thing in it."""

import json
import platform
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version

from coordinator.version import VERSION

from verify_aws.facts import Row, Verdict, count
from verify_aws.ledger import Where

FORMAT = 1
TOKEN = re.compile(r"\b[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_.-]*")
ACCOUNT = re.compile(r"\b[0-9]{12}\b")
GONE = "…"


def clean(rows: Iterable[Row], private: Iterable[str]) -> list[Row]:
    """Return the rows without what is the caller's alone, wherever a check may have let it slip into what it saw."""
    words = sorted({word for word in private if word}, key=len, reverse=True)
    return [replace(row, seen=_clean(row.seen, words)) for row in rows]


def as_json(rows: Sequence[Row], place: str, where: Where, *, managed_login: bool, now: float | None = None) -> str:
    """Return the document."""
    of = count(rows)
    document = {
        "format": FORMAT,
        "version": VERSION,
        "where": place,
        "region": where.region,
        "date": time.strftime("%Y-%m-%d", time.gmtime(now)),
        "tools": {"python": platform.python_version()} | {name: version(name) for name in ("boto3", "aws-sam-cli")},
        "managed_login": managed_login,
        "counts": {verdict.value: of[verdict] for verdict in Verdict},
        "facts": [asdict(row) for row in rows],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _clean(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, GONE)
    return ACCOUNT.sub(GONE, TOKEN.sub(GONE, text))
