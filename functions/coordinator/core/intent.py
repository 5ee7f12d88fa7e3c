"""Do we ask first? A hint names a session; it proves no intent."""

from dataclasses import dataclass

from coordinator.core.model import App, Claims
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
class Tokens:
    """The verified tokens of one request: the hint, and what the app's own cookies hold.

    `presented` says that the caller sent the hint. One that came out of a cookie proves nothing about who asks:
    the browser sends it along with anybody's link.
    """

    hint: Claims | None = None
    presented: bool = False
    from_cookies: tuple[Claims, ...] = ()

    @property
    def disagree(self) -> bool:
        """Whether hint and cookies speak of different people."""
        return len({claims.subject for claims in (self.hint, *self.from_cookies) if claims}) > 1

    @property
    def match(self) -> bool:
        """Whether a cookie holds a token of the very session that the hint names."""
        hint = self.hint
        if hint is None or hint.origin_jti is None or not self.presented:
            return False
        return any((own.subject, own.origin_jti) == (hint.subject, hint.origin_jti) for own in self.from_cookies)


def shown(app: App | None, evidence: Evidence, tokens: Tokens) -> bool:
    """Tell whether the request goes on without asking: (a) to (d) of docs/decisions/0004-who-is-asked-first.md."""
    if app is None or app.confirm == "always":
        return False
    if app.confirm == "never":
        return True
    if tokens.disagree:
        return False
    return (
        evidence.source in origins(app)
        or evidence.site in SAME_SITE
        or (evidence.site == "none" and tokens.hint is not None)
        or tokens.match
    )


def still_shown(origin: str | None, subject: str | None, evidence: Evidence, tokens: Tokens) -> bool:
    """Tell whether a ticket goes on without asking: it comes from the page that it was issued to, at `origin`.

    And the person whom the call was about, `subject`, is whom this browser's cookies speak of, if they speak.
    """
    people = {claims.subject for claims in (tokens.hint, *tokens.from_cookies) if claims}
    return origin is not None and evidence.source == origin and len(people | ({subject} if subject else set())) <= 1


def is_navigation(evidence: Evidence, allowed_origins: frozenset[str], own_origin: str) -> bool:
    """Tell whether the request is a navigation, or a `fetch` by a page that may call us.

    A same-origin GET carries no Origin, and perhaps no Referer: then it is our own origin that called.
    """
    if evidence.dest in (None, "document"):
        return True
    source = evidence.source or (own_origin if evidence.site == "same-origin" else None)
    return evidence.dest == "empty" and evidence.mode == "cors" and source in allowed_origins
