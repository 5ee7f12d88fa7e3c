"""From a row, a provider and a journey to the URL that ends the provider's session, or to the best that is left."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import quote, urlencode

from coordinator.core.model import Provider
from coordinator.core.returns import is_web_url
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.row import SURELY, HintPolicy, Returns, Row


class Branch(StrEnum):
    """How much a provider is told, from all to nothing."""

    HINT = "hint"
    """All that the row names."""
    WITHOUT_HINT = "without_hint"
    """All but the hint: `client_id`, with `logout_hint` where there is one."""
    BARE = "bare"
    """Nothing but the constants of the stage file: the session ends, and nobody comes back."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a hop may tell: our return URL, a fresh `state`, the provider's own hint, and what the caller sent.

    `vouched` says that the `logout_hint` is out of verified claims, and so names the very session.
    """

    return_url: str
    state: str | None = field(default=None, repr=False)
    hint: str | None = field(default=None, repr=False)
    logout_hint: str | None = field(default=None, repr=False)
    ui_locales: str | None = field(default=None, repr=False)
    vouched: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a hop leads: by GET to `url`, or by a self-submitting form with `fields` when `method` is POST.

    `proves` says that a return with our `state` proves the end of the session.
    """

    url: str = field(repr=False)
    method: str = "GET"
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    returns: Returns = Returns.REGISTERED
    proves: bool = False


def row_of(provider: Provider) -> Row:
    """Return the provider's row; the stage file's parameter names fill one that is configurable."""
    row = CATALOGUE[provider.profile]
    if not row.configurable:
        return row
    returns = Returns(provider.returns)
    return replace(
        row,
        client_param=provider.client_param,
        return_param=provider.return_param,
        state_param=provider.state_param,
        returns=returns,
        proves=returns in SURELY and None not in (provider.state_param, provider.return_param),
    )


def fixed_endpoint(provider: Provider) -> str | None:
    """Return the endpoint that needs no discovery, None where there is none."""
    row = row_of(provider)
    return provider.logout_url or row.url or (None if row.discovers else _below_issuer(provider, row))


def fallback_endpoint(provider: Provider) -> str | None:
    """Return the endpoint for when discovery tells nothing, None where there is none."""
    row = row_of(provider)
    return _below_issuer(provider, row) if row.discovers else None


def _below_issuer(provider: Provider, row: Row) -> str | None:
    return f"{provider.issuer.rstrip('/')}{row.path}" if provider.issuer and row.path else None


def endpoint_allowed(provider: Provider, endpoint: str) -> bool:
    """Tell whether the browser may be sent to `endpoint` for this provider: the row's, configured, or discovered.

    A discovered endpoint may be plain http only when its issuer is (that is, on loopback).
    """
    row = row_of(provider)
    fixed = fixed_endpoint(provider)
    if fixed is not None or not row.is_hop:
        return endpoint == fixed
    return row.discovers and address_allowed(provider, endpoint)


def address_allowed(provider: Provider, address: str) -> bool:
    """Tell whether a discovered address may be called: plain http only when the issuer is (that is, on loopback)."""
    http = (provider.issuer or "").startswith("http://")
    return is_web_url(address) and (address.startswith("https://") or http)


def branches(provider: Provider, *, has_hint: bool) -> tuple[Branch, ...]:
    """Return the branches that the row allows, the fullest first; none when every hop is known to fail."""
    row = row_of(provider)
    if not row.is_hop:
        return ()
    allowed = [Branch.HINT] if has_hint and row.wants_hint else []
    known_without = provider.client_id is not None or row.client_param is None
    if not row.wants_hint or (row.hint is HintPolicy.OR_CLIENT_ID and known_without):
        allowed.append(Branch.WITHOUT_HINT)
    if row.bare:
        allowed.append(Branch.BARE)
    return tuple(allowed)


def returns(provider: Provider, branch: Branch) -> Returns:
    """Tell whether the browser comes back from this branch of the provider's hop."""
    row = row_of(provider)
    if branch is Branch.BARE:
        return Returns.NEVER
    return (row.without_hint or row.returns) if branch is Branch.WITHOUT_HINT else row.returns


def visit(provider: Provider, endpoint: str, told: Told) -> Visit | None:
    """Return where the hop leads, by the fullest branch whose URL fits; None when there is none.

    Each parameter is encoded once, and none is sent that the row does not name.
    """
    row = row_of(provider)
    for branch in branches(provider, has_hint=told.hint is not None):
        fields = _fields(provider, row, branch, told)
        url = _appended(endpoint, fields)
        back, proof = returns(provider, branch), _proves(row, branch, told)
        if "POST" in (row.method, provider.method) or (len(url) > row.longest_url and row.takes_post):
            return Visit(endpoint, "POST", fields, back, proof)
        if len(url) <= row.longest_url:
            return Visit(url, returns=back, proves=proof)
    return None


def _proves(row: Row, branch: Branch, told: Told) -> bool:
    """Tell whether the provider knew which session was meant, or could only end the right one."""
    if branch is Branch.HINT:
        return row.proves
    if row.wants_hint:
        return row.proves and row.proves_without_hint and branch is not Branch.BARE
    return row.proves and (row.logout_hint_param is None or (told.logout_hint is not None and told.vouched))


def _fields(provider: Provider, row: Row, branch: Branch, told: Told) -> tuple[tuple[str, str], ...]:
    values: tuple[tuple[str | None, str | None], ...] = ()
    if branch is not Branch.BARE:
        values = (
            (row.hint_param, told.hint if branch is Branch.HINT else None),
            (row.client_param, provider.client_id),
            (row.return_param, told.return_url),
            (row.state_param, told.state),
            (row.logout_hint_param, told.logout_hint),
            (row.ui_locales_param, told.ui_locales),
        )
    fields = tuple((name, value) for name, value in values if name and value)
    cascade = ((row.cascade_param, "true"),) if row.cascade_param and provider.cascade else ()
    return fields + cascade + provider.extra


def _appended(endpoint: str, fields: tuple[tuple[str, str], ...]) -> str:
    if not fields:
        return endpoint
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(fields, quote_via=quote, safe='')}"
