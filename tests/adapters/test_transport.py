"""The only way out: what each kind of misbehaviour is called, and what is never done."""

import gzip
from typing import Any

import pytest
from coordinator.adapters import transport
from coordinator.errors import EffectFailed

from tests.adapters import loopback
from tests.adapters.certificates import self_signed
from tests.adapters.loopback import Behaviour, Loopback, reply


def kind_of(server_url: str, **options: Any) -> str:
    with pytest.raises(EffectFailed) as failed:
        transport.send("GET", server_url, **options)
    assert failed.value.retryable
    return failed.value.kind


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a fifth of a second, not two."""
    monkeypatch.setattr(transport, "CALL_SECONDS", 0.2)


def test_an_answer_comes_whole_with_its_media_type_alone(server: Loopback) -> None:
    server.behaviour = reply(201, b"{}", "Application/JSON; charset=utf-8", X_Extra="1")
    answer = transport.send("POST", server.base, data={"a": "b c"})

    assert (answer.status, answer.media_type, answer.body) == (201, "application/json", b"{}")
    assert answer.headers["X-Extra"] == "1"
    assert server.requests[0].form == {"a": "b c"}


def test_a_redirect_is_not_followed(server: Loopback) -> None:
    server.behaviour = reply(307, Location=f"{server.base}/elsewhere")

    assert transport.send("POST", server.base, data={"token": "t"}).status == 307
    assert [seen.path for seen in server.requests] == ["/"]


def test_a_refused_connection_is_unreachable() -> None:
    assert kind_of(loopback.unused_address()) == "unreachable"


@pytest.mark.parametrize("behaviour", [loopback.reset, loopback.break_off, loopback.babble])
def test_a_broken_exchange_is_unreachable(server: Loopback, behaviour: Behaviour) -> None:
    server.behaviour = behaviour

    assert kind_of(server.base) == "unreachable"


@pytest.mark.parametrize("url", ["https://127.0.0.1:1", "http://no-such-host.invalid/", "http://[::1", "no url"])
def test_what_cannot_be_reached_or_read_is_unreachable(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unresolvable(*_: object, **__: object) -> list[object]:
        raise OSError("Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", unresolvable)

    assert kind_of(url) == "unreachable"


def test_a_server_that_speaks_no_tls_is_unreachable(server: Loopback) -> None:
    assert kind_of(server.base.replace("http:", "https:")) == "unreachable"
    assert server.requests == []


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("behaviour", [loopback.stall, loopback.stall_in_body])
def test_silence_is_a_timeout_before_and_inside_of_the_body(server: Loopback, behaviour: Behaviour) -> None:
    server.behaviour = behaviour

    assert kind_of(server.base) == "timeout"


def test_an_answer_may_be_as_large_as_the_limit_and_no_larger(server: Loopback) -> None:
    server.behaviour = reply(200, b"x" * transport.LARGEST_ANSWER)
    assert len(transport.send("GET", server.base).body) == transport.LARGEST_ANSWER

    server.behaviour = reply(200, b"x" * (transport.LARGEST_ANSWER + 1))
    assert kind_of(server.base) == "answer_too_large"


def test_a_compressed_bomb_that_nobody_asked_for_is_not_unpacked(server: Loopback) -> None:
    bomb = gzip.compress(b"0" * 50_000_000, 9)
    server.behaviour = reply(200, bomb, Content_Encoding="gzip")

    assert transport.send("GET", server.base).body == bomb
    assert server.requests[0].headers["accept-encoding"] == "identity"


def test_every_request_says_who_asks(server: Loopback) -> None:
    transport.send("POST", server.base, data={"a": "b"})

    assert server.requests[0].headers["user-agent"] == "logout-coordinator"


def test_no_cookie_travels_from_one_persons_call_to_the_next(server: Loopback) -> None:
    server.behaviour = reply(200, Set_Cookie="session=mary; Path=/")
    transport.send("GET", server.base)
    transport.send("GET", server.base)

    assert "cookie" not in server.requests[1].headers


def test_proxies_and_passwords_of_the_environment_are_not_used(
    server: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    password_file = tmp_path / "netrc"
    password_file.write_text("machine 127.0.0.1 login mary password open\n")
    monkeypatch.setenv("NETRC", str(password_file))
    monkeypatch.setenv("HTTP_PROXY", loopback.unused_address())
    monkeypatch.setenv("http_proxy", loopback.unused_address())
    transport.send("GET", server.base)

    assert "authorization" not in server.requests[0].headers


def test_an_error_quotes_neither_address_nor_body(server: Loopback) -> None:
    server.behaviour = loopback.break_off
    with pytest.raises(EffectFailed) as failed:
        transport.send("POST", f"{server.base}/the-path", data={"token": "the-token"})

    assert str(failed.value) == "unreachable"
    assert "the-token" not in repr(transport.Answer(200, "text/plain", b"the-token", {"a": "the-token"}))


def test_a_server_that_no_authority_vouches_for_is_unreachable(server: Loopback, tmp_path: Any) -> None:
    base = server.speak_tls(str(self_signed(tmp_path / "certificate.pem")))

    assert kind_of(base) == "unreachable"
    assert server.requests == []


def test_a_server_that_the_system_trusts_is_spoken_to(
    server: Loopback, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = str(self_signed(tmp_path / "certificate.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    transport._trust.cache_clear()
    base = server.speak_tls(certificate)

    assert transport.send("GET", base).status == 200
    transport._trust.cache_clear()
