"""Real logout tokens of LemonLDAP::NG, which lack `exp` and `typ`: the provider is `compat`, and one browser ends."""

import time
import uuid
from collections.abc import Iterator

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from local.lemonldap.setup import NAME
from local.system import LocalSystem
from tests.e2e.leaving import answered
from tests.e2e.protected_api import REFUSED, Call, protected_api
from tests.e2e.telling import signals, signed_in, told_after

pytestmark = [pytest.mark.e2e, pytest.mark.more]
EVENT = "http://schemas.openid.net/event/backchannel-logout"
YES: dict[str, str] = {}


@pytest.fixture(scope="module")
def call(newer_lemon_system: LocalSystem) -> Iterator[Call]:
    """Calls an API of one's own with an access token."""
    with protected_api(newer_lemon_system) as orders:
        yield orders


@pytest.fixture(scope="module")
def system(newer_lemon_system: LocalSystem) -> LocalSystem:
    """The system, whose function knows the portal's keys.

    The portal here does one thing at a time: while it waits for the answer to its token it can tell nobody its keys. A
    forged token has them read.
    """
    portal, now = newer_lemon_system.others[NAME], int(time.time())
    claims = {"iss": portal.issuer, "aud": portal.client_id, "iat": now, "jti": str(uuid.uuid4()), "sub": "eve"}
    signer = generate_private_key(public_exponent=65_537, key_size=2_048)
    forged = jwt.encode(claims | {"events": {EVENT: {}}}, signer, algorithm="RS256", headers={"kid": "of-this-run"})
    address = f"{newer_lemon_system.places.logout}/backchannel-logout/{NAME}"
    answer = requests.post(address, {"logout_token": forged}, timeout=20)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    return newer_lemon_system


def test_who_signs_out_at_the_provider_in_one_browser_is_signed_out_of_that_one(
    system: LocalSystem, call: Call
) -> None:
    first, second = signed_in(system, "library"), signed_in(system, "library")
    one, other = first.tokens().access, second.tokens().access
    known = len(signals(system))

    answered(system, first, first.browser.open(system.others[NAME].endpoint("end_session_endpoint")), YES)

    assert told_after(system, known) == ("done", None)
    assert [call(token).status_code for token in (one, other)] == [REFUSED, 200]


def test_our_own_hop_ends_exactly_one_session(system: LocalSystem, call: Call) -> None:
    first, second = signed_in(system, "library"), signed_in(system, "library")
    one, other = first.tokens().access, second.tokens().access
    known = len(signals(system))

    answered(system, first, first.click_sign_out()[-1], YES)

    assert told_after(system, known) == ("not_attempted", "own_hop")
    assert [call(token).status_code for token in (one, other)] == [REFUSED, 200]
