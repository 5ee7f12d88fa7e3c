"""Walks a browser through the hops of a journey, playing Cognito and the provider on the way."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.functional.answers import Answer
from tests.functional.browser import Browser
from tests.functional.cognito import Cognito

PROVIDER_RETURNS = ("post_logout_redirect_uri", "returnTo", "continue")
PROVIDER_STATES = ("state", "relay")


@dataclass
class Walk:
    """The hops that a browser was sent on, by address with its parameters, and the answer at the end of them."""

    hops: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    end: Answer | None = None

    @property
    def addresses(self) -> list[str]:
        """Where the browser was, in order."""
        return [address for address, _ in self.hops]

    @property
    def last(self) -> Answer:
        """The answer that sends the browser nowhere but to the app, or the page at the end."""
        assert self.end is not None
        return self.end


def walk(browser: Browser, cognito: Cognito, answer: Answer, with_state: bool = True) -> Walk:
    """Follow the hops until one leads back to an app, or a page without a hop is shown."""
    walked = Walk()
    while target := _next(cognito, answer, walked, with_state):
        assert len(walked.hops) < 6, f"a loop: {walked.addresses}"
        answer = browser.come_back(target)
    walked.end = answer
    return walked


def _next(cognito: Cognito, answer: Answer, walked: Walk, with_state: bool) -> str | None:
    """Where the system that holds this hop's session would send the browser; None: it is no hop."""
    if answer.status != 303 and not (answer.is_page and any(form.action.startswith("http") for form in answer.forms)):
        return None
    address, parameters = answer.hop
    if address == f"{cognito.base}/logout":
        walked.hops.append((address, parameters))
        return parameters["logout_uri"]  # Cognito drops `state`
    back = next((parameters[name] for name in PROVIDER_RETURNS if name in parameters), None)
    if back is None:
        return None
    walked.hops.append((address, parameters))
    state = next((parameters[name] for name in PROVIDER_STATES if name in parameters), None)
    return f"{back}?{urlencode({'state': state})}" if state and with_state else back
