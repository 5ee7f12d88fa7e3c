"""Whatever a request holds: no exception, no Location outside of the configuration, no cookie too large to be kept."""

import json
import re
import secrets
import string
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from ada_url import URL
from coordinator.adapters.seals import Seals
from hypothesis import given, settings
from hypothesis import strategies as st
from logout.handler import lambda_handler

from tests.unit.any_event import EVENTS, HINT, REQUESTS
from tests.unit.deployments import BASE, STAGE, Answer, Deployed
from tests.unit.redirects import EVIL, HOSTILE, listed
from tests.unit.samples import NOW, SHOP, claims

SAME_SITE = {"Sec-Fetch-Site": "same-site"}
LARGEST_COOKIE = 3_900
RETURN_URL = f"{BASE}/logout/return"
COGNITO = "https://example.auth.eu-central-1.amazoncognito.com"
HOP = f"{COGNITO}/logout?client_id={SHOP.client_id}&logout_uri={quote(RETURN_URL, safe='')}"
STATE = re.compile(r"\?state=[A-Za-z0-9_.~%-]*")
CHOSEN = (200, 204, 303, 400, 403, 404, 405, 413, 415, 503)
"""Every status that we choose; 503 asks for the click anew, or says that the pool's own document cannot be had."""
ABOUT_THE_REQUEST = (
    "Forwarded",
    "Host",
    "Origin",
    "Referer",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Host",
    "X-Original-URL",
    "X-Rewrite-URL",
)
"""Headers by which a proxy, or somebody who poses as one, says where a request was sent, and whence."""


@contextmanager
def a_shop() -> Iterator[Deployed]:
    """A function for one example, with real seals: Hypothesis runs many examples in one test."""
    with pytest.MonkeyPatch.context() as patch:
        deployed = Deployed(patch)
        deployed.configure()
        deployed.undo.setattr(deployed.seals, "open", Seals([secrets.token_urlsafe(32)], lambda: float(NOW)).open)
        deployed.knows("id", HINT, claims(everything={"identities": [{"providerName": "Corp"}]}))
        deployed.discovery.endpoints["Corp"] = "https://login.corp.example/end-session"
        yield deployed


def is_a_target(location: str) -> bool:
    """Whether an address is one of the configuration, byte for byte, with an encoded state at most."""
    if location == HOP:
        return True
    configured = (*SHOP.return_to, RETURN_URL)
    return any(
        location == url or (location.startswith(url) and STATE.fullmatch(location, len(url))) for url in configured
    )


def is_allowed(answer: Answer) -> bool:
    """Whether an answer is well-formed and one of ours, and leads nowhere but where the configuration says."""
    raw = json.loads(json.dumps(answer.raw))  # API Gateway takes JSON; what cannot be written becomes a 502
    assert raw.keys() == {"statusCode", "multiValueHeaders", "body", "isBase64Encoded"}
    lines = [line for values in raw["multiValueHeaders"].values() for line in values]
    assert all(line.isascii() and line.isprintable() for line in lines)
    assert answer.status in CHOSEN
    told = json.loads(answer.body) if answer.header("Content-Type") == "application/json" else {}
    if "location" in told and not told["location"].startswith(f"{BASE}/logout/start?ticket="):
        assert is_a_target(told["location"])
    return is_a_target(answer.location) if answer.status == 303 else answer.location == ""


@given(EVENTS | REQUESTS)
def test_no_event_raises_or_leads_away(event: dict[str, Any]) -> None:
    with a_shop() as shop:
        answer = Answer(lambda_handler(event, None))
        assert shop.audit.errors == []
        assert is_allowed(answer), answer.raw


