"""Which of a provider's tokens its row takes as a hint: the ID token, or at Facebook the access token."""

from coordinator.providers.row import Row

ID_TOKEN = "id_token"  # noqa: S105 - the provider's claim of that name
ACCESS_TOKEN = "access_token"  # noqa: S105 - the provider's claim of that name
MAPPABLE = frozenset({ID_TOKEN, ACCESS_TOKEN})
"""What Cognito maps to an attribute (AWS knowledge center, cognito-user-pool-tokens-issued-by-idp)."""


def wanted(row: Row) -> str | None:
    """Return the token to map to an attribute, None where no hint is ever sent."""
    if not row.wants_hint:
        return None
    return ACCESS_TOKEN if row.hint_param == ACCESS_TOKEN else ID_TOKEN


def in_words(token: str) -> str:
    """Return what people call a token."""
    return "access token" if token == ACCESS_TOKEN else "ID token"
