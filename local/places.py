"""Where each part of the local system listens and keeps its files."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from local.errors import LocalError

REPOSITORY = Path(__file__).resolve().parent.parent
REGION = "us-east-1"

# What Python calls must be `localhost` or an address: outside a browser `*.localhost` often does not resolve.
NAME = "localhost"
# The provider has a host of its own, as in life: it shares no cookie with the app, the logout or Cognito.
PROVIDER_NAME = "127.0.0.1"
# For whom the names are. `python`: all that Python resolves by itself; app, logout and Cognito share a host. `browser`:
# four sites, as in life; browsers resolve `*.localhost` by themselves, and only they ask for the app and the logout.
Names = Literal["python", "browser"]


@dataclass(frozen=True, slots=True)
class Places:
    """Ports on loopback and the folder for data and logs (`root`, ignored by git).

    With `demo` there is the demo's app, and every provider stands behind a server that sees each request of a browser.
    """

    root: Path
    aws_port: int = 4566
    cognito_port: int = 8001
    provider_port: int = 8002
    app_port: int = 8003
    logout_port: int = 8004
    saml_provider_port: int = 8005
    node_provider_port: int = 8006
    lemonldap_port: int = 8007
    hub_port: int = 8008
    names: Names = "python"
    demo: bool = False

    @classmethod
    def with_free_ports(cls, root: Path, names: Names = "python", *, demo: bool = False) -> Self:
        """Places on ports that nobody uses now, for tests that run beside a `make run`."""
        with ExitStack() as listening:
            listeners = [listening.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(9)]
            ports = [listener.getsockname()[1] for listener in listeners]
        return replace(cls(root, *ports), names=names, demo=demo)

    @property
    def aws(self) -> str:
        """Base URL of the embedded AWS."""
        return f"http://{NAME}:{self.aws_port}"

    @property
    def cognito(self) -> str:
        """Base URL of the local Cognito domain, for browsers and servers alike."""
        return f"http://{NAME}:{self.cognito_port}"

    @property
    def provider(self) -> str:
        """Base URL of the OpenID provider's site."""
        return f"http://{PROVIDER_NAME}:{self.provider_port}"

    @property
    def saml_provider(self) -> str:
        """Base URL of the SAML provider's site, where there is one."""
        return f"http://{PROVIDER_NAME}:{self.saml_provider_port}"

    @property
    def node_provider(self) -> str:
        """Base URL of panva's oidc-provider, where there is one."""
        return f"http://{PROVIDER_NAME}:{self.node_provider_port}"

    @property
    def lemonldap(self) -> str:
        """Base URL of LemonLDAP::NG's portal, where there is one."""
        return f"http://{PROVIDER_NAME}:{self.lemonldap_port}"

    @property
    def hub(self) -> str:
        """Base URL of the provider without a logout, where there is one."""
        return f"http://{PROVIDER_NAME}:{self.hub_port}"

    def behind(self, port: int) -> int:
        """Where a provider listens whose address has `port`: there itself, or behind the server that sees requests.

        Half of a port lies below those that the system gives to whoever asks for a free one.
        """
        return port // 2 if self.demo else port

    @property
    def app(self) -> str:
        """Base URL of the app whose users sign in and out."""
        return f"http://{self._name('app')}:{self.app_port}"

    @property
    def logout(self) -> str:
        """Public URL of the deployed API, as a custom domain would give it."""
        return f"http://{self._name('logout')}:{self.logout_port}"

    @property
    def app_beside_logout(self) -> str:
        """Base URL of an app on the logout's host, whose cookies it reaches: a cookie knows no port (RFC 6265, 8.5)."""
        return f"http://{self._name('logout')}:{self.app_port}"

    def reaches(self, host: str) -> bool:
        """Whether a logout can read and delete host-only cookies of `host`."""
        return host == urlsplit(self.logout).hostname

    def _name(self, part: str) -> str:
        return f"{part}.{NAME}" if self.names == "browser" else NAME

    def logs(self, name: str) -> Path:
        """The log file of a part, in a folder that exists."""
        folder = self.root / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Keep the folder for one run at a time; raise LocalError when another one has it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "in-use").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise LocalError(f"Another run uses {self.root}: wait until it has ended.") from error
            yield

    def _ports(self) -> Iterator[tuple[int, str]]:
        yield self.aws_port, "the embedded AWS"
        yield self.cognito_port, "the local Cognito domain"
        yield self.provider_port, "the OpenID provider"
        yield self.app_port, "the app"
        yield self.logout_port, "the deployed API"
        if self.demo:
            yield self.hub_port, "the provider without a logout"
            yield self.behind(self.provider_port), "the OpenID provider"
            yield self.behind(self.hub_port), "the provider without a logout"

    def require_free_ports(self) -> None:
        """Raise LocalError with one sentence when a port is in use."""
        for port, purpose in self._ports():
            with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
                # As the servers themselves do: a connection that lingers from the last run is no reason to refuse.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError as error:
                    advice = "end the program that listens there and try again."
                    raise LocalError(f"Port {port}, which {purpose} needs, is in use: {advice}") from error
