"""Gather: everything about one logout that its request tells, verified, with every refusal before any effect."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from coordinator.core import cookies, identity, returns
from coordinator.core.continuation import Continuation
from coordinator.core.intent import Tokens
from coordinator.core.model import App, Claims
from coordinator.core.parameters import Asked
from coordinator.core.plan import AccessToken
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError, Refused, TokenInvalid, Unavailable
from coordinator.request import Request

type Verdicts = Mapping[tuple[str, str], Claims | CoordinatorError]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Tokens from one place: what the caller brought, or what the browser's cookies hold."""

    refresh: tuple[str, ...] = field(default=(), repr=False)
    access: tuple[AccessToken, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one logout is about. `linked` are the verified providers: empty for a native user, None when unknown."""

    asked: Asked
    app: App | None
    return_to: str | None
    tokens: Tokens
    brought: Credentials
    ambient: Credentials
    linked: tuple[str, ...] | None
    subject: str | None
    tokens_live_until: int | None

    @property
    def providers(self) -> tuple[str, ...] | None:
        """The providers to visit, None when nobody knows them."""
        return identity.choose(self.linked, self.asked.identity_provider)


def gather(
    request: Request, asked: Asked, waiting: Continuation | None, dependencies: Dependencies, deadline: Deadline
) -> Gathered:
    """Return what the request tells; raises Refused. `waiting` is what a ticket or confirmation carried here."""
    settings = dependencies.settings
    named = _named_app(asked, dependencies)
    if asked.identity_provider and asked.identity_provider not in settings.providers:
        raise Refused("unknown_provider", "identity_provider is none of the configured providers")
    if named or settings.only_app:
        returns.registered(named or settings.only_app, asked.post_logout_redirect_uri)
    found = {app.name: cookies.held(app, request.cookies) for app in ([named] if named else settings.apps.values())}
    own_hint = None if asked.id_token_hint else _only_id_token(found)
    access = [token for token in (asked.access_token, request.bearer) if token]
    verdicts = _verify(asked.id_token_hint or own_hint, access, found.values(), dependencies, deadline)
    hint_claims = _hint_claims(asked.id_token_hint, verdicts) or _believed(verdicts, "id", own_hint)
    app = _app(named, hint_claims, dependencies)
    own = found.get(app.name, {}) if app else {}
    kinds = [(kind, own.get(f"{kind}_token")) for kind in ("id", "access")]
    from_cookies = tuple(claims for kind, token in kinds if (claims := _believed(verdicts, kind, token)))
    brought = Credentials(_some(asked.refresh_token), tuple(_access(token, verdicts) for token in access))
    own_access = own.get("access_token")
    ambient = Credentials(_some(own.get("refresh_token")), (_access(own_access, verdicts),) if own_access else ())
    believed = [hint_claims, *from_cookies, *(one.claims for one in brought.access)]
    return Gathered(
        asked=asked,
        app=app,
        return_to=returns.registered(app, asked.post_logout_redirect_uri),
        tokens=Tokens(hint_claims, asked.id_token_hint is not None, from_cookies),
        brought=brought,
        ambient=ambient,
        linked=_linked(hint_claims, waiting),
        subject=next((claims.subject for claims in believed if claims), waiting.subject if waiting else None),
        tokens_live_until=max((claims.expires for claims in believed if claims), default=None),
    )


def _named_app(asked: Asked, dependencies: Dependencies) -> App | None:
    app = dependencies.settings.app_of_client(asked.client_id)
    if asked.client_id is not None and app is None:
        raise Refused("unknown_client", "client_id is none of the configured apps")
    return app


def _app(named: App | None, hint: Claims | None, dependencies: Dependencies) -> App | None:
    """Return the app: the one that was named, else the hint's audience, else the only one there is."""
    settings = dependencies.settings
    if hint is not None and named is not None and hint.client_id != named.client_id:
        raise Refused("client_mismatch", "client_id and the hint's audience are different apps")
    return named or (settings.app_of_client(hint.client_id) if hint else settings.only_app)


def _only_id_token(found: Mapping[str, Mapping[str, str]]) -> str | None:
    """Return the ID token that the apps' cookies hold, None when there is none or more than one."""
    tokens = {held["id_token"] for held in found.values() if "id_token" in held}
    return tokens.pop() if len(tokens) == 1 else None


def _verify(
    hint: str | None,
    access: Sequence[str],
    found: Iterable[Mapping[str, str]],
    dependencies: Dependencies,
    deadline: Deadline,
) -> Verdicts:
    """Verify every token of the request in one call, so that the keys are fetched once at most."""
    wanted = [("id", hint)] if hint else []
    wanted += [("access", token) for token in access]
    for held in found:
        wanted += [(kind, held[f"{kind}_token"]) for kind in ("id", "access") if f"{kind}_token" in held]
    wanted = list(dict.fromkeys(wanted))
    verdicts: dict[tuple[str, str], Claims | CoordinatorError] = {}
    if wanted:
        side_by_side([partial(_verify_all, wanted, verdicts, dependencies)], deadline)
    return dict(verdicts)


def _verify_all(
    wanted: Sequence[tuple[str, str]],
    verdicts: dict[tuple[str, str], Claims | CoordinatorError],
    dependencies: Dependencies,
) -> None:
    for kind, token in wanted:
        try:
            verdicts[kind, token] = dependencies.tokens.verify(token, kind)
        except (TokenInvalid, Unavailable) as error:
            verdicts[kind, token] = error


def _hint_claims(hint: str | None, verdicts: Verdicts) -> Claims | None:
    """Return the claims of the caller's hint, None when there is none or the keys could not be had; else Refused."""
    verdict = verdicts.get(("id", hint)) if hint else None
    if isinstance(verdict, TokenInvalid):
        raise Refused("invalid_hint", "id_token_hint is no ID token of this user pool for one of its configured apps")
    return verdict if isinstance(verdict, Claims) else None


def _believed(verdicts: Verdicts, kind: str, token: str | None) -> Claims | None:
    """Return the claims of a cookie's token, None when it is not to be believed.

    Nobody is refused for what a cookie holds: a stale or tossed cookie would lock its owner in.
    """
    verdict = verdicts.get((kind, token or ""))
    return verdict if isinstance(verdict, Claims) else None


def _access(token: str, verdicts: Verdicts) -> AccessToken:
    verdict = verdicts.get(("access", token))
    if isinstance(verdict, Claims):
        return AccessToken(token, verdict)
    return AccessToken(token, None, "access_token_invalid" if isinstance(verdict, TokenInvalid) else "keys_unavailable")


def _linked(hint: Claims | None, waiting: Continuation | None) -> tuple[str, ...] | None:
    if hint is not None:
        return identity.linked_providers(hint.everything)
    return waiting.linked if waiting else None


def _some(token: str | None) -> tuple[str, ...]:
    return (token,) if token else ()
