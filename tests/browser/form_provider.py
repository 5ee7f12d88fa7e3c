"""A provider that takes its logout by POST alone, with a session of its own that only this ends.

RP-Initiated Logout 1.0 section 2 has every provider take POST. Django's toolkit refuses a form from another site.
"""

import secrets
from urllib.parse import urlencode

from flask import Flask, make_response, redirect, request
from werkzeug import Response

from local.servers import Server

# Sent along with another site's form, as a provider's must be that takes one; Chromium takes Secure on loopback.
COOKIE = "form_provider_session"
ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=None"


class FormProvider:
    """The provider: `asked` holds the fields of each logout that it was asked for, by whom it knew."""

    def __init__(self, port: int) -> None:
        self.base = f"http://form-provider.localhost:{port}"
        self.server = Server(_application(self), port)
        self.sessions: set[str] = set()
        self.asked: list[dict[str, str]] = []

    def sign_in(self) -> str:
        """Begin a session, whose cookie is returned."""
        session = secrets.token_urlsafe(16)
        self.sessions.add(session)
        return session


def _application(provider: FormProvider) -> Flask:
    application = Flask(__name__)

    @application.get("/sign-in")
    def sign_in() -> Response:
        response = make_response("Signed in.")
        response.headers["Set-Cookie"] = f"{COOKIE}={provider.sign_in()}; {ATTRIBUTES}"
        return response

    @application.post("/end")
    def end() -> Response:
        provider.asked.append({**request.args, **request.form})
        provider.sessions.discard(request.cookies.get(COOKIE, ""))
        state = urlencode({"state": request.form["state"]})
        return redirect(f"{request.form['post_logout_redirect_uri']}?{state}", 303)

    return application
