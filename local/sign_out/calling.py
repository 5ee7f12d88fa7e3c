"""Calls `POST /sign-out`, signed by botocore with the credentials of the profile."""

import json
import time
from typing import Literal

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import HTTPClientError
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

from local.errors import LocalError
from local.sign_out import answers
from local.sign_out.answers import Result
from local.stack import NO_CREDENTIALS, Stack, in_a_sentence

PAUSES = (1.0, 2.0, 4.0)
"""Seconds before a request that was refused for the moment, and did nothing, is made again."""
AGAIN = (429, 503)
ANSWER_SECONDS = 30
"""API Gateway answers within 29."""
HOPELESS = {
    401: "AWS refuses the request",
    403: "AWS refuses the request: your credentials need execute-api:Invoke on POST /sign-out of this API",
    404: "the API does not know this address: deploy the stack again",
}


class Caller:
    """One stack's `POST /sign-out`. Raises LocalError for what fails for every user alike."""

    def __init__(self, stack: Stack) -> None:
        self._url, self._region = stack.sign_out_url, stack.region
        with in_a_sentence():
            self._credentials = stack.session.get_credentials()
        if self._credentials is None:
            raise LocalError(NO_CREDENTIALS)
        self._http = URLLib3Session(timeout=ANSWER_SECONDS, proxies=get_environ_proxies(self._url))

    def sign_out(self, user: str, when: Literal["now", "queued"]) -> Result:
        """Ask for one user; what may be asked again is, for some seconds."""
        for pause in (*PAUSES, None):
            began = time.time()
            try:
                status, body = self._post(json.dumps({"user": user, "when": when}))
            except HTTPClientError:
                return Result(user, began, error="unreachable")
            result = answers.read(user, began, status, body)
            if result.error == f"http_{status}" and status in HOPELESS:
                raise LocalError(f"{HOPELESS[status]}.")
            if result.error == "no_retry_queue":
                raise LocalError("The stack has no retry queue, which a list goes through: deploy it with Retry=on.")
            if status not in AGAIN or pause is None:
                break
            time.sleep(pause)
        return result

    def _post(self, body: str) -> tuple[int, bytes]:
        request = AWSRequest("POST", self._url, data=body.encode(), headers={"Content-Type": "application/json"})
        with in_a_sentence():
            SigV4Auth(self._credentials.get_frozen_credentials(), "execute-api", self._region).add_auth(request)
        answer = self._http.send(request.prepare())
        return answer.status_code, answer.content
