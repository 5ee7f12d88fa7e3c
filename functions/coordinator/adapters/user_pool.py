"""The user pool's API through boto3, which is imported only when one of its four operations is called."""

import logging
from collections.abc import Mapping
from typing import Any

from coordinator.adapters import transport
from coordinator.deadline import CALL_SECONDS, CONNECT_SECONDS
from coordinator.errors import EffectFailed

THROTTLED = frozenset({"TooManyRequestsException", "ThrottlingException", "LimitExceededException"})
"""Cognito throttles with status 400, which botocore's own retries do not know."""
RETRYABLE = THROTTLED | {"InternalErrorException", "ServiceUnavailableException", "InternalServerError"}


class CognitoApi:
    """The calls that end every session of a user, and those that read its attributes.

    Each is tried once: a repeated sign-out could end a newer session.
    """

    def __init__(self, user_pool_id: str) -> None:
        """Serve one pool; its region is the first part of `user_pool_id`, the endpoint follows AWS_ENDPOINT_URL."""
        self._pool = user_pool_id
        self._client: Any = None

    def global_sign_out(self, access_token: str) -> None:
        """End all sessions of the token's user. Raises EffectFailed."""
        self._call("global_sign_out", AccessToken=access_token)

    def admin_user_global_sign_out(self, username: str) -> None:
        """End all sessions of `username`; needs the IAM permission of that name. Raises EffectFailed."""
        self._call("admin_user_global_sign_out", UserPoolId=self._pool, Username=username)

    def get_user(self, access_token: str) -> Mapping[str, str]:
        """Return the attributes of the token's user that its app client may read, by name. Raises EffectFailed."""
        return _attributes(self._call("get_user", AccessToken=access_token), "UserAttributes")

    def admin_get_user(self, username: str) -> Mapping[str, str]:
        """Return all attributes of `username`; needs the IAM permission of that name. Raises EffectFailed."""
        return _attributes(self._call("admin_get_user", UserPoolId=self._pool, Username=username), "UserAttributes")

    def _call(self, operation: str, **arguments: str) -> Mapping[str, Any]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer: Mapping[str, Any] = getattr(self._connected(), operation)(**arguments)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
            kind = "throttled" if code in THROTTLED or status == 429 else code or f"http_{status}"
            retryable = code in RETRYABLE or status >= 429
            raise EffectFailed(kind, retryable=retryable) from error
        except (BotoCoreError, ValueError) as error:
            raise EffectFailed("unreadable_answer", retryable=True) from error
        return answer

    def _connected(self) -> Any:
        if self._client is None:
            import boto3
            from botocore.config import Config

            settings = Config(
                connect_timeout=CONNECT_SECONDS, read_timeout=CALL_SECONDS, retries={"total_max_attempts": 1}
            )
            # At DEBUG botocore writes down every request and answer, tokens and all, and one setting of the function
            # (its log level) puts all loggers there: this one stays above.
            logging.getLogger("botocore").setLevel(logging.INFO)
            region = self._pool.partition("_")[0]
            client = boto3.session.Session().client("cognito-idp", region_name=region, config=settings)
            client.meta.events.register("before-send", _send)
            self._client = client
        return self._client


def _attributes(answer: Mapping[str, Any], member: str) -> Mapping[str, str]:
    return {one["Name"]: one["Value"] for one in answer.get(member, []) if "Name" in one and "Value" in one}


def _send(request: Any, event_name: str, **_: Any) -> Any:
    """Send what botocore signed by our own transport, whose sockets the deadline can close.

    A handler of botocore's `before-send` event that returns an answer takes the place of its HTTP client.
    """
    from io import BytesIO

    from botocore.awsrequest import AWSResponse
    from urllib3 import HTTPResponse

    answer = transport.send(request.method, request.url, data=request.body, headers=dict(request.headers.items()))
    reads = event_name.endswith("GetUser")
    empty = answer.body.strip() in (b"", b"{}")
    if answer.status < 300 and (answer.status != 200 or (not empty and not reads)):
        # botocore takes any 2xx for success, a captive proxy's page too. The sign-outs answer with nothing.
        raise EffectFailed("not_cognito", retryable=True)
    raw = HTTPResponse(BytesIO(answer.body), preload_content=False)
    headers: Any = answer.headers
    return AWSResponse(request.url, answer.status, headers, raw)
