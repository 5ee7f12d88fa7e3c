"""The pool's OpenID configuration with an `end_session_endpoint` that standard clients can use: our `/logout`."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError, Refused


def configuration(base: str, deps: Dependencies, deadline: Deadline) -> dict[str, Any]:
    """Return the document; raises Refused when the pool's own cannot be had.

    Cognito has listed an `end_session_endpoint` since February 2024 that takes none of the standard's parameters
    (Amazon Cognito developer guide, "Logout endpoint").
    """
    settings = deps.settings
    read = partial(deps.discovery.configuration, settings.discovery_url, settings.issuer)
    (document,) = side_by_side([read], deadline)
    if isinstance(document, CoordinatorError):
        description = "the user pool's own OpenID configuration could not be read"
        raise Refused("temporarily_unavailable", description, "later")
    return _with_our_logout(document, base)


def _with_our_logout(document: Mapping[str, Any], base: str) -> dict[str, Any]:
    return {**document, "end_session_endpoint": f"{base}/logout"}
