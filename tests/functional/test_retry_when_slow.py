"""Whatever is slow, a message takes five seconds at most: ten of them end before the retry function is ended.

Were it ended in the middle, all ten would come back, those too that wait already as new messages.
"""

import time

import pytest

from tests.functional.browser import Browser
from tests.functional.cognito import DECRYPT, REVOKE, SEND_MESSAGE, Cognito
from tests.functional.test_retry import deliver, waiting
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("slow", [{DECRYPT}, {REVOKE, SEND_MESSAGE}])
def test_a_message_takes_five_seconds_at_most(
    slow: set[str], browser: Browser, cognito: Cognito, mary: Person, queue: str
) -> None:
    body = waiting(browser, cognito, mary, queue)
    cognito.misbehaving = dict.fromkeys(slow, "slow_body")

    began = time.monotonic()
    deliver([body])

    assert time.monotonic() - began < 5
