"""Every combination of what a browser says about a request, the hint, and the cookies; and what follows by the text."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

APP = "https://shop.example.com"
OTHER = "https://evil.example"


class Case(NamedTuple):
    """One request to `/logout`; None for a header that is absent.

    `hint` and `cookies` name the person and the session that a token speaks of: `mary 1` is Mary's first session.
    """

    site: str | None
    mode: str | None
    dest: str | None
    origin: str | None
    referer: str | None
    method: str
    hint: str
    cookies: str


SITES = ("same-origin", "same-site", "cross-site", "none", None)
MODES = ("navigate", "cors", "no-cors", None)
DESTINATIONS = ("document", "empty", "image", "iframe", "script", None)
ORIGINS = (APP, OTHER, "null", None)
REFERERS = (f"{APP}/account", f"{OTHER}/page", None)
METHODS = ("GET", "POST")
HINTS = ("no hint", "mary 1", "mary 2", "eve 1", "invalid")
COOKIES = ("no token", "mary 1", "mary 3", "bob 1")


def everything() -> Iterator[Case]:
    """Every combination: 57,600."""
    return map(Case._make, product(SITES, MODES, DESTINATIONS, ORIGINS, REFERERS, METHODS, HINTS, COOKIES))


def sample() -> list[Case]:
    """Some hundred combinations; the step shares no factor with any dimension, so that every pair of values occurs."""
    return list(everything())[::119]


def _source(case: Case) -> str | None:
    """`Origin`, or else `Referer`."""
    if case.origin is not None:
        return case.origin
    return None if case.referer is None else APP if case.referer.startswith(f"{APP}/") else OTHER


def _is_part_of_a_page(case: Case) -> bool:
    is_fetch_by_the_app = case.dest == "empty" and case.mode == "cors" and _source(case) == APP
    return case.dest not in ("document", None) and not is_fetch_by_the_app


def _speak_of_different_people(case: Case) -> bool:
    people = {token.partition(" ")[0] for token in (case.hint, case.cookies) if token not in ("no hint", "no token")}
    return len(people) > 1


ASKED, GOES_ON, REFUSED, BAD = "asked", "goes on", "not_a_navigation", "invalid_hint"
TEXT: list[tuple[str, Callable[[Case], bool], str]] = [
    ("a Sec-Fetch-Dest other than document, or empty with cors by a registered origin", _is_part_of_a_page, REFUSED),
    ("a hint that is not ours", lambda case: case.hint == "invalid", BAD),
    ("hint and cookies of different people", _speak_of_different_people, ASKED),
    ("(a) Origin, or else Referer, is an origin of the app's return_to", lambda case: _source(case) == APP, GOES_ON),
    ("(b) Sec-Fetch-Site is same-origin or same-site", lambda case: case.site in ("same-origin", "same-site"), GOES_ON),
    ("(c) it is none and the hint is valid", lambda case: case.site == "none" and case.hint != "no hint", GOES_ON),
    ("(d) hint and a token in the cookies are of one session", lambda case: case.hint == case.cookies, GOES_ON),
    ("all else", lambda _: True, ASKED),
]
"""Who is asked first, line by line (docs/decisions/0004-who-is-asked-first.md); the first line that fits decides."""


def line_of(case: Case) -> int:
    """The line of the text that decides."""
    return next(number for number, (_, fits, _) in enumerate(TEXT) if fits(case))


def verdict_of(case: Case) -> str:
    """What the text says."""
    return TEXT[line_of(case)][2]
