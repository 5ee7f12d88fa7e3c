"""WSGI applications served by threads of this process: they end with it, whatever happens."""

import threading
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

from local.access_log import PathsOnly
from local.errors import LocalError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Server:
    """One application on one port of 127.0.0.1, with a thread per request; `tls` names a certificate and its key."""

    def __init__(self, application: "WSGIApplication", port: int, tls: tuple[str, str] | None = None) -> None:
        try:
            self._server = make_server(
                "127.0.0.1", port, application, threaded=True, request_handler=PathsOnly, ssl_context=tls
            )
        except SystemExit as error:  # werkzeug's way to say that the port is taken
            raise LocalError(f"Port {port} was taken while the local system started: try again.") from error
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and free the port."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()
