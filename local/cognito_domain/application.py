"""The WSGI application: which module answers which path of the domain."""

from flask import Flask, request
from werkzeug import Response

from local.cognito_domain import authorize, discovery, federation, logout, revoke, token
from local.cognito_domain.domain import Domain
from local.forward import forward, raw_target

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def application(domain: Domain) -> Flask:
    """The domain's endpoints. It answers under every host name.

    What shall happen before any of them, a fault to inject for instance, is a `before_request` function of the result.
    """
    app = Flask("cognito_domain")
    app.register_blueprint(authorize.routes(domain))
    app.register_blueprint(discovery.routes(domain))
    app.register_blueprint(federation.routes(domain))
    app.register_blueprint(logout.routes(domain))
    app.register_blueprint(revoke.routes(domain))
    app.register_blueprint(token.routes(domain))
    if domain.saml:
        # Its library loads slowly and needs xmlsec1: only where there is a provider for it.
        from local.cognito_domain import saml

        app.register_blueprint(saml.routes(domain.saml))

    @app.route("/", defaults={"rest": ""}, methods=METHODS)
    @app.route("/<path:rest>", methods=METHODS)
    def pass_on(rest: str) -> Response:
        return forward(request, domain.aws_port, raw_target(request))

    return app
