"""The events of `events/`, and what each comes to: as it is, and with a real person's tokens in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.invoke import EVENTS, read_event

FILES = sorted(path.stem for path in EVENTS.glob("*.json"))
AUTHORIZING = sorted(f"authorizer/{path.stem}" for path in EVENTS.glob("authorizer/*.json"))


@dataclass(frozen=True, slots=True)
class Expected:
    """A status, what `Location` begins with, the audit's last step, and whether a person's tokens survive it live."""

    status: int
    live: int
    location: str = ""
    step: str | None = None
    tokens_live: bool = False


COGNITO = "http://localhost:8001/logout?"
EXPECTED = {
    "everywhere": Expected(303, 303, COGNITO, "effect"),
    "hostile_return_url": Expected(400, 400, step="refused", tokens_live=True),
    "logout": Expected(303, 303, COGNITO, "effect"),
    "native_user": Expected(303, 303, COGNITO, "effect"),
    "no_session": Expected(303, 303, COGNITO, "requested", tokens_live=True),
    "options": Expected(204, 204, tokens_live=True),
    "post_form_refresh_token": Expected(400, 303, step="refused"),
    "post_json": Expected(400, 200, step="refused"),
    "return_from_cognito": Expected(400, 303, step="refused"),
    "return_from_provider": Expected(400, 303, step="refused"),
    "start": Expected(400, 303, step="refused"),
}


def event(name: str) -> dict[str, Any]:
    """An event by its name."""
    return read_event(Path(EVENTS / f"{name}.json"))
