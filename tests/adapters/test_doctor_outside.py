"""What others tell: discovery documents, SAML metadata and Cognito's /logout, from a server that can misbehave."""

import time
from dataclasses import replace

import pytest
from coordinator.core.model import Provider
from coordinator.deadline import CALL_SECONDS

from doctor.finding import CouldNotLook
from doctor.metadata import SamlFacts
from doctor.outside import Discovered, Signalling, discover, listen, metadata_of, sign_out
from doctor.pool import LiveProvider
from tests.adapters import loopback
from tests.adapters.loopback import Loopback, reply

METADATA = (
    '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com"><IDPSSODescriptor>'
    '<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/"/>'
    "</IDPSSODescriptor></EntityDescriptor>"
)
FLAT = LiveProvider("Flat", "SAML", None, None, {})
FACTS = SamlFacts("https://idp.example.com", frozenset({"HTTP-POST"}))


@pytest.fixture
def corp(server: Loopback) -> Provider:
    """A provider that offers a sign-out."""
    server.behaviour = reply(200, {"issuer": server.base, "end_session_endpoint": f"{server.base}/end"})
    return Provider("Corp", "oidc", issuer=server.base, client_id="c")


def test_the_endpoint_of_each_provider_that_goes_by_discovery_is_read(server: Loopback, corp: Provider) -> None:
    others = [
        Provider("Own", "custom", logout_url="https://a.example/"),
        replace(corp, name="Said", logout_url="https://b.example/"),
    ]

    assert discover([corp, *others]) == {"Corp": Discovered(f"{server.base}/end")}


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (reply(404), Discovered(problem="http_404")),
        (reply(200, {"issuer": "https://other.example"}), Discovered(problem="other_issuer")),
        (loopback.reset, Discovered(problem="unreachable")),
    ],
)
def test_what_cannot_be_believed_has_a_code(
    server: Loopback, corp: Provider, answer: loopback.Behaviour, found: Discovered
) -> None:
    server.behaviour = answer

    assert discover([corp]) == {"Corp": found}


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({}, Signalling()),
        ({"backchannel_logout_supported": True}, Signalling(offered=True)),
        (
            {
                "backchannel_logout_supported": True,
                "backchannel_logout_session_supported": True,
                "id_token_signing_alg_values_supported": ["RS256", 7],
            },
            Signalling(offered=True, names_sessions=True, algorithms=frozenset({"RS256"})),
        ),
        ({"backchannel_logout_supported": "true", "id_token_signing_alg_values_supported": "RS256"}, Signalling()),
        ({"issuer": "https://other.example"}, Signalling(problem="other_issuer")),
    ],
)
def test_what_a_provider_says_of_back_channel_logout_is_read(
    server: Loopback, corp: Provider, document: dict[str, object], found: Signalling
) -> None:
    server.behaviour = reply(200, {"issuer": server.base, **document})

    assert listen([corp, replace(corp, name="Unknown", client_id=None)]) == {"Corp": found}


def test_a_provider_that_nobody_reaches_says_nothing_of_it(server: Loopback, corp: Provider) -> None:
    server.behaviour = loopback.reset

    assert listen([corp]) == {"Corp": Signalling(problem="unreachable")}


@pytest.mark.parametrize("slow", [loopback.drip_headers, loopback.drip_body], ids=["headers", "body"])
def test_a_provider_that_trickles_its_document_is_left_in_time(
    server: Loopback, corp: Provider, slow: loopback.Behaviour
) -> None:
    server.behaviour = slow
    begun = time.monotonic()

    assert discover([corp]) == {"Corp": Discovered(problem="timeout")}
    assert time.monotonic() - begun < CALL_SECONDS + 1


def test_slow_metadata_and_a_slow_logout_are_left_in_time(server: Loopback) -> None:
    server.behaviour = loopback.drip_body
    begun = time.monotonic()
    found = [
        metadata_of(replace(FLAT, metadata_url=f"{server.base}/metadata")),
        sign_out(server.base, "1a", "https://logout.example.com/logout/return"),
    ]

    assert all(isinstance(one, CouldNotLook) and "timeout" in one.reason for one in found)
    assert time.monotonic() - begun < 2 * CALL_SECONDS + 1


def test_an_issuer_without_a_sign_out_offers_none(server: Loopback, corp: Provider) -> None:
    server.behaviour = reply(200, {"issuer": server.base})

    assert discover([corp]) == {"Corp": Discovered()}


def test_metadata_is_read_from_the_pool_or_from_where_the_pool_reads_it(server: Loopback) -> None:
    server.behaviour = reply(200, METADATA.encode(), "application/samlmetadata+xml")

    assert metadata_of(replace(FLAT, metadata_file=METADATA)) == FACTS
    assert server.requests == []
    assert metadata_of(replace(FLAT, metadata_url=f"{server.base}/metadata")) == FACTS


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(reply(500), "answers 500"), (loopback.reset, "unreachable"), (reply(200, "<html/>"), "no SAML metadata")],
)
def test_metadata_that_cannot_be_had_is_a_gap(server: Loopback, answer: loopback.Behaviour, reason: str) -> None:
    server.behaviour = answer
    found = metadata_of(replace(FLAT, metadata_url=f"{server.base}/metadata"))

    assert isinstance(found, CouldNotLook) and reason in found.reason


def test_cognitos_logout_is_asked_as_a_browser_would(server: Loopback) -> None:
    server.behaviour = reply(302, Location="https://logout.example.com/logout/return")

    assert (
        sign_out(server.base, "1a", "https://logout.example.com/logout/return")
        == "https://logout.example.com/logout/return"
    )
    (seen,) = server.requests
    assert seen.method == "GET"
    assert seen.path == "/logout?client_id=1a&logout_uri=https%3A%2F%2Flogout.example.com%2Flogout%2Freturn"
    assert "Cookie" not in seen.headers


@pytest.mark.parametrize("answer", [reply(200, "<html/>"), reply(403), loopback.reset])
def test_a_logout_that_redirects_nowhere_tells_nothing(server: Loopback, answer: loopback.Behaviour) -> None:
    server.behaviour = answer

    assert isinstance(sign_out(server.base, "1a", "https://a.example/logout/return"), CouldNotLook)
