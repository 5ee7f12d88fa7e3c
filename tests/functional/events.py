"""Builds REST API proxy events (payload version 1, `AWS::Serverless::Api`) out of what a browser sends.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
"""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

type Event = dict[str, Any]
type Headers = Sequence[tuple[str, str]]

STAGE = "live"
ROUTES = ("/logout/return", "/logout/start", "/logout", "/.well-known/openid-configuration", "/sign-out")
OF_PROVIDERS = "/backchannel-logout/{provider}"


def rest_api_event(method: str, url: str, headers: Headers = (), body: str | None = None) -> Event:
    """The event for a request; the path of an execute-api address starts with the stage, which is no part of `path`."""
    parts = urlsplit(url)
    domain = parts.hostname or ""
    named = parts.path.partition("/backchannel-logout/")[2]
    route = OF_PROVIDERS if named else next(route for route in ROUTES if parts.path.endswith(route))
    names, values = _single_and_multiple([*headers, ("Host", domain)])
    query, queries = _single_and_multiple(parse_qsl(parts.query, keep_blank_values=True))
    return {
        "resource": route,
        "path": route.replace("{provider}", named),
        "httpMethod": method,
        "headers": names,
        "multiValueHeaders": values,
        "queryStringParameters": query or None,
        "multiValueQueryStringParameters": queries or None,
        "pathParameters": {"provider": named} if named else None,
        "stageVariables": None,
        "requestContext": _request_context(method, domain, parts.path, route),
        "body": body,
        "isBase64Encoded": False,
    }


def _single_and_multiple(pairs: Headers) -> tuple[dict[str, str], dict[str, list[str]]]:
    """API Gateway keeps the last value in one map and all in the other, names in the caller's case."""
    multiple: dict[str, list[str]] = {}
    for name, value in pairs:
        multiple.setdefault(name, []).append(value)
    return {name: values[-1] for name, values in multiple.items()}, multiple


def _request_context(method: str, domain: str, path: str, route: str) -> dict[str, Any]:
    nobody = ("accountId", "caller", "accessKey", "cognitoIdentityPoolId", "cognitoIdentityId", "user", "userArn")
    return {
        "accountId": "123456789012",
        "apiId": "abcde12345",
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "extendedRequestId": "EXTENDED=",
        "httpMethod": method,
        "identity": {**dict.fromkeys(nobody), "sourceIp": "203.0.113.7", "userAgent": "Mozilla/5.0"},
        "path": path,
        "protocol": "HTTP/1.1",
        "requestId": str(uuid.uuid4()),
        "requestTime": "23/Nov/2026:06:30:00 +0000",
        "requestTimeEpoch": 1795415400000,
        "resourceId": "a1b2c3",
        "resourcePath": route,
        "stage": STAGE,
    }
