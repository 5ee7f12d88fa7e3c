"""The `cognito` cookie: one hour, on the pool's domain, one for all app clients of the pool.

Sources: Amazon Cognito developer guide, "quotas" (the session cookie of managed login is valid for 1 hour, not
adjustable), "managing-user-sessions" (a single sign-on session is backed by a browser cookie, belongs to one browser
and lets the user reach the pool's other app clients without signing in again); AWS knowledge center,
"cognito-logout-endpoint-globalsignoutapi" (the cookie's name; using the session again resets it to 1 hour). No API
ends it: revocation and global sign-out leave it alive ("amazon-cognito-user-pools-using-the-refresh-token").
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from werkzeug import Request, Response

if TYPE_CHECKING:
    from local.cognito_domain.saml_messages import SignedIn

COOKIE = "cognito"
SECONDS = 3600


@dataclass(slots=True)
class BrowserSession:
    """One browser's sign-in: by a provider, whose ID token or SAML response is kept, or at Cognito's own page.

    `form` is what the person posted there. The embedded AWS issues a code for nothing less, so it is posted again when
    the person comes back silently; real Cognito keeps no password.
    """

    provider: str | None
    id_token: str = field(default="", repr=False)
    form: dict[str, str] = field(default_factory=dict, repr=False)
    saml: "SignedIn | None" = None
    expires: float = 0.0


class Sessions:
    """All browser sessions of the domain."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sessions: dict[str, BrowserSession] = {}

    def of(self, request: Request) -> BrowserSession | None:
        """The live session of the browser that sent `request`."""
        session = self._sessions.get(request.cookies.get(COOKIE, ""))
        return session if session and self._clock() < session.expires else None

    def begin(self, session: BrowserSession, response: Response) -> None:
        """Remember a new sign-in and give its cookie to the browser."""
        name = secrets.token_urlsafe(32)
        session.expires = self._clock() + SECONDS
        self._sessions[name] = session
        response.set_cookie(COOKIE, name, max_age=SECONDS, path="/", secure=True, httponly=True, samesite="Lax")

    def renew(self, request: Request, response: Response) -> None:
        """Give the browser's session another hour."""
        name = request.cookies.get(COOKIE, "")
        if name in self._sessions:
            self._sessions[name].expires = self._clock() + SECONDS
            response.set_cookie(COOKIE, name, max_age=SECONDS, path="/", secure=True, httponly=True, samesite="Lax")

    def end(self, request: Request, response: Response) -> None:
        """Forget the browser's session and delete its cookie."""
        self._sessions.pop(request.cookies.get(COOKIE, ""), None)
        response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
