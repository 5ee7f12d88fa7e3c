"""Do we ask first? A hint names a session; it proves no intent."""

from dataclasses import dataclass

from coordinator.core.model import App, Claims, Reach
from coordinator.core.returns import origin_of, origins

SAME_SITE = frozenset({"same-origin", "same-site"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the browser says about where the request comes from; None for a header that is missing."""

    origin: str | None = None
    referer: str | None = None
    site: str | None = None
    mode: str | None = None
    dest: str | None = None

    @property
    def source(self) -> str | None:
        """The origin that sent the browser here: `Origin`, or else that of `Referer`; None for `null`."""
        if self.origin is not None:
            return None if self.origin == "null" else self.origin
        return origin_of(self.referer) if self.referer else None


@dataclass(frozen=True, slots=True)
class VerifiedTokens:
    """The verified tokens of one request: the hint, what the app's own cookies hold, and access tokens in the body.

    `presented` says that the caller sent the hint. One that came out of a cookie proves nothing about who asks:
    the browser sends it along with anybody's link.
    """

    hint: Claims | None = None
    presented: bool = False
    from_cookies: tuple[Claims, ...] = ()
    brought: tuple[Claims, ...] = ()

    @property
    def believed(self) -> tuple[Claims, ...]:
        """Every verified token: the browser's own first, since it is the browser's sessions that end."""
        return tuple(claims for claims in (*self.from_cookies, self.hint, *self.brought) if claims)

    @property
    def disagree(self) -> bool:
        """Whether they speak of different people."""
        return len({claims.subject for claims in self.believed}) > 1

    def ended(self, *, intended: bool) -> tuple[Claims, ...]:
        """Return the tokens whose sessions end.

        Who holds an access token may end its session, as with all that is in a body. A hint only names one: it counts
        where the logout is intended, and where no other token speaks of somebody else.
        """
        named = (self.hint,) if self.hint and intended and not self.disagree else ()
        return (*self.from_cookies, *self.brought, *named)

    @property
    def identity(self) -> Claims | None:
        """The ID token that says who came in, through which provider: the browser's own, or none, if they disagree."""
        return self.own_identity if self.disagree else self.hint

    @property
    def own_identity(self) -> Claims | None:
        """The ID token in the browser's cookies."""
        return next((claims for claims in self.from_cookies if claims.everything.get("token_use") == "id"), None)

    def without_ambient(self) -> "VerifiedTokens":
        """Leave out what the browser sent along by itself."""
        return VerifiedTokens(self.hint if self.presented else None, self.presented, (), self.brought)

    @property
    def match(self) -> bool:
        """Whether a cookie holds a token of the very session that the hint names."""
        hint = self.hint
        if hint is None or hint.origin_jti is None or not self.presented:
            return False
        return any((own.subject, own.origin_jti) == (hint.subject, hint.origin_jti) for own in self.from_cookies)


def shown(app: App | None, evidence: Evidence, tokens: VerifiedTokens, reach: Reach = Reach.BROWSER) -> bool:
    """Tell whether the request goes on without asking: (a) to (d) of docs/decisions/0004-who-is-asked-first.md.

    A typed address that has the hint out of a cookie could be a link in a mail: for `everywhere` that is not enough.
    """
    if app is None or app.confirm == "always":
        return False
    if app.confirm == "never":
        return True
    if tokens.disagree:
        return False
    return (
        evidence.source in origins(app)
        or evidence.site in SAME_SITE
        or (evidence.site == "none" and tokens.hint is not None and (tokens.presented or reach is not Reach.EVERYWHERE))
        or tokens.match
    )


def origin_for_ticket(app: App | None, evidence: Evidence) -> str | None:
    """Return the page of the app that a ticket is issued to; None, so that the ticket asks, for any other page."""
    return evidence.source if app is not None and evidence.source in origins(app) else None


def still_shown(
    app: App | None, origin: str | None, subject: str | None, evidence: Evidence, tokens: VerifiedTokens
) -> bool:
    """Tell whether a ticket goes on without asking: it comes from the page of the app that it was issued to.

    And the person whom the call was about, `subject`, is whom this browser's cookies speak of, if they speak.
    """
    if app is None or app.confirm == "always" or origin is None or origin not in origins(app):
        return False
    people = {claims.subject for claims in tokens.believed} | ({subject} if subject else set())
    return evidence.source == origin and len(people) <= 1


def is_navigation(evidence: Evidence, allowed_origins: frozenset[str], own_origin: str) -> bool:
    """Tell whether the request is a navigation, or a `fetch` by a page that may call us.

    A same-origin GET carries no Origin, and perhaps no Referer: then it is our own origin that called.
    """
    if evidence.dest in (None, "document"):
        return True
    source = evidence.source or (own_origin if evidence.site == "same-origin" else None)
    return evidence.dest == "empty" and evidence.mode == "cors" and source in allowed_origins
