"""Every event of `events/` runs in a container of its own, as `make invoke` runs it: no AWS account, no network."""

from itertools import takewhile
from pathlib import Path

import pytest

from local.container.child import without_account
from local.container.function import Function
from tests.container.events import AUTHORIZING, EXPECTED, FILES, event

pytestmark = pytest.mark.more


def test_the_events_are_the_ones_that_these_tests_know() -> None:
    assert sorted(EXPECTED) == FILES


@pytest.mark.parametrize("name", FILES)
def test_an_event_is_answered_as_it_is(name: str, template: Path, image: str | None) -> None:
    ran = Function(template, image, without_account()).invoke(event(name))

    expected = EXPECTED[name]
    (location,) = ran.header("Location") or [""]
    steps = [one.step for one in ran.events]
    assert ran.answer["statusCode"] == expected.status
    assert location.startswith(expected.location) and bool(location) == bool(expected.location)
    assert (steps[-1] if steps else None) == expected.step
    # After its END the emulator goes away, and AWS's runtime client may complain of that with a traceback of its own.
    during = list(takewhile(lambda line: "END RequestId" not in line, ran.lines))
    assert len(during) < len(ran.lines)
    assert not any("Traceback" in line or '"errorType"' in line for line in during)


@pytest.mark.parametrize("name", AUTHORIZING)
def test_a_token_that_is_none_is_refused(name: str, template: Path, image: str | None) -> None:
    answer = Function(template, image, without_account(), name="AuthorizerFunction").invoke(event(name)).answer

    assert answer.get("isAuthorized") is False or answer["policyDocument"]["Statement"][0]["Effect"] == "Deny"
