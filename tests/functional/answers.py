"""Reads the proxy response of the handler, and insists that it is well-formed."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from tests.functional.pages import Form, forms_of, links_of


class Answer:
    """One answer: API Gateway's view of it."""

    def __init__(self, response: dict[str, Any]) -> None:
        response = json.loads(json.dumps(response))  # API Gateway takes JSON; what cannot be written becomes a 502
        assert set(response) <= {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
        self.status: int = response["statusCode"]
        self.body: str = response.get("body") or ""
        self.headers = list(_headers_of(response))
        assert isinstance(self.status, int) and isinstance(self.body, str) and not response.get("isBase64Encoded")
        assert all(text.isascii() and text.isprintable() for pair in self.headers for text in pair), self.headers

    def __repr__(self) -> str:
        return f"Answer({self.status}, location={self.location!r}, body={self.body[:300]!r})"

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name: str) -> str | None:
        """The value of a header that may stand there once."""
        values = self.all(name)
        assert len(values) < 2, f"{name} is repeated: {values}"
        return values[0] if values else None

    @property
    def location(self) -> str | None:
        """Where the answer sends the browser."""
        return self.header("Location")

    @property
    def set_cookies(self) -> list[str]:
        """The `Set-Cookie` headers as they were sent."""
        return self.all("Set-Cookie")

    @property
    def is_page(self) -> bool:
        """Whether a person can read it."""
        return (self.header("Content-Type") or "").startswith("text/html")

    @property
    def json(self) -> dict[str, Any]:
        """The JSON body."""
        assert (self.header("Content-Type") or "").startswith("application/json"), self
        document: dict[str, Any] = json.loads(self.body)
        return document

    @property
    def forms(self) -> list[Form]:
        """The forms of the page."""
        return forms_of(self.body) if self.is_page else []

    @property
    def links(self) -> list[str]:
        """Where the page's links lead."""
        return links_of(self.body) if self.is_page else []

    @property
    def hop(self) -> tuple[str, dict[str, str]]:
        """Address and parameters of a redirect by 303, or of a self-submitting form."""
        if self.status == 303:
            address, _, query = (self.location or "").partition("?")
            return address, {name: value for name, (value,) in parse_qs(query, strict_parsing=bool(query)).items()}
        assert self.status == 200 and len(self.forms) == 1, f"no hop: {self}"
        return self.forms[0].action, dict(self.forms[0].fields)

    def leg(self, name: str) -> dict[str, Any]:
        """A leg of the JSON receipt."""
        legs = {leg["leg"]: leg for leg in self.json["receipt"]["legs"]}
        assert len(legs) == len(self.json["receipt"]["legs"]), "a leg is listed twice"
        found: dict[str, Any] = legs[name]
        return found

    def outcome(self, name: str) -> str:
        """The outcome of a leg in the JSON receipt."""
        outcome: str = self.leg(name)["outcome"]
        return outcome


def _headers_of(response: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """API Gateway merges both maps; for a name in both the multiple values win."""
    multiple = response.get("multiValueHeaders") or {}
    single = {name: [value] for name, value in (response.get("headers") or {}).items()}
    for name, values in (single | multiple).items():
        assert isinstance(values, list), f"multiValueHeaders holds no list for {name}"
        for value in values:
            assert isinstance(value, str), f"{name} holds no text"
            yield name, value
