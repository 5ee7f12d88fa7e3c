"""Gather: everything about one logout that its request tells, verified, with every refusal before any effect."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from coordinator.core import cookies, identity, returns
from coordinator.core.continuation import Continuation
from coordinator.core.identity import Identity
from coordinator.core.intent import VerifiedTokens
from coordinator.core.model import App, Claims, Provider
from coordinator.core.parameters import Parameters
from coordinator.core.plan import AccessToken
from coordinator.core.sign_ins import Account, CameIn
from coordinator.deadline import Deadline
from coordinator.dependencies import Dependencies
from coordinator.errors import Refused, TokenInvalid, Unavailable
from coordinator.providers import choosing
from coordinator.verdicts import Verdicts, access_token, believed, verify
from coordinator.web.request import Request

MOST_BEARERS = 16
"""Tokens in an app's cookies that are verified: an app has two, and a neighbour may plant more."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Tokens from one place: what the caller brought, or what the browser's cookies hold."""

    refresh: tuple[str, ...] = field(default=(), repr=False)
    access: tuple[AccessToken, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one logout is about: what was asked, what the caller brought, and what the browser sent along by itself.

    `waiting` is what a ticket or a confirmation carried here, `app_by_caller` the app as far as the caller named it,
    `configured` the providers of the stage file, `this_time` the one that the person came in through, once it is
    remembered. `vouched` says that each ID and access token in the app's cookies is
    verified: then nobody else's can be meant by the refresh tokens beside them. With `untold` nobody
    could tell of one of them: the keys were not to be had.
    """

    asked: Parameters
    app: App | None
    return_to: str | None
    tokens: VerifiedTokens
    brought: Credentials
    ambient: Credentials
    configured: Mapping[str, Provider]
    waiting: Continuation | None = None
    app_by_caller: App | None = None
    vouched: bool = False
    untold: bool = False
    this_time: str | None = None

    @property
    def subject(self) -> str | None:
        """The verified user, None when nobody is."""
        first = next((claims.subject for claims in self.tokens.believed), None)
        return first or (self.waiting.subject if self.waiting else None)

    @property
    def linked(self) -> tuple[str, ...] | None:
        """The verified providers by their names in the stage file, or in the pool for those that it does not have.

        Empty for a native user, None when unknown.
        """
        if self.tokens.identity is None:
            return self.waiting.linked if self.waiting and not self.tokens.disagree else None
        listed = self._identities
        return None if listed is None else tuple(dict.fromkeys(name for name, _ in listed))

    @property
    def people(self) -> dict[str, str]:
        """Who the verified user is at each provider."""
        people: dict[str, str] = {}
        for name, one in self._identities or ():
            if one.user_id is not None:
                people.setdefault(name, one.user_id)
        return people

    @property
    def came_in(self) -> CameIn | None:
        """What the verified ID token says of its sign-in, None when there is none, or it does not say when it was."""
        token = self.tokens.identity
        if token is None:
            return self.waiting.came_in if self.waiting and not self.tokens.disagree else None
        began = token.everything.get("auth_time")
        if not isinstance(began, int) or isinstance(began, bool):
            return None
        accounts = tuple(Account(name, one.provider, one.user_id) for name, one in self._identities or ())
        live = [one.expires for one in (token, *self.tokens.believed) if one.subject == token.subject]
        return CameIn(accounts, began, max(live))

    @property
    def _identities(self) -> list[tuple[str, Identity]] | None:
        """The identities, each with the name of its provider; None when they cannot be read."""
        listed = identity.identities(self.tokens.identity.everything) if self.tokens.identity else ()
        if listed is None:
            return None
        known = choosing.configured(listed, self.configured)
        return [(one.name if one else of.provider, of) for one, of in zip(known, listed, strict=True)]

    @property
    def providers(self) -> tuple[str, ...] | None:
        """The providers to visit, None when nobody knows them."""
        return identity.choose(self.linked, self.asked.identity_provider, self.this_time)

    @property
    def tokens_live_until(self) -> int | None:
        """When the last of the verified tokens expires, in seconds since the epoch."""
        return max((claims.expires for claims in self.tokens.believed), default=None)

    def without_ambient(self) -> "Gathered":
        """Leave out what the browser sent along by itself: nobody has shown that the person meant this logout."""
        return replace(self, app=self.app_by_caller, tokens=self.tokens.without_ambient(), ambient=Credentials())