def has_one_refusal(shop: Deployed, hostile: str, reach: str = "browser") -> bool:
    """Whether a return address is refused by GET and by POST alike, unless it is a configured one."""
    asked = {"post_logout_redirect_uri": hostile, "reach": reach}
    by_get = shop.get(headers=SAME_SITE, **asked)
    by_post = shop.post_json(headers=SAME_SITE, **asked)
    assert shop.audit.errors == []
    assert (by_get.status, by_get.location) == (by_post.status, by_post.location)
    if hostile in (*SHOP.return_to, ""):
        return by_get.status in (200, 303)
    return by_get.status == 400 and by_get.location == "" and EVIL not in by_get.body


@given(HOSTILE, st.sampled_from(["app", "browser"]))
def test_a_hostile_return_address_gets_the_same_refusal_by_get_and_by_post(hostile: str, reach: str) -> None:
    with a_shop() as shop:
        assert has_one_refusal(shop, hostile, reach)


def test_a_trick_that_is_known_to_work_elsewhere_is_refused(deployed: Deployed) -> None:
    for hostile in listed():
        assert has_one_refusal(deployed, hostile), hostile


@given(st.dictionaries(st.sampled_from(ABOUT_THE_REQUEST), HOSTILE, min_size=1), st.sampled_from(["app", "browser"]))
@settings(max_examples=40)
def test_no_header_changes_where_a_browser_goes_but_only_whether_we_ask(headers: dict[str, str], reach: str) -> None:
    asked = {"reach": reach, "post_logout_redirect_uri": SHOP.return_to[0]}
    with a_shop() as shop:
        plain = shop.get(headers=SAME_SITE, **asked).location
        headed = {name.lower(): value for name, value in headers.items()}
        assert plain == {"app": SHOP.return_to[0], "browser": HOP}[reach]
        assert shop.get(headers={**headed, **SAME_SITE}, **asked).location == plain
        assert shop.get(headers=headed, **asked).location in (plain, "")
        assert shop.post("/logout/return", headers=headed).location == RETURN_URL
        assert URL(plain).origin in {URL(url).origin for url in (*SHOP.return_to, COGNITO)}


def linked(deployed: Deployed, count: int) -> list[dict[str, Any]]:
    """Deploy this many providers, with addresses as long as a large vendor's; return a person's identities."""
    stage = STAGE
    for number in range(count):
        host = f"https://login.provider-{number}.example"
        stage += f'[providers.Number{number}]\nprofile = "oidc"\nissuer = "{host}"\nclient_id = "{uuid.uuid4()}"\n'
        deployed.discovery.endpoints[f"Number{number}"] = f"{host}/{uuid.uuid4()}/oauth2/v2.0/logout"
    deployed.configure(CONFIG=stage)
    return [{"providerName": f"Number{number}"} for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 5])
@pytest.mark.parametrize("length", [0, 512, 1_024])
def test_every_cookie_of_ours_is_one_that_browsers_keep(deployed: Deployed, count: int, length: int) -> None:
    identities = linked(deployed, count)
    real = Seals([secrets.token_urlsafe(32)], lambda: float(NOW))
    deployed.undo.setattr(deployed.seals, "seal", real.seal)
    deployed.knows("id", "the-id", claims(str(uuid.uuid4()), everything={"identities": identities}))
    state = "".join(secrets.choice(string.printable.strip()) for _ in range(length))
    answer = deployed.get(
        headers=SAME_SITE, id_token_hint="the-id", post_logout_redirect_uri=SHOP.return_to[0], state=state
    )

    assert answer.status == 303, "a state of 1,024 characters is what the contract allows"
    for line in answer.raw["multiValueHeaders"]["Set-Cookie"]:
        assert len(line) <= LARGEST_COOKIE


def test_the_state_of_a_logout_arrives_at_its_end(deployed: Deployed) -> None:
    state = "s t&a=te#?%25\u00e4\U0001f600"
    answer = deployed.get(headers=SAME_SITE, reach="app", post_logout_redirect_uri=SHOP.return_to[0], state=state)

    assert dict(parse_qsl(urlsplit(answer.location).query)) == {"state": state}
