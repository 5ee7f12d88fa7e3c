"""The live user pool as values: what the checks need of AWS's answers, and nothing secret.

Shapes: Amazon Cognito user pools API reference (botocore's model of August 2026): UserPoolType, UserPoolClientType,
IdentityProviderType, DomainDescriptionType, UserPoolReplicaType, SchemaAttributeType.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Self
from urllib.parse import urlsplit

from coordinator.core.returns import is_loopback
from coordinator.settings.stage_file import USUAL_REFRESH_DAYS

from doctor.configuration import Configuration
from doctor.finding import CouldNotLook

PREFIX_DOMAIN = re.compile(r"([a-z0-9-]+)\.auth(-fips)?\.[a-z0-9-]+\.amazoncognito\.com")

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}

ATTRIBUTE_LIMIT = 2_048
"""Characters that an attribute holds at most (developer guide, quotas); also when the schema names no maximum."""


@dataclass(frozen=True, slots=True)
class LiveAttribute:
    """A custom attribute of the pool; `longest` in characters."""

    name: str
    kind: str
    mutable: bool
    longest: int

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """Read a SchemaAttributeType."""
        limits = answer.get("StringAttributeConstraints") or {}
        longest = int(limits.get("MaxLength") or ATTRIBUTE_LIMIT)
        return cls(answer["Name"], answer.get("AttributeDataType", "String"), bool(answer.get("Mutable")), longest)


@dataclass(frozen=True, slots=True)
class LiveClient:
    """An app client. `writes` and `reads` are None where Cognito names no attributes, which are its defaults then.

    `refresh_token_days` is how long its refresh tokens live, in whole days, rounded up.
    """

    client_id: str
    name: str
    has_secret: bool
    logout_urls: tuple[str, ...]
    callback_urls: tuple[str, ...]
    providers: tuple[str, ...]
    flows: tuple[str, ...]
    scopes: tuple[str, ...]
    revocation: bool
    writes: frozenset[str] | None
    reads: frozenset[str] | None
    refresh_token_days: int = USUAL_REFRESH_DAYS

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """Read a UserPoolClientType; of the secret nothing is kept but that there is one."""
        return cls(
            client_id=answer["ClientId"],
            name=answer.get("ClientName", ""),
            has_secret=bool(answer.get("ClientSecret")),
            logout_urls=tuple(answer.get("LogoutURLs") or ()),
            callback_urls=tuple(answer.get("CallbackURLs") or ()),
            providers=tuple(answer.get("SupportedIdentityProviders") or ()),
            flows=tuple(answer.get("AllowedOAuthFlows") or ()),
            scopes=tuple(answer.get("AllowedOAuthScopes") or ()),
            revocation=bool(answer.get("EnableTokenRevocation")),
            writes=frozenset(answer.get("WriteAttributes") or ()) or None,
            reads=frozenset(answer.get("ReadAttributes") or ()) or None,
            refresh_token_days=_days(answer),
        )


def _days(answer: Mapping[str, Any]) -> int:
    """Return the validity of refresh tokens, which Cognito gives in days unless TokenValidityUnits says otherwise."""
    unit = (answer.get("TokenValidityUnits") or {}).get("RefreshToken", "days")
    # Cognito answers 0 where nobody said anything (API reference, CreateUserPoolClient, RefreshTokenValidity).
    length = int(answer.get("RefreshTokenValidity") or 0)
    return max(1, ceil(length * SECONDS[unit] / SECONDS["days"])) if length else USUAL_REFRESH_DAYS


@dataclass(frozen=True, slots=True)
class LiveProvider:
    """An identity provider; `mapping` goes from the pool's attributes to the provider's.

    `signs_out` is SAML's IDPSignout, `redirect_sign_out` the URL that Cognito took from the metadata for it.
    """

    name: str
    kind: str
    issuer: str | None
    client_id: str | None
    mapping: Mapping[str, str]
    signs_out: bool = False
    redirect_sign_out: str | None = None
    metadata_url: str | None = None
    metadata_file: str | None = None

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """Read an IdentityProviderType; the provider's client secret and private key are not kept."""
        details = answer.get("ProviderDetails") or {}
        return cls(
            name=answer["ProviderName"],
            kind=answer["ProviderType"],
            issuer=details.get("oidc_issuer"),
            client_id=details.get("client_id"),
            mapping=dict(answer.get("AttributeMapping") or {}),
            signs_out=str(details.get("IDPSignout", "")).lower() == "true",
            redirect_sign_out=details.get("SLORedirectBindingURI"),
            metadata_url=details.get("MetadataURL"),
            metadata_file=details.get("MetadataFile"),
        )


@dataclass(frozen=True, slots=True)
class LiveDomain:
    """A domain: `name` is a prefix or a whole host; version 2 is managed login, 1 the classic hosted UI."""

    name: str
    pool_id: str | None
    status: str
    version: int | None

    @classmethod
    def of(cls, name: str, answer: Mapping[str, Any]) -> Self:
        """Read a DomainDescriptionType, which is empty for a domain that nobody has."""
        version = answer.get("ManagedLoginVersion")
        return cls(name, answer.get("UserPoolId"), answer.get("Status", ""), None if version is None else int(version))


@dataclass(frozen=True, slots=True)
class LiveReplica:
    """One Region of a pool; `role` is PRIMARY or SECONDARY."""

    region: str
    role: str


@dataclass(frozen=True, slots=True)
class LivePool:
    """Everything that was read. What a call did not tell is a CouldNotLook in its place.

    `clients` by client id and `providers` by name hold None for what the pool does not have. `kinds` are the types of
    all the pool's providers by name.
    """

    pool_id: str
    prefix: str | None
    custom_domain: str | None
    updated_issuer: bool
    attributes: Mapping[str, LiveAttribute]
    domain: LiveDomain | CouldNotLook | None
    replicas: tuple[LiveReplica, ...] | CouldNotLook
    clients: Mapping[str, LiveClient | CouldNotLook | None]
    kinds: Mapping[str, str] | CouldNotLook
    providers: Mapping[str, LiveProvider | CouldNotLook | None]
    configuration: Configuration = field(default_factory=lambda: Configuration({}))

    @property
    def region(self) -> str:
        """The Region in the pool's id, where the product calls it: that of the pool's creation."""
        return self.pool_id.partition("_")[0]

    @property
    def own_domain(self) -> str:
        """The pool's domain with its scheme: its own host, else its prefix at Amazon's."""
        return f"https://{self.custom_domain or f'{self.prefix or "<prefix>"}.auth.{self.region}.amazoncognito.com'}"


def attributes(schema: list[Mapping[str, Any]]) -> dict[str, LiveAttribute]:
    """Return the custom attributes of a schema by name."""
    return {one["Name"]: LiveAttribute.of(one) for one in schema if one["Name"].startswith("custom:")}


def domain_to_describe(cognito_domain: str, prefix: str | None, custom_domain: str | None) -> str | None:
    """Return the name by which Cognito describes a domain: the prefix alone, or the whole host of a custom one.

    On loopback stands a local Cognito domain, and what cannot be read is a placeholder: then it is the pool's own.
    """
    host = urlsplit(cognito_domain).hostname if cognito_domain.startswith(("https://", "http://")) else None
    if host is None or is_loopback(host):
        return custom_domain or prefix
    found = PREFIX_DOMAIN.fullmatch(host)
    return found[1] if found else host
