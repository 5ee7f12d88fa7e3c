"""The web app with openid-client: Node in a process of its own."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from local.aws import bare_environment
from local.node_oidc_provider.setup import NODE
from local.pool import SCOPES
from local.processes import Process
from local.system import LocalSystem
from tests.browser.clients.sites import OPENID_CLIENT, Sites

PROGRAM = Path(__file__).resolve().parent / "openid_client" / "server.js"


@dataclass(frozen=True, slots=True, repr=False)
class Setup:
    """What server.js reads, from a file that only its owner reads; names as JavaScript writes them."""

    name: str
    home: str
    port: int
    clientId: str  # noqa: N815
    secret: str
    logout: str
    provider: str
    scope: str
    withoutTls: bool = True  # noqa: N815

    @classmethod
    def of(cls, system: LocalSystem, sites: Sites) -> "Setup":
        """For this run."""
        client = system.pool.apps[OPENID_CLIENT]
        # Node resolves no `logout.localhost`; what stands in the document are the names that browsers use.
        logout = f"http://localhost:{system.places.logout_port}"
        scope = " ".join(SCOPES)
        return cls(
            client.name, client.home, sites.node_port, client.client_id, client.secret, logout, client.provider, scope
        )


def process(system: LocalSystem, sites: Sites, folder: Path) -> Process:
    """The app, not started yet; it asks for our discovery document when it starts."""
    file = folder / "openid-client.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(Setup.of(system, sites))))
    environment = bare_environment() | {"CLIENT_SETUP": str(file)}
    return Process("openid-client", [str(NODE), str(PROGRAM)], environment, system.places.logs("openid-client"))
