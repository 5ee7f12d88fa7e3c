"""What a sign-out depends on, as rows: where it is configured, what else must be down for it to matter, the promise."""

from collections.abc import Mapping
from dataclasses import dataclass

DISCOVERY = "the issuer in CONFIG"
DONE, LATER, LOST = frozenset({"done"}), frozenset({"pending"}), frozenset({"failed"})
DONE_OR_LATER = DONE | LATER


@dataclass(frozen=True, slots=True)
class Dependency:
    """One row: `settings` are the environment's names for its address, `throttle` AWS's code for a spent quota.

    `promise` gives the outcomes that each leg may have at once. `cognito_throttles` says that Cognito is down, too.
    """

    name: str
    settings: tuple[str, ...]
    promise: Mapping[str, frozenset[str]]
    throttle: str = "TooManyRequestsException"
    reach: str = "browser"
    cognito_throttles: bool = False


DEPENDENCIES = (
    Dependency("Cognito, RevokeToken", ("COGNITO_DOMAIN",), {"tokens": LATER}),
    Dependency(
        "Cognito, GlobalSignOut",
        ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",),
        # Slow, it takes all the time that the tokens' own revocation would need, which then waits, too.
        {"tokens": DONE_OR_LATER, "other_sessions": LATER},
        reach="everywhere",
    ),
    Dependency(
        "queue, and Cognito", ("AWS_ENDPOINT_URL_SQS",), {"tokens": LOST}, "RequestThrottled", cognito_throttles=True
    ),
    Dependency(
        "its key, and Cognito",
        ("AWS_ENDPOINT_URL_KMS",),
        {"tokens": LOST},
        "ThrottlingException",
        cognito_throttles=True,
    ),
    Dependency(
        "revocation list",
        ("AWS_ENDPOINT_URL_DYNAMODB",),
        {"tokens": DONE, "revocation_list": LATER},
        "ProvisionedThroughputExceededException",
    ),
    Dependency(
        "revocation list, and queue",
        ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SQS"),
        {"tokens": DONE, "revocation_list": LOST},
        "ThrottlingException",
    ),
    Dependency("keys", ("COGNITO_JWKS_URL",), {"tokens": DONE_OR_LATER}),
    Dependency("keys, and Cognito", ("COGNITO_JWKS_URL",), {"tokens": LATER}, cognito_throttles=True),
    Dependency("discovery", (DISCOVERY,), {"tokens": DONE_OR_LATER}),
    Dependency("discovery, and Cognito", (DISCOVERY,), {"tokens": LATER}, cognito_throttles=True),
)
