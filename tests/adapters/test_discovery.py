"""OpenID configurations: read once an hour, kept through an outage, believed only where they may be."""

from dataclasses import replace
from typing import Any

import pytest
from coordinator.adapters.discovery import FRESH_SECONDS, Discovery
from coordinator.core.model import Provider
from coordinator.errors import Unavailable

from tests.adapters import loopback
from tests.adapters.clock import Clock
from tests.adapters.loopback import Behaviour, Loopback, reply


@pytest.fixture
def clock() -> Clock:
    """The time of this test."""
    return Clock()


@pytest.fixture
def discovery(clock: Clock) -> Discovery:
    """Nothing known yet."""
    return Discovery(clock)


@pytest.fixture
def corp(server: Loopback) -> Provider:
    """A provider that says where its sessions end."""
    issuer = f"{server.base}/corp"
    server.behaviour = document(issuer, f"{issuer}/end-session")
    return Provider("Corp", "oidc", issuer=issuer, client_id="c")


def document(issuer: Any, endpoint: Any = None) -> Behaviour:
    return reply(200, {"issuer": issuer} | ({} if endpoint is None else {"end_session_endpoint": endpoint}))


def test_the_endpoint_is_what_the_issuers_document_says(discovery: Discovery, corp: Provider, server: Loopback) -> None:
    assert discovery.end_session_endpoint(corp) == f"{corp.issuer}/end-session"
    assert [seen.path for seen in server.requests] == ["/corp/.well-known/openid-configuration"]


def test_it_is_read_once_an_hour(discovery: Discovery, corp: Provider, server: Loopback, clock: Clock) -> None:
    for seconds in (0, 1, FRESH_SECONDS - 1):
        clock.pass_by(seconds)
        discovery.end_session_endpoint(corp)
    assert len(server.requests) == 1

    clock.pass_by(1)
    discovery.end_session_endpoint(corp)
    assert len(server.requests) == 2


def test_nobody_is_asked_where_nobody_waits(
    discovery: Discovery, corp: Provider, server: Loopback, clock: Clock
) -> None:
    with pytest.raises(Unavailable):
        discovery.end_session_endpoint(corp, waits=False)
    assert server.requests == []

    discovery.end_session_endpoint(corp)
    assert discovery.end_session_endpoint(corp, waits=False) == f"{corp.issuer}/end-session"
    clock.pass_by(FRESH_SECONDS + 1)
    with pytest.raises(Unavailable):
        discovery.end_session_endpoint(corp, waits=False)
    assert len(server.requests) == 1


def test_a_provider_without_a_logout_says_so(discovery: Discovery, corp: Provider, server: Loopback) -> None:
    server.behaviour = document(corp.issuer)

    assert discovery.end_session_endpoint(corp) is None


def test_an_issuer_that_ends_in_a_slash_is_asked_at_the_same_place(
    discovery: Discovery, corp: Provider, server: Loopback
) -> None:
    slash = replace(corp, issuer=f"{corp.issuer}/")
    server.behaviour = document(slash.issuer, f"{corp.issuer}/end")

    assert discovery.end_session_endpoint(slash) == f"{corp.issuer}/end"
    assert server.requests[0].path == "/corp/.well-known/openid-configuration"


OUTAGES = [
    reply(500),
    reply(404, {"issuer": "x"}),
    reply(302, Location="/elsewhere"),
    reply(200, "<html>", "text/html"),
    reply(200, "[" * 100_000),
    reply(200, []),
    loopback.reset,
]


@pytest.mark.parametrize("outage", OUTAGES)
def test_what_is_no_document_is_unavailable(
    discovery: Discovery, corp: Provider, server: Loopback, outage: Behaviour
) -> None:
    server.behaviour = outage

    with pytest.raises(Unavailable):
        discovery.end_session_endpoint(corp)
    assert len(server.requests) == 1


@pytest.mark.parametrize("outage", OUTAGES)
def test_the_last_good_document_outlives_an_outage(
    discovery: Discovery, corp: Provider, server: Loopback, clock: Clock, outage: Behaviour
) -> None:
    endpoint = discovery.end_session_endpoint(corp)
    server.behaviour = outage
    clock.pass_by(FRESH_SECONDS + 1)

    assert discovery.end_session_endpoint(corp) == endpoint


@pytest.mark.parametrize("issuer", [None, "", "https://evil.example", 7, ["x"]])
def test_a_document_of_another_issuer_is_not_believed(
    discovery: Discovery, corp: Provider, server: Loopback, issuer: object
) -> None:
    server.behaviour = document(issuer, "https://evil.example/end")

    with pytest.raises(Unavailable):
        discovery.end_session_endpoint(corp)


@pytest.mark.parametrize(
    "endpoint", ["http://evil.example/end", "javascript:alert(1)", "/end", "", 7, ["https://a.example/"], "https://a#b"]
)
def test_an_endpoint_that_no_browser_may_be_sent_to_is_not_believed(
    discovery: Discovery, corp: Provider, server: Loopback, endpoint: object
) -> None:
    server.behaviour = document(corp.issuer, endpoint)

    with pytest.raises(Unavailable):
        discovery.end_session_endpoint(corp)


def test_a_document_of_another_issuer_does_not_replace_a_good_one(
    discovery: Discovery, corp: Provider, server: Loopback, clock: Clock
) -> None:
    good = discovery.end_session_endpoint(corp)
    server.behaviour = document("https://elsewhere.example", "https://elsewhere.example/end")
    clock.pass_by(FRESH_SECONDS + 1)

    assert discovery.end_session_endpoint(corp) == good
