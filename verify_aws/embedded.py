"""The same run against the AWS on one's own machine: nothing is created elsewhere, and nothing is proved of AWS.

The pools' domains are the local Cognito domain, which follows the documents; so what is documented must come out there.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from local.access_log import access_log
from local.aws import account, aws_process
from local.cognito_domain.application import application
from local.cognito_domain.domain import Domain
from local.cognito_domain.federation import stand_in_token_url
from local.gateway import Gateway
from local.places import PROVIDER_NAME, REGION, Places
from local.servers import Server
from verify_aws.surroundings import PROVIDER

SILENT = "the embedded AWS signs the person in anew each time"
LACKS = {
    "silent-auth-time": SILENT,
    "refresh-auth-time": "the embedded AWS renews it",
    "federation-trigger-token": "the embedded AWS hands over decoded claims alone",
    "federation-trigger-silent": SILENT,
    "post-authentication-silent": "the embedded AWS runs no such trigger at its sign-in page",
    "rotated-out": "the embedded AWS rotates no refresh tokens",
}


class UpstreamPlaces(Places):
    """The other pool's domain has a host of its own: two `cognito` cookies of one host would be one."""

    @property
    def cognito(self) -> str:
        """Its base URL."""
        return f"http://{PROVIDER_NAME}:{self.cognito_port}"


class Embedded:
    """The addresses on this machine; domains are served as soon as their pool is there."""

    name = "the embedded AWS"
    lacks: Mapping[str, str] = LACKS

    def __init__(self, places: Places, ends: ExitStack) -> None:
        """Serve the deployed API's address; `ends` stops what is served."""
        self._places = places
        self._ends = ends
        self._domains: dict[str, Domain] = {}
        self._gateway = Gateway(places.aws_port)
        self._serve(Server(self._gateway, places.logout_port))

    def domain(self, prefix: str, pool_id: str, *, upstream: bool) -> str:
        """Serve a pool's domain, and return its base URL."""
        places = self._places
        if upstream:
            places = UpstreamPlaces(places.root, aws_port=places.aws_port, cognito_port=places.provider_port)
        self._domains[pool_id] = domain = Domain(places, pool_id, {})
        self._serve(Server(application(domain), places.cognito_port))
        return places.cognito

    def discovery(self, pool_id: str) -> str:
        """Return the domain's own copy of the document."""
        return f"{self._places.cognito}/{pool_id}/.well-known/openid-configuration"

    def provider_details(self, upstream_pool_id: str) -> dict[str, str]:
        """Return every endpoint: the issuer in the tokens is AWS's, which is not asked."""
        upstream = self._domains[upstream_pool_id].places.cognito
        for pool_id, domain in self._domains.items():
            if pool_id != upstream_pool_id:
                domain.token_urls[PROVIDER] = f"{upstream}/oauth2/token"
        return {
            "oidc_issuer": f"https://cognito-idp.{REGION}.amazonaws.com/{upstream_pool_id}",
            "authorize_url": f"{upstream}/oauth2/authorize",
            "token_url": stand_in_token_url(self._places.cognito, PROVIDER),
            "attributes_url": f"{upstream}/oauth2/userInfo",
            "jwks_uri": f"{self._places.aws}/{upstream_pool_id}/.well-known/jwks.json",
        }

    def parameters(self, pool_id: str) -> dict[str, str]:
        """Return where keys and discovery lie here, the API's address, and what the embedded AWS does not know."""
        return {
            "CognitoJwksUrl": f"{self._places.aws}/{pool_id}/.well-known/jwks.json",
            "CognitoDiscoveryUrl": self.discovery(pool_id),
            "PublicUrl": self._places.logout,
            "SavedQueries": "off",
        }

    def logout_base(self, outputs: Mapping[str, str]) -> str:
        """Let the public address lead to the API that was deployed."""
        self._gateway.api_id = outputs["ApiId"]
        return self._places.logout

    def _serve(self, server: Server) -> None:
        self._ends.callback(server.stop)
        server.start()


@contextmanager
def embedded(folder: Path) -> Iterator[Embedded]:
    """Start it, for one run. Raises LocalError when something cannot start."""
    with embedded_aws(folder) as places, ExitStack() as ends:
        yield Embedded(places, ends)


@contextmanager
def embedded_aws(folder: Path) -> Iterator[Places]:
    """Start the AWS alone, with this process's environment pointing at it and at no other; end it at the end."""
    places = Places.with_free_ports(folder)
    before = dict(os.environ)
    with ExitStack() as ends:
        ends.enter_context(places.exclusively())
        ends.enter_context(access_log(places.logs("servers")))
        aws = aws_process(places)
        ends.callback(aws.stop)
        aws.start()
        aws.wait_for_answer(f"{places.aws}/_ministack/health")
        ends.callback(_restore, before)
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(account(places))
        yield places


def _restore(environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
