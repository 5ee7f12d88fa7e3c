"""The public address of the deployed API, as a custom domain of API Gateway would give it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug import Request

from local.forward import forward, raw_target

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Gateway:
    """A WSGI application that maps its root to the stage `live` of an API known only after the deployment."""

    def __init__(self, aws_port: int) -> None:
        self._aws_port = aws_port
        self.api_id = "not-deployed"

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass the request on unchanged; an API that is not there yet gets the embedded AWS's own answer."""
        request = Request(environ)
        target = f"/_aws/execute-api/{self.api_id}/live{raw_target(request)}"
        return forward(request, self._aws_port, target)(environ, start_response)
