"""AWS's own APIs through botocore, which is imported only when one of them is called; what acts is tried once."""

import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from coordinator.adapters import transport
from coordinator.deadline import CALL_SECONDS, CONNECT_SECONDS
from coordinator.errors import EffectFailed

THROTTLED = frozenset(
    {
        *("TooManyRequestsException", "ThrottlingException", "LimitExceededException", "Throttling"),
        *("RequestThrottled", "RequestLimitExceeded", "ProvisionedThroughputExceededException"),
    }
)
"""Cognito throttles with status 400, SQS, KMS and DynamoDB too: botocore's codes, as far as those four have them."""
RETRYABLE = THROTTLED | {
    *("InternalErrorException", "ServiceUnavailableException", "InternalServerError"),
    *("RequestTimeout", "RequestTimeoutException"),
    "ForbiddenException",
}
"""The last is the word of the pool's firewall, which takes a burst of one address for an attack, and never meets the
administrator's call (botocore's model of cognito-idp names it for GlobalSignOut alone of the two)."""
MOST_CONNECTIONS = 64
"""Of one client to one service; botocore keeps ten, and makes and drops one more for each call beside them."""


class AwsApi:
    """One service, by botocore's name for it; the endpoint follows AWS_ENDPOINT_URL."""

    def __init__(self, service: str, region: str | None = None, *, keeps_connections: bool = False) -> None:
        """Serve the Region `region`; None is the function's own.

        Who `keeps_connections` only reads: a call that is over by the deadline may still be on its way, and one whose
        connection the other side gave up meanwhile is tried once more.
        """
        self._service = service
        self._region = region
        self._keeps_connections = keeps_connections
        self._client: Any = None
        self._lock = threading.Lock()

    def call(self, operation: str, **arguments: Any) -> Mapping[str, Any]:
        """Return the answer of an operation. Raises EffectFailed: `throttled`, AWS's own code, or the transport's."""
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

    def accepts(self, operation: str, answer: transport.Answer) -> bool:
        """Whether a 2xx can be this service's own: botocore takes any for success, a captive proxy's page too."""
        return answer.status == 200

    def make_ready(self) -> None:
        """Import the SDK, which takes most of a second on a small function; calls that come meanwhile wait for it."""
        with suppress(Exception):  # whoever calls will meet it again
            self._connected()

    def _connected(self) -> Any:
        with self._lock:  # calls run side by side, and making a client costs more than a call
            if self._client is None:
                self._client = self._new_client()
            return self._client

    def _new_client(self) -> Any:
        from botocore.config import Config
        from botocore.session import Session

        attempts = 2 if self._keeps_connections else 1
        settings = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=CALL_SECONDS,
            retries={"total_max_attempts": attempts},
            max_pool_connections=MOST_CONNECTIONS,
        )
        # At DEBUG botocore writes down every request and answer, tokens and all, and one setting of the function
        # (its log level) puts all loggers there: this one stays above.
        logging.getLogger("botocore").setLevel(logging.INFO)
        client = Session().create_client(self._service, region_name=self._region, config=settings)
        if not self._keeps_connections:
            client.meta.events.register("before-send", self._send)
        return client

    def _send(self, request: Any, event_name: str, **_: Any) -> Any:
        """Send what botocore signed by our own transport, whose sockets the deadline can close.

        A handler of botocore's `before-send` event that returns an answer takes the place of its HTTP client.
        """
        from io import BytesIO

        from botocore.awsrequest import AWSResponse
        from urllib3 import HTTPResponse

        answer = transport.send(request.method, request.url, data=request.body, headers=dict(request.headers.items()))
        if answer.status < 300 and not self.accepts(event_name.rpartition(".")[2], answer):
            raise EffectFailed("not_cognito", retryable=True)
        raw = HTTPResponse(BytesIO(answer.body), preload_content=False)
        headers: Any = answer.headers
        return AWSResponse(request.url, answer.status, headers, raw)
