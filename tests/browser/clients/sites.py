"""Where the standard clients are served, and by which names the pool knows them."""

import socket
from dataclasses import dataclass
from typing import Self

from local.apps_elsewhere import AppElsewhere

OIDC_CLIENT_TS, AWS_AMPLIFY = "oidc-client-ts", "aws-amplify"
OPENID_CLIENT, MOD_AUTH_OPENIDC = "openid-client", "mod-auth-openidc"


@dataclass(frozen=True, slots=True)
class Sites:
    """Ports on loopback: of the single-page apps, of Node, of Apache, and of the Cognito domain under TLS."""

    pages_port: int
    node_port: int
    apache_port: int
    domain_port: int

    @classmethod
    def with_free_ports(cls) -> Self:
        """Ports that nobody uses now."""
        listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
        ports = [listener.getsockname()[1] for listener in listeners]
        for listener in listeners:
            listener.close()
        return cls(*ports)

    @property
    def pages(self) -> str:
        """Base URL of the single-page apps."""
        return f"http://pages.localhost:{self.pages_port}"

    @property
    def domain(self) -> str:
        """The Cognito domain under TLS as host and port: all that AWS Amplify wants to know of it."""
        return f"localhost:{self.domain_port}"

    def apps(self) -> list[AppElsewhere]:
        """The apps, for the pool and the stage; a server has a secret, a page has none."""
        return [
            AppElsewhere(OIDC_CLIENT_TS, self.pages),
            AppElsewhere(AWS_AMPLIFY, self.pages),
            AppElsewhere(OPENID_CLIENT, f"http://node.localhost:{self.node_port}", confidential=True),
            AppElsewhere(MOD_AUTH_OPENIDC, f"http://apache.localhost:{self.apache_port}", confidential=True),
        ]
