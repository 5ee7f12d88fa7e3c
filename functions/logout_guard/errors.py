"""What a guard raises: the caller's token is refused, or nobody can tell."""

from coordinator.core.admission import Refusal
from coordinator.errors import CoordinatorError


class GuardError(CoordinatorError):
    """Root of both; its text holds a code alone, nothing of the token."""


class TokenRefused(GuardError):
    """Raised when a token is none of the pool's, or good no longer; what it is stays inside."""

    def __init__(self, refusal: Refusal) -> None:
        """Keep why: for logs and metrics, not for the caller."""
        self.refusal = refusal
        super().__init__(refusal.value)


class GuardUnavailable(GuardError):
    """Raised when the pool's keys, or the revocation list of a closed guard, could not be read in time."""

    def __init__(self, reason: str) -> None:
        """Keep `keys_unavailable` or `list_unavailable`."""
        self.reason = reason
        super().__init__(reason)
