"""Events of every shape: what API Gateway sends, what it never sends, and what nobody would."""

import base64
import json
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from tests.unit.redirects import HOSTILE
from tests.unit.samples import SHOP

ROUTES = ("/logout", "/logout/start", "/logout/return", "/.well-known/openid-configuration", "/", "/logout/")
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
    "Sec-Purpose",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
)
PARAMETERS = (
    "access_token",
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
HINT = "the-id-token-of-mary"
SAID = (
    *("same-site", "same-origin", "none", "document", "empty", "cors", "navigate", "prefetch", "null"),
    *("application/json", "application/x-www-form-urlencoded", "text/html", "https://shop.example.com"),
    *("Corp", "Legacy", "Deaf", "app", "browser", "everywhere", HINT, SHOP.client_id, *SHOP.return_to),
    *(f"shop_id={HINT}; shop_rt=x", "__Host-logout-journey=x", "__Host-logout-confirmation=x; shop_at=y"),
)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
TEXTS = st.sampled_from(SAID) | st.text(max_size=30) | HOSTILE


def _pairs(names: tuple[str, ...]) -> st.SearchStrategy[Any]:
    known = st.sampled_from(names)
    known = known | known.map(str.lower)
    return st.dictionaries(known, TEXTS, max_size=5) | st.dictionaries(known, TEXTS | ANYTHING, max_size=3) | ANYTHING


def _several(pairs: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return pairs.map(lambda one: {name: [one[name]] for name in one} if isinstance(one, dict) else one)


_FIELDS = st.dictionaries(st.sampled_from(PARAMETERS), TEXTS, max_size=4)
_FORM = _FIELDS.map(lambda fields: urlencode(fields, errors="replace"))
_BODY = _FORM | _FIELDS.map(json.dumps) | ANYTHING.map(json.dumps) | st.text(max_size=40) | ANYTHING
_ENCODED = _FORM.map(lambda text: base64.b64encode(text.encode()).decode())
_ROUTE = st.sampled_from(ROUTES)
EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "httpMethod": st.sampled_from(["GET", "POST", "OPTIONS", "HEAD", "get"]) | ANYTHING,
        "path": st.just("/logout") | _ROUTE | ANYTHING,
        "resource": _ROUTE | ANYTHING,
        "headers": _pairs(HEADERS),
        "multiValueHeaders": _several(_pairs(HEADERS)),
        "queryStringParameters": _pairs(PARAMETERS),
        "multiValueQueryStringParameters": _several(_pairs(PARAMETERS)),
        "body": _BODY | _ENCODED,
        "isBase64Encoded": st.booleans() | ANYTHING,
        "requestContext": ANYTHING,
    },
)
"""Any event at all; most have something of a request, so that they get somewhere."""

REQUESTS = st.fixed_dictionaries(
    {
        "httpMethod": st.sampled_from(["GET", "POST"]),
        "path": st.just("/logout") | _ROUTE,
        "headers": st.dictionaries(st.sampled_from(HEADERS), TEXTS, max_size=6),
        "queryStringParameters": st.none() | _FIELDS,
        "body": st.none() | _FORM | _FIELDS.map(json.dumps),
    }
)
"""Events as API Gateway sends them, with any values."""
