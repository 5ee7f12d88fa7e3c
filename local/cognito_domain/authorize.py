"""`/oauth2/authorize` and `/login`: silent sign-in by cookie, `prompt`, and Cognito's own page.

Sources: Amazon Cognito developer guide, "authorization-endpoint" (identity_provider or idp_identifier sends the browser
on to that provider, `COGNITO` shows the pool's own page; `prompt=none` continues silently for who has a session and
answers login_required to who has none; `login` asks again although there is a session; `select_account` and `consent`
change nothing at Cognito's own sign-in and are, like `login`, passed on to providers, while `none` is not; `login_hint`
is passed on to OIDC providers) and "login-endpoint" (`/login` takes the parameters of `/oauth2/authorize`). `prompt`
works in managed login only; the pool's domain is created with it.
"""

from flask import Blueprint, redirect, request
from werkzeug import Response

from local.addresses import query_value, with_query
from local.cognito_domain.domain import Domain
from local.cognito_domain.federation import code_without_visit, to_provider
from local.cognito_domain.sessions import BrowserSession
from local.forward import forward, raw_target

NATIVE = "COGNITO"
PKCE = ("code_challenge", "code_challenge_method")
FORM = ("client_id", "redirect_uri", "scope", "state", "response_type", "nonce", *PKCE)


def routes(domain: Domain) -> Blueprint:
    """The endpoints of this module."""
    blueprint = Blueprint("authorize", __name__)

    @blueprint.get("/oauth2/authorize")
    @blueprint.get("/login")
    def get() -> Response:
        return authorize(domain)

    @blueprint.post("/login")
    @blueprint.post("/oauth2/login")
    def post() -> Response:
        answer = forward(request, domain.aws_port, raw_target(request))
        if query_value(answer.headers.get("Location", ""), "code"):
            domain.sessions.begin(BrowserSession(provider=None, form=request.form.to_dict()), answer)
        return answer

    return blueprint


def authorize(domain: Domain) -> Response:
    """A code, an error, a provider's page or Cognito's own, as the session and `prompt` say."""
    prompts = set(request.args.get("prompt", "").split())
    session = domain.sessions.of(request)
    if "none" in prompts:
        return silently(domain, session) or login_required(domain)
    if is_for_provider():
        return to_provider(domain)
    if session and "login" not in prompts and (answer := silently(domain, session)):
        domain.sessions.renew(request, answer)
        return answer
    # The embedded AWS knows no provider of this name: its own page is what it shows without any.
    return forward(request, domain.aws_port, with_query(f"/oauth2/authorize?{query()}", {"identity_provider": ""}))


def is_for_provider() -> bool:
    """Whether the request names a provider; `COGNITO` is the pool itself."""
    return request.args.get("identity_provider", NATIVE) != NATIVE or "idp_identifier" in request.args


def query() -> str:
    """The request's query as it came."""
    return raw_target(request).partition("?")[2]


def silently(domain: Domain, session: BrowserSession | None) -> Response | None:
    """A redirect with a code for the person whom the cookie names; None without a session, or when it cannot be."""
    if session is None:
        return None
    if session.provider is None:
        wanted = {name: request.args.get(name, "") for name in FORM}
        location = domain.ask_aws("POST", "/login", data=session.form | wanted).headers.get("Location", "")
    else:
        location = code_without_visit(domain, session, request.args.to_dict())
    return redirect(location) if query_value(location, "code") else None


def login_required(domain: Domain) -> Response:
    """The error of OpenID Connect Core 1.0, section 3.1.2.6, sent to a registered callback URL only."""
    client = domain.app_client(request.args.get("client_id", ""))
    target = request.args.get("redirect_uri", "")
    if client is None or target not in client.get("CallbackURLs", []):
        return forward(request, domain.aws_port, raw_target(request))
    return redirect(with_query(target, {"error": "login_required", "state": request.args.get("state", "")}))
