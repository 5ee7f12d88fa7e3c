"""Refuses dead tokens of a Cognito user pool: verifies access tokens, and asks the revocation list of sign-outs."""

from coordinator.core.model import Claims

from logout_guard.asgi import GuardMiddleware
from logout_guard.errors import GuardError, GuardUnavailable, TokenRefused
from logout_guard.guard import Guard
from logout_guard.replies import Reply
from logout_guard.views import current_claims

__all__ = [
    "Claims",
    "Guard",
    "GuardError",
    "GuardMiddleware",
    "GuardUnavailable",
    "Reply",
    "TokenRefused",
    "current_claims",
]
