"""From a row, a provider and a journey to the URL that ends the provider's session."""

from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

from coordinator.core.model import Provider
from coordinator.core.returns import is_web_url
from coordinator.providers.catalogue import CATALOGUE, HintPolicy, Kind, Row


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a hop leads: by GET to `url`, or by a self-submitting form with `fields` when `method` is POST."""

    url: str = field(repr=False)
    method: str = "GET"
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def row_of(provider: Provider) -> Row:
    """Return the provider's row; the stage file's parameter names fill one that is configurable."""
    row = CATALOGUE[provider.profile]
    if not row.configurable:
        return row
    return replace(
        row,
        client_param=provider.client_param,
        return_param=provider.return_param,
        state_param=provider.state_param,
        proves=provider.returns in ("registered", "always") and provider.state_param is not None,
    )


def endpoint_allowed(provider: Provider, endpoint: str) -> bool:
    """Tell whether the browser may be sent to `endpoint` for this provider: configured, or discovered and https.

    A discovered endpoint may be plain http only when its issuer is (that is, on loopback).
    """
    if provider.logout_url is not None:
        return endpoint == provider.logout_url
    if not row_of(provider).discovers or not is_web_url(endpoint):
        return False
    return endpoint.startswith("https://") or (provider.issuer or "").startswith("http://")


def can_visit(provider: Provider, *, has_hint: bool) -> bool:
    """Tell whether a hop can work: without hint and without client_id no provider knows who asks."""
    row = row_of(provider)
    if row.kind is not Kind.HOP:
        return False
    return row.hint is not HintPolicy.OR_CLIENT_ID or has_hint or provider.client_id is not None


def visit(
    provider: Provider,
    endpoint: str,
    *,
    return_url: str,
    state: str | None,
    hint: str | None = None,
    logout_hint: str | None = None,
    ui_locales: str | None = None,
) -> Visit:
    """Return where the hop leads; each parameter is encoded once, and none is sent that the row does not name."""
    row = row_of(provider)
    values = (
        (row.hint_param, hint if row.hint is not HintPolicy.UNUSED else None),
        (row.client_param, provider.client_id),
        (row.return_param, return_url),
        (row.state_param, state),
        (row.logout_hint_param, logout_hint),
        (row.ui_locales_param, ui_locales),
    )
    fields = tuple((name, value) for name, value in values if name and value) + provider.extra
    url = _appended(endpoint, fields)
    if row.method == "POST" or (row.takes_post and len(url) > row.longest_url):
        return Visit(endpoint, "POST", fields)
    return Visit(url)


def _appended(endpoint: str, fields: tuple[tuple[str, str], ...]) -> str:
    if not fields:
        return endpoint
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(fields, quote_via=quote, safe='')}"
