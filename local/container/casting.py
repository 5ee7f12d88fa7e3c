"""Real values in the places of an event's placeholders, in each part of the event in that part's own writing."""

import json
import tomllib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from local.addresses import with_query
from local.container.function import Event
from local.navigation import origin
from local.places import REPOSITORY, Places
from local.pool import AppClient

NATIVE = "NATIVE_PERSON"
PERSON = "SIGNED_IN_PERSON"
STATE = "STATE_OF_THE_HOP"
TICKET = "TICKET_OF_A_FETCH_CALL"
JOURNEY = "__Host-logout-journey=SEALED_JOURNEY"
# What a placeholder stands for is only there after these events.
EARLIER = {STATE: ("logout", "return_from_cognito"), "SEALED_JOURNEY": ("logout",), TICKET: ("post_json",)}


def earlier(event: Event) -> tuple[str, ...]:
    """The names of the events that must come before this one."""
    text = json.dumps(event)
    return next((names for word, names in EARLIER.items() if word in text), ())


def is_native(event: Event) -> bool:
    """Whether it is about a person of the pool itself."""
    return NATIVE in json.dumps(event)


def addresses(places: Places, client: AppClient) -> dict[str, str]:
    """The addresses and cookie names of the stage `local`, which events speak of, and those of a running system."""
    stage = tomllib.loads((REPOSITORY / "functions" / "config" / "local.toml").read_text(encoding="utf-8"))
    (name, app), (provider,) = next(iter(stage["apps"].items())), stage["providers"].values()
    home = origin(app["return_to"][0])
    return {
        app["return_to"][0]: client.signed_out,
        home: origin(client.home),
        origin(provider["issuer"]): places.provider,
        f"{name}_": f"{client.name}_",
    }


def cast(event: Event, values: Mapping[str, str]) -> Event:
    """The event with each word of `values` replaced, in the order given; the event itself stays as it is."""
    filled = {name: replaced(value, values) for name, value in event.items() if name != "body"}
    return filled | {"body": body(event, values)}


def replaced(value: Any, values: Mapping[str, str]) -> Any:
    """The same JSON value with the words in its texts replaced."""
    if isinstance(value, dict):
        return {name: replaced(inner, values) for name, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner, values) for inner in value]
    if isinstance(value, str):
        for word, real in values.items():
            value = value.replace(word, real)
    return value


def body(event: Event, values: Mapping[str, str]) -> str | None:
    """The body with its values replaced: a form's are written differently from JSON's."""
    text: str | None = event.get("body")
    kinds = [value for name, value in (event.get("headers") or {}).items() if name.lower() == "content-type"]
    if text and kinds and "json" in kinds[0]:
        return json.dumps(replaced(json.loads(text), values))
    if text and kinds and "form" in kinds[0]:
        return urlencode([(name, replaced(value, values)) for name, value in parse_qsl(text, keep_blank_values=True)])
    return text


def shortened(url: str, longest: int = 80) -> str:
    """A URL whose long values, which can be tokens, are only counted."""
    long = {name: value for name, value in parse_qsl(urlsplit(url).query) if len(value) > longest}
    return with_query(url, {name: f"{len(value)}_characters" for name, value in long.items()}) if long else url
