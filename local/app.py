"""The apps that people use: each signs in at Cognito, keeps its tokens in cookies and has a button to sign out."""

import secrets
from collections.abc import Callable
from urllib.parse import urlencode

import requests
from flask import Blueprint, Flask, redirect, render_template, request
from werkzeug import Response

from local.app_pages import pages
from local.places import Places
from local.pool import DEMO, SCOPES, AppClient, Pool

# What each cookie holds, by the end of its name; `session` is the app's own.
COOKIES = {"id": "id_token", "at": "access_token", "rt": "refresh_token"}
SECONDS = 10.0


def application(places: Places, pool: Pool, demo: Blueprint | None = None) -> Flask:
    """All apps of the pool on one port, each below its name, and a page that lists them; the demo in its place."""
    app = Flask("apps", root_path=str(pages.FOLDER), template_folder=".")
    bare = [client for client in pool.apps.values() if client.name != DEMO]
    for client in bare:
        app.register_blueprint(routes(places, client))
    if demo:
        app.register_blueprint(demo)

    @app.get("/")
    def front() -> str | Response:
        if demo:
            return redirect(pool.apps[DEMO].home)
        return render_template("front.html", clients=bare, arrival=pages.arrival)

    @app.after_request
    def guard(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", pages.NOTHING)  # an app's own pages have theirs by now
        return answer

    return app


def routes(places: Places, client: AppClient) -> Blueprint:
    """The pages of one app."""
    blueprint = Blueprint(client.name, __name__, url_prefix=f"/{client.name}")

    @blueprint.get("/")
    def home() -> str:
        return pages.home(places, client, tokens_in_cookies(client), request.args.get("reach", ""))

    @blueprint.get("/sign-in")
    def sign_in() -> Response:
        state = secrets.token_urlsafe(16)
        answer = redirect(sign_in_url(places, client, state, **to_sign_in_page(client)))
        answer.set_cookie(f"{client.name}_state", state, path="/", httponly=True, samesite="Lax")
        return answer

    @blueprint.get("/callback")
    def callback() -> Response:
        return back_from_cognito(places, client)

    @blueprint.get("/signed-out")
    def signed_out() -> Response:
        answer = Response(render_template("signed_out.html", client=client), mimetype="text/html")
        if not places.reaches(client.host):  # then nobody but the app itself can delete its cookies
            for ending in (*COOKIES, "session"):
                answer.delete_cookie(f"{client.name}_{ending}", path="/", httponly=True, samesite="Lax")
        return answer

    @blueprint.after_request
    def guard(answer: Response) -> Response:
        return pages.guarded(answer, places, client)

    return blueprint


def back_from_cognito(
    places: Places, client: AppClient, given: Callable[[dict[str, str]], None] = lambda tokens: None
) -> Response:
    """Exchange the code for tokens and keep them in cookies; a page when this browser did not ask for it.

    `given` is called with the tokens.
    """
    if request.args.get("state") != request.cookies.get(f"{client.name}_state"):
        return page("<p>This sign-in was not started here.</p>", 400)
    tokens = tokens_for(places, client, request.args.get("code", ""))
    if tokens is None:
        return page("<p>Not signed in.</p>", 400)
    given(tokens)
    answer = redirect(client.home)
    kept = {ending: tokens[name] for ending, name in COOKIES.items()} | {"session": secrets.token_urlsafe(16)}
    for ending, value in kept.items():
        answer.set_cookie(f"{client.name}_{ending}", value, path="/", httponly=True, samesite="Lax")
    answer.delete_cookie(f"{client.name}_state", path="/", httponly=True, samesite="Lax")
    return answer


def tokens_in_cookies(client: AppClient) -> dict[str, str]:
    """The tokens that the browser brought back, by their names at the token endpoint."""
    found = {name: request.cookies.get(f"{client.name}_{ending}", "") for ending, name in COOKIES.items()}
    return {name: value for name, value in found.items() if value}


def sign_in_url(places: Places, client: AppClient, state: str, **more: str) -> str:
    """Cognito's authorization endpoint with this app's request; `more` adds parameters such as `prompt`."""
    query = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.callback,
        "scope": " ".join(SCOPES),
        "state": state,
    }
    return f"{places.cognito}/oauth2/authorize?{urlencode(query | more)}"


def to_sign_in_page(client: AppClient) -> dict[str, str]:
    """What this app adds to its request: its provider, so that people do not choose from a list of one."""
    return {} if client.provider == "COGNITO" else {"identity_provider": client.provider}


def tokens_for(places: Places, client: AppClient, code: str) -> dict[str, str] | None:
    """Exchange a code for tokens; None when Cognito refuses it."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.callback,
        "client_id": client.client_id,
    }
    basic = (client.client_id, client.secret) if client.secret else None
    answer = requests.post(f"{places.cognito}/oauth2/token", data=form, auth=basic, timeout=SECONDS)
    return dict(answer.json()) if answer.ok else None


def logout_url(places: Places, client: AppClient, **more: str) -> str:
    """What stands behind the app's sign-out button."""
    query = {"client_id": client.client_id, "post_logout_redirect_uri": client.signed_out}
    return f"{places.logout}/logout?{urlencode(query | more)}"


def page(content: str, status: int = 200) -> Response:
    """A bare page."""
    return Response(f'<!doctype html><html lang="en"><title>app</title>{content}', status, mimetype="text/html")