def gather(
    request: Request, asked: Parameters, waiting: Continuation | None, deps: Dependencies, deadline: Deadline
) -> Gathered:
    """Return what the request tells; raises Refused. `waiting` is what a ticket or confirmation carried here."""
    named = _named_app(asked, deps)
    candidates = [named] if named else list(deps.settings.apps.values())
    came = cookies.of_any(candidates, request.cookies)
    found = {app.name: cookies.held(app, came) for app in candidates}
    own_hint = None if asked.id_token_hint else _only_id_token(found)
    access = [token for token in (asked.access_token, request.bearer) if token]
    arrived = {app.name: cookies.bearers(app, came)[:MOST_BEARERS] for app in candidates}
    verdicts = verify(asked.id_token_hint or own_hint, access, chain(*arrived.values()), deps, deadline)
    hint = _hint_claims(asked.id_token_hint, verdicts) or _own_claims(own_hint, named, verdicts)
    app = _app(named, hint, deps)
    own = found.get(app.name, {}) if app else {}
    own_access = own.get("access_token")
    brought = Credentials(_some(asked.refresh_token), tuple(access_token(token, verdicts) for token in access))
    own_refresh = cookies.refresh_tokens(app, request.cookies) if app else ()
    ambient = Credentials(own_refresh, (access_token(own_access, verdicts),) if own_access else ())
    first = [(kind, own[kind]) for kind in ("id_token", "access_token") if kind in own]
    held = dict.fromkeys((*first, *(arrived.get(app.name, ()) if app else ())))
    judged = [believed(verdicts, kind.removesuffix("_token"), token) for kind, token in held]
    from_cookies = tuple(claims for claims in judged if claims)
    vouched = bool(judged) and None not in judged
    sent = tuple(one.claims for one in brought.access if one.claims)
    tokens = VerifiedTokens(hint, asked.id_token_hint is not None, from_cookies, sent)
    return_to = returns.registered(app, asked.post_logout_redirect_uri)
    app_by_caller = app if tokens.presented else named or deps.settings.only_app
    configured = deps.settings.providers
    untold = any(isinstance(verdict, Unavailable) for verdict in verdicts.values())
    return Gathered(
        asked, app, return_to, tokens, brought, ambient, configured, waiting, app_by_caller, vouched, untold
    )


def _named_app(asked: Parameters, deps: Dependencies) -> App | None:
    """Return the app that the caller named; what can be refused without a look at tokens is refused first."""
    app = deps.settings.app_of_client(asked.client_id)
    if asked.client_id is not None and app is None:
        raise Refused("unknown_client", "client_id is none of the configured apps")
    if asked.identity_provider and asked.identity_provider not in deps.settings.providers:
        raise Refused("unknown_provider", "identity_provider is none of the configured providers")
    if app or deps.settings.only_app:
        returns.registered(app or deps.settings.only_app, asked.post_logout_redirect_uri)
    return app


def _app(named: App | None, hint: Claims | None, deps: Dependencies) -> App | None:
    """Return the app: the one that was named, else the hint's audience, else the only one there is."""
    settings = deps.settings
    if hint is not None and named is not None and hint.client_id != named.client_id:
        raise Refused("client_mismatch", "client_id and the hint's audience are different apps")
    return named or (settings.app_of_client(hint.client_id) if hint else settings.only_app)


def _only_id_token(found: Mapping[str, Mapping[str, str]]) -> str | None:
    """Return the ID token that the apps' cookies hold, None when there is none or more than one."""
    tokens = {held["id_token"] for held in found.values() if "id_token" in held}
    return tokens.pop() if len(tokens) == 1 else None


def _hint_claims(hint: str | None, verdicts: Verdicts) -> Claims | None:
    """Return the claims of the caller's hint, None when there is none or the keys could not be had; else Refused."""
    verdict = verdicts.get(("id", hint)) if hint else None
    if isinstance(verdict, TokenInvalid):
        raise Refused("invalid_hint", "id_token_hint is no ID token of this user pool for one of its configured apps")
    return verdict if isinstance(verdict, Claims) else None


def _own_claims(own_hint: str | None, named: App | None, verdicts: Verdicts) -> Claims | None:
    """Return the claims of the ID token in a cookie; two apps may share the cookie's name, so another's is no hint."""
    claims = believed(verdicts, "id", own_hint)
    return None if claims and named and claims.client_id != named.client_id else claims


def _some(token: str | None) -> tuple[str, ...]:
    return (token,) if token else ()
