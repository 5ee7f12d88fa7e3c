"""Whatever a request holds: no exception, no Location outside of the configuration, no cookie too large to be kept."""

import secrets
import string
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from coordinator.adapters.seals import Seals
from hypothesis import given
from hypothesis import strategies as st
from logout.handler import lambda_handler

from tests.unit.deployments import STAGE, Answer, Deployed
from tests.unit.redirects import EVIL, HOSTILE
from tests.unit.samples import NOW, SHOP, claims

SAME_SITE = {"Sec-Fetch-Site": "same-site"}
LARGEST_COOKIE = 3_900
HEADERS = (
    "Accept",
    "Authorization",
    "Content-Type",
    "Cookie",
    "Forwarded",
    "Host",
    "Origin",
    "Purpose",
    "Referer",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
)
PARAMETERS = (
    "client_id",
    "confirm",
    "id_token_hint",
    "identity_provider",
    "logout_hint",
    "post_logout_redirect_uri",
    "reach",
    "refresh_token",
    "state",
    "ticket",
    "ui_locales",
)
VALUES = st.text(max_size=30) | st.sampled_from(["Corp", "app", "everywhere", SHOP.client_id, SHOP.return_to[0], "x"])


@contextmanager
def a_shop() -> Iterator[Deployed]:
    """A function for one example: Hypothesis runs many of them in one test."""
    with pytest.MonkeyPatch.context() as patch:
        deployed = Deployed(patch)
        deployed.configure()
        yield deployed


def is_allowed(answer: Answer) -> bool:
    """Whether an answer is one of ours, and leads nowhere but where the configuration says."""
    lines = [line for values in answer.raw["multiValueHeaders"].values() for line in values]
    assert all(line.isascii() and line.isprintable() for line in lines)
    if answer.status != 303:
        return answer.location == "" and answer.status in (200, 204, 400, 403, 404, 405, 413, 415, 503)
    allowed = (*SHOP.return_to, "https://example.auth.eu-central-1.amazoncognito.com/logout?", "https://logout.example")
    return any(answer.location == url or answer.location.startswith((f"{url}?state=", url)) for url in allowed)


@given(HOSTILE, st.sampled_from(["app", "browser"]))
def test_a_hostile_return_address_gets_the_same_refusal_by_get_and_by_post(hostile: str, reach: str) -> None:
    with a_shop() as shop:
        asked = {"post_logout_redirect_uri": hostile, "reach": reach}
        by_get = shop.get(headers=SAME_SITE, **asked)
        by_post = shop.post_json(headers=SAME_SITE, **asked)
        assert shop.audit.errors == []
        assert (by_get.status, by_get.location) == (by_post.status, by_post.location)
        assert EVIL not in by_get.location
        assert by_get.status == 400 or hostile in (*SHOP.return_to, "")


@given(
    st.sampled_from(["GET", "POST", "OPTIONS", "HEAD"]),
    st.sampled_from(["/logout", "/logout/start", "/logout/return", "/.well-known/openid-configuration", "/"]),
    st.dictionaries(st.sampled_from(HEADERS), VALUES | st.sampled_from(["same-site", "application/json", "document"])),
    st.dictionaries(st.sampled_from(PARAMETERS), VALUES),
    st.none() | st.text(max_size=40),
)
def test_no_request_raises_or_leads_away(
    method: str, path: str, headers: dict[str, str], query: dict[str, str], body: str | None
) -> None:
    event = {"httpMethod": method, "path": path, "headers": headers, "queryStringParameters": query, "body": body}
    with a_shop() as shop:
        answer = Answer(lambda_handler(event, None))
        assert shop.audit.errors == []
        assert is_allowed(answer), answer.raw


@pytest.mark.parametrize("name", ["Host", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-URL"])
def test_no_header_changes_where_a_browser_goes(deployed: Deployed, name: str) -> None:
    hostile = deployed.get(headers={**SAME_SITE, name: f"https://{EVIL}"})

    assert hostile.location == deployed.get(headers=SAME_SITE).location


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
