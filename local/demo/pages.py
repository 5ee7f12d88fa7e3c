"""The demo's app: a page with everything on it, a window for the live view alone, and the ways in and out."""

import json
import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug import Response

from local.app import COOKIES, back_from_cognito, sign_in_url, tokens_in_cookies
from local.app_pages.pages import named
from local.demo import people
from local.demo.hops import Teller
from local.demo.stage import Stage
from local.demo.verdict import OURS, WAYS
from local.navigation import origin
from local.pool import DEMO
from local.system import LocalSystem

VISITOR = f"{DEMO}_visitor"
# Seconds between two looks when nothing is seen.
PAUSE = 2.0


def routes(stage: Stage) -> Blueprint:
    """The app's pages, below its name."""
    blueprint = Blueprint(DEMO, __name__, url_prefix=f"/{DEMO}", template_folder=".", static_folder="static")
    add_views(blueprint, stage)
    add_ways(blueprint, stage)

    @blueprint.before_request
    def by_its_own_name() -> None:
        # A page elsewhere may let its own name lead to this machine, and would read what stands here as its own.
        if request.host != urlsplit(stage.app.home).netloc:
            abort(421)  # Misdirected Request (RFC 9110 section 15.5.20)

    @blueprint.after_request
    def guard(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = policy(stage.system)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    return blueprint


def add_views(blueprint: Blueprint, stage: Stage) -> None:
    """What is looked at."""

    @blueprint.get("/")
    def home() -> Response:
        tokens, visitor = tokens_in_cookies(stage.app), request.cookies.get(VISITOR) or secrets.token_urlsafe(16)
        stage.follow(visitor, tokens, people.provider_of(tokens.get("id_token", "")))
        answer = Response(page(stage, tokens.get("id_token", ""), live=False), mimetype="text/html")
        answer.set_cookie(VISITOR, visitor, path=f"/{DEMO}/", httponly=True, samesite="Lax")
        return answer

    @blueprint.get("/live")
    def live() -> str:
        return page(stage, "", live=True)

    @blueprint.get("/events")
    def events() -> Response:
        return Response(told(stage), mimetype="text/event-stream")


def add_ways(blueprint: Blueprint, stage: Stage) -> None:
    """What sends the browser on."""
    app, places = stage.app, stage.system.places

    @blueprint.get("/sign-in")
    def sign_in() -> Response:
        provider, state = request.args.get("provider", ""), secrets.token_urlsafe(16)
        if provider not in people.known(stage.system):
            return redirect(app.home)
        stage.signing_in(provider)
        answer = redirect(sign_in_url(places, app, state, identity_provider=provider))
        answer.set_cookie(f"{DEMO}_state", state, path="/", httponly=True, samesite="Lax")
        return answer

    @blueprint.get("/callback")
    def callback() -> Response:
        return back_from_cognito(
            places, app, lambda tokens: stage.signed_in(tokens, people.provider_of(tokens["id_token"]))
        )

    @blueprint.get("/sign-out")
    def sign_out() -> Response:
        way = request.args.get("way", "")
        way = way if way in WAYS else OURS
        stage.signing_out(way)
        return redirect(people.way_out(stage.system, app, way), 303)

    @blueprint.get("/signed-out")
    def signed_out() -> Response:
        answer = redirect(app.home, 303)
        for ending in (*COOKIES, "session"):  # an app forgets its tokens by itself, too, whoever signed out
            answer.delete_cookie(f"{DEMO}_{ending}", path="/", httponly=True, samesite="Lax")
        return answer


def page(stage: Stage, id_token: str, *, live: bool) -> str:
    """The page, with what can be done next; its script draws the rest."""
    shown = stage.shown()
    return render_template(
        "demo.html",
        live=live,
        person=named(id_token),
        came=Teller(stage.system.places, people.provider_of(id_token)).name,
        people=people.known(stage.system),
        left=stage.left_by,
        ways=WAYS,
        way=stage.next_way,
        apps=[one for one in stage.system.pool.apps.values() if one.name != DEMO and not one.elsewhere],
        shown=shown,
    )


def told(stage: Stage) -> Iterator[str]:
    """Server-sent events (HTML standard, section 9.2): all that is drawn, whenever it is no longer the same."""
    last, goes_on = "", True
    while goes_on:
        version = stage.watcher.version
        for owners_too in (False, True):  # what was seen is told at once, then what the owners say to it
            if owners_too:
                stage.look_again()
            now = json.dumps(stage.shown())
            yield f"data: {now}\n\n" if now != last else ": the same\n\n"
            last = now
        goes_on = stage.watcher.wait(version, PAUSE)


def policy(system: LocalSystem) -> str:
    """Scripts and styles from files of our own alone. Chrome holds the redirects after a form to `form-action`, too."""
    places = system.places
    sites = {origin(other.issuer) for other in system.others.values()} | {places.provider, places.saml_provider}
    hops = " ".join((places.logout, places.cognito, *sorted(sites)))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self' {hops}; base-uri 'none'; frame-ancestors 'none'"
    )
