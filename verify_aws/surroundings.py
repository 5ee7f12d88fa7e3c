"""Where the facts are asked: AWS itself, or whatever stands in for it; only the addresses differ."""

from collections.abc import Mapping
from typing import Protocol

from verify_aws.errors import CannotWork

PROVIDER = "Upstream"
"""The name of the other pool in the first one."""


class Surroundings(Protocol):
    """The addresses of what was made. `lacks` says of facts, by name, why they cannot be checked here."""

    name: str
    lacks: Mapping[str, str]

    def domain(self, prefix: str, pool_id: str, *, upstream: bool) -> str:
        """Return the base URL of a pool's domain."""

    def discovery(self, pool_id: str) -> str:
        """Return the URL of the first pool's discovery document."""

    def provider_details(self, upstream_pool_id: str) -> dict[str, str]:
        """Return where the first pool finds the other one's endpoints."""

    def parameters(self, pool_id: str) -> dict[str, str]:
        """Return parameters of the stack that these surroundings need beside the usual ones."""

    def logout_base(self, outputs: Mapping[str, str]) -> str:
        """Return the base URL of the deployed API."""


class AtAws:
    """AWS itself."""

    name = "AWS"
    lacks: Mapping[str, str] = {}

    def __init__(self, region: str) -> None:
        """Remember the Region. Raises CannotWork for one of another partition, whose addresses are others."""
        if region.startswith(("cn-", "us-gov-", "us-iso", "eu-iso", "eusc-")):
            raise CannotWork(f"{region} is in a partition of its own, whose addresses this command does not know.")
        self._region = region

    def domain(self, prefix: str, pool_id: str, *, upstream: bool) -> str:
        """Return a prefix domain's address (developer guide, "cognito-user-pools-assign-domain-prefix")."""
        return f"https://{prefix}.auth.{self._region}.amazoncognito.com"

    def discovery(self, pool_id: str) -> str:
        """Return the URL below the issuer (developer guide, "federation-endpoints")."""
        return f"{self._issuer(pool_id)}/.well-known/openid-configuration"

    def provider_details(self, upstream_pool_id: str) -> dict[str, str]:
        """Return the issuer, by which Cognito discovers the rest."""
        return {"oidc_issuer": self._issuer(upstream_pool_id)}

    def parameters(self, pool_id: str) -> dict[str, str]:
        """Return none."""
        return {}

    def logout_base(self, outputs: Mapping[str, str]) -> str:
        """Return what the stack says."""
        return outputs["LogoutUrl"].removesuffix("/logout")

    def _issuer(self, pool_id: str) -> str:
        return f"https://cognito-idp.{self._region}.amazonaws.com/{pool_id}"
