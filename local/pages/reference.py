"""The tables of docs/reference.md that the code decides: names, limits and places from there, what they mean by hand.

Where the code has a new name, the rest of its row is empty, which a test does not take.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from coordinator import deadline, gather
from coordinator.adapters import keys
from coordinator.core import deletions, denials, parameters, plan
from coordinator.core.model import Leg, Outcome, Purpose
from coordinator.errors import STATUS_OF
from coordinator.providers import row
from coordinator.settings import stage_file
from coordinator.web import events
from coordinator.web.request import OPERATORS_ROUTES, ROUTES

from local.pages import trail
from local.pages.marks import between, replaced, rows_of, table
from local.pages.reasons import reasons
from local.pages.stage_keys import stage_keys
from local.pages.template import template

LIMITS = {
    "a body, in bytes": events.LARGEST_BODY,
    "the `Cookie` header, in bytes (API Gateway takes 10,240 of request line and headers together)": (
        events.LARGEST_COOKIE_HEADER
    ),
    "refresh tokens that one request revokes, sent or in cookies": plan.MOST_REVOCATIONS,
    "sessions that one request writes to the revocation list": denials.MOST_SESSIONS,
    "ID and access tokens in an app's cookies that are verified": gather.MOST_BEARERS,
    "cookies of one name or family that one answer deletes": deletions.MOST_NAMES,
    "characters of all deletions in one answer": deletions.LARGEST_DELETIONS,
    "characters of a `return_to`": stage_file.LONGEST_RETURN,
    "characters of a provider's address, where its documents say nothing else": row.LONGEST_URL,
    "seconds to answer, whatever is down": deadline.REQUEST_SECONDS,
    "seconds for one call of ours": deadline.CALL_SECONDS,
    "seconds that an answer to our question is good": Purpose.CONFIRMATION.seconds,
    "seconds that a ticket is good": Purpose.TICKET.seconds,
    "seconds that a browser may be on its way between two of our answers": Purpose.JOURNEY.seconds,
    "seconds that keys and discovery documents are kept": keys.FRESH_SECONDS,
}

type Rows = Mapping[str, Sequence[str]]


def rendered(page: str) -> str:
    """Return the page as the code has it now."""
    for name, (head, codes_rows) in KEPT.items():
        page = replaced(page, name, table(head, _with_meanings(len(head), codes_rows(), rows_of(between(page, name)))))
    for name, fresh in WHOLE.items():
        page = replaced(page, name, fresh())
    return page


def _with_meanings(width: int, code: Rows, now: Iterable[Sequence[str]]) -> list[list[str]]:
    """The code's cells with those that the page has beside them, in the page's order; new ones at the end."""
    said = {cells[0].strip("`"): cells for cells in now}
    order = [*(name for name in said if name in code), *(name for name in code if name not in said)]
    rows = []
    for name in order:
        mine = [f"`{name}`", *code[name]]
        rows.append(mine + (list(said[name][len(mine) :]) if name in said else [""] * (width - len(mine))))
    return rows


def _routes() -> Rows:
    return {route: [", ".join(methods)] for route, methods in (ROUTES | OPERATORS_ROUTES).items()}


def _parameters() -> Rows:
    never = parameters.NEVER_IN_QUERY
    return {
        name: ["body alone" if name in never else "query or body", f"{most:,}"]
        for name, most in parameters.LONGEST.items()
    }


def _refusals() -> Rows:
    return {code: [str(status)] for code, status in STATUS_OF.items()}


def _names(names: Iterable[str]) -> Rows:
    return {name: [] for name in names}


def _metrics() -> Rows:
    return _names(trail.notices())


def _stage_keys(place: str) -> Callable[[], Rows]:
    return lambda: _names(sorted(stage_keys()[place]))


def _limits() -> str:
    return table(("what", "limit"), ([what, f"{most:,.0f}"] for what, most in LIMITS.items()))


def _stack_parameters() -> str:
    return table(
        ("parameter", "default", ""),
        ([f"`{name}`", _default(one), one["Description"]] for name, one in template()["Parameters"].items()),
    )


def _default(parameter: Mapping[str, Any]) -> str:
    if "Default" not in parameter:
        return "needed"
    return f"`{parameter['Default']}`" if parameter["Default"] != "" else "empty"


def _stack_outputs() -> str:
    outputs = template()["Outputs"].items()
    return table(("output", ""), ([f"`{name}`", one["Description"]] for name, one in outputs))


KEPT: dict[str, tuple[Sequence[str], Callable[[], Rows]]] = {
    "routes": (("route", "methods", "what it is"), _routes),
    "parameters": (("parameter", "where", "limit", "meaning"), _parameters),
    "refusals": (("code", "status", "what to do"), _refusals),
    "legs": (("leg", "what it is"), lambda: _names(Leg)),
    "outcomes": (("outcome", "what it says"), lambda: _names(Outcome)),
    "reasons": (("reason", "leg", "what it says"), lambda: _names(reasons())),
    "metrics": (("metric", "what it counts"), _metrics),
    "keys of an app": (("key of `[apps.<name>]`", "values", "meaning"), _stage_keys("apps")),
    "keys of a cookie": (("key of an entry of `cookies`", "values", "meaning"), _stage_keys("cookies")),
    "keys of a provider": (("key of `[providers.<name>]`", "values", "meaning"), _stage_keys("providers")),
}
WHOLE: dict[str, Callable[[], str]] = {
    "event": trail.example,
    "limits": _limits,
    "stack parameters": _stack_parameters,
    "stack outputs": _stack_outputs,
}
