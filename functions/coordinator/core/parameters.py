"""What did the caller ask for? Parameters of query and body, each at most once, none where it must not be."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from coordinator.core.model import Reach
from coordinator.errors import Refused

LONGEST = {
    "id_token_hint": 16_384,
    "refresh_token": 16_384,
    "access_token": 16_384,
    "confirm": 32_768,
    "ticket": 8_192,
    "post_logout_redirect_uri": 2_048,
    "state": 1_024,
    "logout_hint": 320,
    "ui_locales": 128,
    "client_id": 128,
    "identity_provider": 128,
    "reach": 16,
}
"""Every parameter that we read, with its longest value in characters."""

TOO_LARGE = frozenset({"id_token_hint", "refresh_token", "access_token", "confirm", "ticket"})
NEVER_IN_QUERY = ("refresh_token", "access_token")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one logout; empty values count as absent (OAuth 2.0, RFC 6749 section 3.1).

    Whoever calls may write anything anywhere: none of their texts is in the printed form.
    """

    client_id: str | None = field(default=None, repr=False)
    post_logout_redirect_uri: str | None = field(default=None, repr=False)
    state: str | None = field(default=None, repr=False)
    reach: Reach = Reach.BROWSER
    identity_provider: str | None = field(default=None, repr=False)
    logout_hint: str | None = field(default=None, repr=False)
    ui_locales: str | None = field(default=None, repr=False)
    id_token_hint: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    confirm: str | None = field(default=None, repr=False)
    ticket: str | None = field(default=None, repr=False)


def read(query: Iterable[tuple[str, str]], body: Iterable[tuple[str, str]]) -> Parameters:
    """Return the parameters; raises Refused for one that is repeated, too long, or a token in the query.

    Parameters that nobody defined are ignored, as RFC 6749 section 3.1 asks.
    """
    found: dict[str, str] = {}
    query = list(query)
    if any(name in NEVER_IN_QUERY for name, _ in query):
        raise Refused("token_in_query", "a refresh or access token must not lie in a URL: send it in the body")
    for name, value in (*query, *body):
        if name not in LONGEST:
            continue
        if name in found:
            raise Refused("duplicate_parameter", f"{name} is given more than once")
        if len(value) > LONGEST[name]:
            code = "too_large" if name in TOO_LARGE else "invalid_request"
            raise Refused(code, f"{name} is longer than {LONGEST[name]} characters")
        if not is_text(value):
            raise Refused("invalid_request", f"{name} is no text in UTF-8")
        found[name] = value
    present = {name: value for name, value in found.items() if value}
    reach = _reach(present.pop("reach", Reach.BROWSER.value))
    if "post_logout_redirect_uri" not in present:
        present.pop("state", None)
    return Parameters(reach=reach, **present)


def is_text(value: str) -> bool:
    """Tell whether UTF-8 can carry the value: JSON may name half of a surrogate pair, which nothing can."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _reach(value: str) -> Reach:
    try:
        return Reach(value)
    except ValueError:
        raise Refused("invalid_request", "reach is app, browser or everywhere") from None
