"""RememberFunction: Cognito's inbound-federation trigger, which keeps how a person came in and changes nothing.

An error would end the sign-in, and so would five seconds without an answer
(https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html, read
November 2026). So nothing of ours is imported without a guard, and whatever happens there is an answer.
"""

import importlib
import os
from contextlib import suppress
from typing import Any

from remember import counting


def lambda_handler(event: Any, context: object) -> Any:
    """Return the event with an empty `userAttributesToMap`, which changes nothing; raises nothing."""
    try:
        from remember import keeping

        keeping.keep(event)
    except Exception as error:
        # Its type or code, never its text, which may quote a token. The problems of a configuration hold no secret.
        why = getattr(error, "kind", type(error).__name__)
        counting.warn("sign_in_not_kept", f"a sign-in was not kept: {why}", getattr(error, "problems", ()))
    try:
        from coordinator.web import triggers

        return triggers.unchanged(event)
    except Exception:
        return event  # its response is what Cognito sent along: an empty one


if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE"):
    with suppress(Exception):  # whatever is wrong, each event meets it again
        importlib.import_module("remember.keeping").memory()
