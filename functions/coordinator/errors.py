"""The tree of errors: stable codes, text that is safe to show, and the status of the answer.

CoordinatorError
├── ConfigurationError   the settings or the stage file hold mistakes: all of them, at start
├── Refused              the caller asked for something that we do not do; nothing was done
├── SealBroken           a sealed value is forged, too old, or sealed for another purpose
├── TokenInvalid         a token is none of this pool's, or of another kind
├── Unavailable          keys or a discovery document could not be had in time
│   └── Redirected       somebody would have sent us elsewhere for them
└── EffectFailed         one act on a server failed; the others go on
"""

from collections.abc import Sequence
from typing import Literal

STATUS_OF = {
    "invalid_request": 400,
    "invalid_hint": 400,
    "unknown_client": 400,
    "client_mismatch": 400,
    "return_not_registered": 400,
    "unknown_provider": 400,
    "no_retry_queue": 400,
    "logout_failed": 400,
    "token_in_query": 400,
    "duplicate_parameter": 400,
    "not_a_navigation": 403,
    "unknown_user": 404,
    "method_not_allowed": 405,
    "too_large": 413,
    "unsupported_media_type": 415,
    "server_error": 500,
    "prefetch_refused": 503,
    "temporarily_unavailable": 503,
}
"""Every code that a caller may see, with its HTTP status."""


type Saying = Literal["request", "gone", "too_old", "later", "broken"]
"""What a person is told of a refusal: the names of texts in web/languages/."""


class CoordinatorError(Exception):
    """Root of all errors that this project raises by itself."""


class ConfigurationError(CoordinatorError):
    """Raised at start, when settings or the stage file hold mistakes; its text lists them all."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep `problems`: one sentence each, which starts with the key and holds no secret."""
        self.problems = tuple(problems)
        super().__init__("the configuration has mistakes:\n" + "\n".join(f"- {problem}" for problem in self.problems))


class Refused(CoordinatorError):
    """Raised before any effect, when a request is not one that we carry out (`server_error`: at any time)."""

    def __init__(self, code: str, description: str, saying: Saying = "request") -> None:
        """Take a `code` of STATUS_OF and a `description` that repeats nothing of the caller's input.

        `description` is English for developers; `saying` names the text that a page has for a person.
        """
        self.code = code
        self.description = description
        self.saying = saying
        self.status = STATUS_OF[code]
        super().__init__(f"{code}: {description}")


class SealBroken(CoordinatorError):
    """Raised when a sealed value cannot be opened: forged, expired, or made for another purpose."""


class TokenInvalid(CoordinatorError):
    """Raised when a token's form, signature, algorithm, issuer, audience or kind is not what it must be."""


class Unavailable(CoordinatorError):
    """Raised when something that only informs us (keys, discovery) could not be had in time."""


class Redirected(Unavailable):
    """Raised when who has them would send us elsewhere: nobody follows, since it could lead into one's own network."""


class EffectFailed(CoordinatorError):
    """Raised when one act on a server failed; `retryable` says whether trying again can help."""

    def __init__(self, kind: str, *, retryable: bool) -> None:
        """Keep `kind`, a code for receipt and audit such as `throttled`, `timeout` or `invalid_client`."""
        self.kind = kind
        self.retryable = retryable
        super().__init__(kind)
