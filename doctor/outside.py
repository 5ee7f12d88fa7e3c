"""What others than AWS's API tell: discovery documents, SAML metadata, and Cognito's own `/logout`, asked as it is."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

from coordinator.adapters import transport
from coordinator.adapters.discovery import Discovery
from coordinator.core.model import Provider
from coordinator.deadline import Deadline, side_by_side
from coordinator.errors import CoordinatorError, EffectFailed, Unavailable
from coordinator.providers.catalogue import CATALOGUE

from doctor.finding import CouldNotLook
from doctor.metadata import SamlFacts, facts_of
from doctor.pool import LiveProvider

REDIRECTS = range(300, 400)
SESSIONS = "session_supported"


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a discovery document says of `end_session_endpoint`; `problem` is a code where it could not be believed."""

    endpoint: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Signalling:
    """What a discovery document says of back-channel logout; `problem` is a code where it could not be believed.

    `algorithms` are those of its ID tokens, none where it does not say so.
    """

    offered: bool = False
    names_sessions: bool = False
    algorithms: frozenset[str] = frozenset()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that was asked: by provider's name, and for `sign_outs` by client id the Location of the answer.

    `guesses` are the profiles that the catalogue would give the pool's providers. `signalling` has who is known well
    enough to tell us of sign-outs, where anything listens.
    """

    discovered: Mapping[str, Discovered] = field(default_factory=dict)
    metadata: Mapping[str, SamlFacts | CouldNotLook] = field(default_factory=dict)
    sign_outs: Mapping[str, str | CouldNotLook] = field(default_factory=dict)
    guesses: Mapping[str, str] = field(default_factory=dict)
    signalling: Mapping[str, Signalling] = field(default_factory=dict)


def discover(providers: Iterable[Provider]) -> dict[str, Discovered]:
    """Read the discovery document of each provider whose profile goes by it."""
    discovery = Discovery(time.time)
    return {one.name: _discover(discovery, one) for one in providers if goes_by_discovery(one)}


def goes_by_discovery(provider: Provider) -> bool:
    """Tell whether the product takes the provider's endpoint from its discovery document."""
    return CATALOGUE[provider.profile].discovers and provider.logout_url is None and provider.issuer is not None


def _discover(discovery: Discovery, provider: Provider) -> Discovered:
    try:
        return Discovered(_in_time(partial(discovery.end_session_endpoint, provider)))
    except Unavailable as error:
        return Discovered(problem=str(error))
    except EffectFailed as error:
        return Discovered(problem=error.kind)


def listen(providers: Iterable[Provider]) -> dict[str, Signalling]:
    """Read what each provider that has an issuer and a client says of back-channel logout."""
    discovery = Discovery(time.time)
    return {one.name: _signalling(discovery, one.issuer) for one in providers if one.issuer and one.client_id}


def _signalling(discovery: Discovery, issuer: str) -> Signalling:
    url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        document = _in_time(partial(discovery.configuration, url, issuer))
    except Unavailable as error:
        return Signalling(problem=str(error))
    except EffectFailed as error:
        return Signalling(problem=error.kind)
    listed = document.get("id_token_signing_alg_values_supported")
    algorithms = frozenset(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else frozenset()
    offered, sessions = (document.get(f"backchannel_logout_{name}") is True for name in ("supported", SESSIONS))
    return Signalling(offered, sessions, algorithms)


def _in_time[T](work: Callable[[], T]) -> T:
    """Return what `work` returns, within the time that the product gives one call, a slow body included.

    Raises what it raised of ours; EffectFailed for what took longer.
    """
    answer = side_by_side([work], Deadline())[0]
    if isinstance(answer, CoordinatorError):
        raise answer
    return answer


def metadata_of(provider: LiveProvider) -> SamlFacts | CouldNotLook:
    """Read a SAML provider's metadata, from the pool or from where the pool reads it."""
    document: str | bytes = provider.metadata_file or ""
    if not document and provider.metadata_url:
        try:
            answer = _in_time(partial(transport.send, "GET", provider.metadata_url))
        except EffectFailed as error:
            return CouldNotLook("metadata", f"{provider.metadata_url} could not be read ({error.kind})")
        if answer.status != 200:
            return CouldNotLook("metadata", f"{provider.metadata_url} answers {answer.status}")
        document = answer.body
    return facts_of(document) or CouldNotLook("metadata", "the metadata is no SAML metadata of an identity provider")


def sign_out(cognito_domain: str, client_id: str, return_url: str) -> str | CouldNotLook:
    """Ask Cognito's `/logout` as the product sends a browser there, and return the Location of its answer.

    Without a browser's cookie nothing is signed out by it.
    """
    query = urlencode({"client_id": client_id, "logout_uri": return_url})
    try:
        answer = _in_time(partial(transport.send, "GET", f"{cognito_domain}/logout?{query}"))
    except EffectFailed as error:
        return CouldNotLook("/logout", f"{cognito_domain} could not be reached ({error.kind})")
    location = answer.headers.get("Location", "")
    if answer.status not in REDIRECTS or not location:
        return CouldNotLook("/logout", f"{cognito_domain}/logout answers {answer.status}, and redirects nowhere")
    return location
