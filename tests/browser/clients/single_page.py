"""The single-page apps: each bundled by esbuild, and served with a Content-Security-Policy that names what it needs."""

import subprocess
from pathlib import Path

from flask import Flask, abort, render_template, send_from_directory
from werkzeug import Response

from local.navigation import origin
from local.node_oidc_provider.setup import NODE
from local.pool import SCOPES, AppClient
from local.system import LocalSystem
from tests.browser.clients.sites import AWS_AMPLIFY, OIDC_CLIENT_TS, Sites

HERE = Path(__file__).resolve().parent
ESBUILD = HERE.parent / "node_modules" / "esbuild" / "bin" / "esbuild"
SECONDS = 60.0


def bundle(name: str, folder: Path) -> None:
    """Put the app's script, with the library in it, into `folder`."""
    source, target = HERE / name.replace("-", "_") / "app.js", folder / f"{name}.js"
    command = [str(NODE), str(ESBUILD), str(source), "--bundle", "--log-level=warning", f"--outfile={target}"]
    subprocess.run(command, check=True, timeout=SECONDS)  # noqa: S603 - the command is this project's own


def application(system: LocalSystem, sites: Sites, folder: Path) -> Flask:
    """All pages of both apps, which are one page each: the script looks where it is."""
    app = Flask("single_page_apps", root_path=str(HERE), template_folder=".")
    for name in (OIDC_CLIENT_TS, AWS_AMPLIFY):
        bundle(name, folder)

    @app.get("/<name>/app.js")
    def script(name: str) -> Response:
        return send_from_directory(folder, f"{name}.js")

    @app.get("/<name>/")
    @app.get("/<name>/<any('sign-in', 'callback', 'signed-out'):step>")
    def page(name: str, step: str = "") -> Response:
        if name not in (OIDC_CLIENT_TS, AWS_AMPLIFY):
            abort(404)
        client = system.pool.apps[name]
        text = render_template("page.html", name=name, settings=settings(system, sites, client))
        answer = Response(text, mimetype="text/html")
        answer.headers["Content-Security-Policy"] = policy(system, sites, client)
        return answer

    return app


def settings(system: LocalSystem, sites: Sites, client: AppClient) -> dict[str, object]:
    """What the scripts want to know."""
    return {
        "name": client.name,
        "home": client.home,
        "clientId": client.client_id,
        "logout": system.places.logout,
        "issuer": system.pool.issuer,
        "poolId": system.pool.pool_id,
        "domain": sites.domain,
        "endpoint": {"userPoolEndpoint": system.places.aws},
        "provider": client.provider,
        "scope": " ".join(SCOPES),
    }


def policy(system: LocalSystem, sites: Sites, client: AppClient) -> str:
    """Scripts call the logout, Cognito's domain and Cognito's API; a form goes all hops of a logout."""
    places = system.places
    calls = (places.logout, places.cognito, f"https://{sites.domain}", places.aws)
    hops = (places.logout, places.cognito, places.provider, origin(client.home))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "img-src data:",
            f"connect-src {' '.join(calls)}",
            f"form-action {' '.join(hops)}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
