"""Reading and changing the query of a URL."""

from collections.abc import Mapping
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit


def query_value(url: str, name: str) -> str:
    """The first value of a parameter in a URL's query, or an empty string."""
    return parse_qs(urlsplit(url).query).get(name, [""])[0]


def with_query(url: str, changes: Mapping[str, str]) -> str:
    """The URL with these parameters set, the others as they were, empty values left out."""
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in changes]
    query += [(name, value) for name, value in changes.items() if value]
    return urlunsplit(parts._replace(query=urlencode(query)))
