"""Are these tokens the pool's own? All tokens of one request, verified in one call."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from coordinator.core.model import Claims
from coordinator.core.plan import AccessToken
from coordinator.deadline import Deadline, meanwhile, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError, TokenInvalid, Unavailable

type Verdicts = Mapping[tuple[str, str], Claims | CoordinatorError]
"""What became of each token, by kind and text."""


def verify(
    hint: str | None,
    access: Sequence[str],
    bearers: Iterable[tuple[str, str]],
    deps: Dependencies,
    deadline: Deadline,
) -> Verdicts:
    """Verify every token of the request in one call, so that keys fetched for one serve all.

    `bearers` are kind and text of those that cookies hold. Where the keys are at hand nothing is waited for. Else a
    call fills a mapping: what it had verified when the deadline came still counts.
    """
    wanted = [("id", hint)] if hint else []
    wanted += [("access", token) for token in access]
    wanted += [(kind.removesuffix("_token"), token) for kind, token in bearers]
    wanted = list(dict.fromkeys(wanted))
    verdicts: dict[tuple[str, str], Claims | CoordinatorError] = {}
    _verify_all(wanted, verdicts, deps, waits=False)
    left = [one for one in wanted if isinstance(verdicts[one], Unavailable)]
    if left:
        if deps.make_ready:
            meanwhile(deps.make_ready)
        side_by_side([partial(_verify_all, left, verdicts, deps, waits=True)], deadline)
    return dict(verdicts)


def _verify_all(
    wanted: Sequence[tuple[str, str]],
    verdicts: dict[tuple[str, str], Claims | CoordinatorError],
    deps: Dependencies,
    *,
    waits: bool,
) -> None:
    for kind, token in wanted:
        try:
            verdicts[kind, token] = deps.tokens.verify(token, kind, waits=waits)
        except (TokenInvalid, Unavailable) as error:
            verdicts[kind, token] = error


def believed(verdicts: Verdicts, kind: str, token: str | None) -> Claims | None:
    """Return the claims of a cookie's token, None when it is not to be believed.

    Nobody is refused for what a cookie holds: a stale or tossed cookie would lock its owner in.
    """
    verdict = verdicts.get((kind, token or ""))
    return verdict if isinstance(verdict, Claims) else None


def access_token(token: str, verdicts: Verdicts) -> AccessToken:
    """Return an access token with its claims, or with why it has none."""
    verdict = verdicts.get(("access", token))
    if isinstance(verdict, Claims):
        return AccessToken(token, verdict)
    return AccessToken(token, None, "access_token_invalid" if isinstance(verdict, TokenInvalid) else "keys_unavailable")
