"""The HTTP dialect: a REST API proxy event becomes a request. Nothing else knows what an event looks like."""

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, unquote

from coordinator.errors import Refused
from coordinator.web.request import ROUTES, Request

LARGEST_BODY = 65_536
"""Bytes. The largest body of ours is a confirmation, which carries a hint of 16,384 characters, sealed."""
LARGEST_COOKIE_HEADER = 16_384
COOKIE_VALUE = re.compile(r""""(?:[^\\"]|\\.)*"|[\w!#%&'~`><@,:/$*+\-.^|)(?}{=\[\]]*""", re.ASCII)
"""The values that `http.cookies` reads. It takes quadratic time to find out that it does not read one, since `=` is
a part of its names, too."""


def read(event: object, logout_id: str, public_url: str | None) -> Request:
    """Return the request, without its body; whatever the event lacks counts as absent."""
    event = event if isinstance(event, Mapping) else {}
    headers = _headers(event)
    return Request(
        logout_id=logout_id,
        method=_text(event.get("httpMethod")).upper(),
        route=_route(event),
        base=public_url or _own_address(event),
        query=_pairs(event, "multiValueQueryStringParameters", "queryStringParameters"),
        headers=headers,
        cookies=_cookies(headers.get("cookie", "")),
    )


def caller(event: object) -> str | None:
    """Return the ARN of whom API Gateway let in by IAM, None where it asked nobody.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html (read
    November 2026: `$context.identity.userArn`)
    """
    context = event.get("requestContext") if isinstance(event, Mapping) else None
    identity = context.get("identity") if isinstance(context, Mapping) else None
    return _text(identity.get("userArn")) or None if isinstance(identity, Mapping) else None


def named_provider(event: object) -> str:
    """Return the provider that the address names, empty where it names none."""
    event = event if isinstance(event, Mapping) else {}
    parameters = event.get("pathParameters")
    named = _text(parameters.get("provider")) if isinstance(parameters, Mapping) else ""
    return unquote(named or _text(event.get("path")).rpartition("/")[2])


def refuse_too_large(request: Request) -> None:
    """Raise Refused for more cookies than API Gateway passes (10,240 bytes of request line and headers)."""
    if len(request.headers.get("cookie", "")) > LARGEST_COOKIE_HEADER:
        raise Refused("too_large", f"the cookies are larger than {LARGEST_COOKIE_HEADER} bytes")


def read_body(event: Mapping[str, Any], request: Request) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a POST's body, a form or a JSON object; raises Refused for anything else."""
    text = event.get("body")
    if request.method != "POST" or not isinstance(text, str) or not text:
        return ()
    if len(text) > LARGEST_BODY * 4 // 3:
        raise Refused("too_large", f"the body is larger than {LARGEST_BODY} bytes")
    content = _decoded(text, encoded=event.get("isBase64Encoded") is True)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/x-www-form-urlencoded":
        return _form(content)
    if media_type == "application/json":
        return _json(content)
    raise Refused("unsupported_media_type", "send a form (application/x-www-form-urlencoded) or application/json")


def _decoded(text: str, *, encoded: bool) -> str:
    try:
        content = base64.b64decode(text, validate=True) if encoded else text.encode()
        if len(content) > LARGEST_BODY:
            raise Refused("too_large", f"the body is larger than {LARGEST_BODY} bytes")
        return content.decode()
    except (binascii.Error, ValueError) as error:
        raise Refused("invalid_request", "the body is no text in UTF-8") from error


def _form(content: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(parse_qsl(content, keep_blank_values=True, errors="strict", max_num_fields=100))
    except ValueError as error:
        raise Refused("invalid_request", "the body is no form") from error


class _Members(list[tuple[str, Any]]):
    """The members of a JSON object in order, repeated ones too."""


def _json(content: str) -> tuple[tuple[str, str], ...]:
    try:
        members = json.loads(content, object_pairs_hook=_Members)
    except (ValueError, RecursionError) as error:
        raise Refused("invalid_request", "the body is no JSON") from error
    if not isinstance(members, _Members):
        raise Refused("invalid_request", "the body is no JSON object")
    given = [(name, value) for name, value in members if value is not None]
    if not all(isinstance(value, str) for _, value in given):
        raise Refused("invalid_request", "the members of the body must be texts")
    return tuple(given)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _pairs(event: Mapping[str, Any], several: str, single: str) -> tuple[tuple[str, str], ...]:
    """Return names and values; API Gateway has every value under the first name and the last one under the second."""
    listed = event.get(several)
    if isinstance(listed, Mapping) and listed:
        return tuple((name, _text(value)) for name, values in listed.items() for value in _list(values))
    alone = event.get(single)
    return tuple((name, _text(value)) for name, value in alone.items()) if isinstance(alone, Mapping) else ()


def _list(values: object) -> Sequence[object]:
    return values if isinstance(values, list) else [values]


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    """Return headers by name in lower case; repeated ones are joined as RFC 9110 section 5.3 and RFC 9113 ask."""
    found: dict[str, str] = {}
    for name, value in _pairs(event, "multiValueHeaders", "headers"):
        key = str(name).lower()
        found[key] = f"{found[key]}{'; ' if key == 'cookie' else ', '}{value}" if key in found else value
    return found


def _cookies(header: str) -> tuple[tuple[str, str], ...]:
    """Return cookies in order. Each is parsed on its own, since the parser gives up at the first that it dislikes.

    And one that it reads otherwise than a browser is left out: the parser takes white space inside a value for the
    end of a cookie, so that `a=b __Host-c=d`, which any neighbour on the domain may set, would become two.
    """
    if len(header) > LARGEST_COOKIE_HEADER:
        return ()  # `refuse_too_large` has the word
    found: list[tuple[str, str]] = []
    for piece in header.split(";"):
        if not COOKIE_VALUE.fullmatch(piece.partition("=")[2].strip(" \t")):
            continue
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(piece.strip(" \t"))
        except CookieError:
            continue
        name = piece.partition("=")[0].strip(" \t")
        if list(jar) == [name]:
            found.append((name, jar[name].value))
    return tuple(found)


def _route(event: Mapping[str, Any]) -> str:
    """Return the route; `resource` is the template's own, where `path` may have a custom domain's base path."""
    for key in ("resource", "path"):
        if _text(event.get(key)) in ROUTES:
            return _text(event.get(key))
    return _text(event.get("path"))


def _own_address(event: Mapping[str, Any]) -> str:
    """Return our address as API Gateway knows it, never as a header says it."""
    context = event.get("requestContext")
    context = context if isinstance(context, Mapping) else {}
    return f"https://{_text(context.get('domainName')) or 'localhost'}/{_text(context.get('stage')) or 'live'}"
