"""A site of somebody else, whose pages link to `/logout`, load it, frame it and fetch it ahead."""

from urllib.parse import quote

from flask import Flask, redirect, render_template_string, request
from werkzeug import Response

from local.servers import Server

# Each page of the site, by its name; `url` is the address that the page wants the browser to ask for.
PAGES = {
    "link": '<a href="{{ url }}">Win a prize</a>',
    "form": '<form method="post" action="{{ url }}"><button>Win a prize</button></form>',
    "image": '<img src="{{ url }}" alt="a prize">',
    "iframe": '<iframe src="{{ url }}"></iframe>',
    "object": '<object data="{{ url }}"></object>',
    "script": '<script src="{{ url }}"></script>',
    "stylesheet": '<link rel="stylesheet" href="{{ url }}">',
    "fetch": '<script>fetch({{ url | tojson }}, {credentials: "include", mode: "no-cors"}).catch(() => 0)</script>',
    "beacon": "<script>navigator.sendBeacon({{ url | tojson }})</script>",
    "framed form": '<iframe name="f"></iframe><form method="post" target="f" action="{{ url }}"></form>'
    "<script>document.forms[0].submit()</script>",
    "prefetch": '<link rel="prefetch" href="{{ url }}">',
    "speculation": '<script type="speculationrules">{"prefetch": [{"urls": [{{ url | tojson }}], '
    '"eagerness": "immediate"}]}</script>',
}
ADDRESS = "http://prizes.localhost"
SHELL = '<!doctype html><html lang="en"><title>prizes</title><link rel="icon" href="data:,"><h1>Prizes!</h1>'


class OtherSite:
    """The site, on a port of its own; `address` is its base URL, for a browser.

    `tracker` is the base URL of one more site, which remembers its visitors by a cookie.
    """

    def __init__(self, port: int) -> None:
        self.address, self.tracker = f"{ADDRESS}:{port}", f"http://tracker.localhost:{port}"
        app = Flask("prizes")
        app.add_url_rule("/go", view_func=lambda: redirect(request.args["url"]))
        app.add_url_rule("/remember", view_func=remember)
        app.add_url_rule("/recall", view_func=recall)
        app.add_url_rule("/<name>", view_func=show)
        self.server = Server(app, port)

    def page(self, name: str, url: str) -> str:
        """The address of one of PAGES, or of `go`, which redirects, about `url`."""
        return f"{self.address}/{quote(name)}?url={quote(url, safe='')}"


def remember() -> Response:
    """Set a cookie that is meant to come back from pages of other sites."""
    answer = Response("remembered")
    answer.set_cookie("tracked", "yes", secure=True, samesite="None")
    return answer


def recall() -> Response:
    """Tell a script of any page whether the cookie came back."""
    answer = Response(request.cookies.get("tracked", "no"))
    answer.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "null")
    answer.headers["Access-Control-Allow-Credentials"] = "true"
    return answer


def show(name: str) -> Response:
    """One of the pages."""
    content = SHELL + render_template_string(PAGES[name], url=request.args["url"])
    return Response(content, 200 if name in PAGES else 404, mimetype="text/html")
