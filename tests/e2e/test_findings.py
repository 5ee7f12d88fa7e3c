"""The verdict of a run can be bad: for what survived, and for what was never alive."""

import pytest

from local.findings import Chapter, Finding, Question, compare


@pytest.mark.parametrize(
    ("before", "after", "should_live", "right"),
    [
        (True, False, False, True),
        (True, True, False, False),
        (False, False, False, False),
        (True, True, True, True),
        (True, False, True, False),
        (False, True, True, False),
    ],
)
def test_only_what_was_alive_and_is_as_it_should_be_is_right(
    before: bool, after: bool, should_live: bool, right: bool
) -> None:
    assert Finding("token", "its owner", before, after, should_live).right is right


def test_one_survivor_spoils_a_chapter() -> None:
    dead = Finding("refresh token", "token endpoint", True, False, False)
    survivor = Finding("the provider's session", "provider", True, True, False)
    assert Chapter("", "", findings=[dead]).right
    assert not Chapter("", "", findings=[dead, survivor]).right


def test_a_problem_spoils_a_chapter_too() -> None:
    assert not Chapter("", "", problems=["The browser ended elsewhere."]).right


def test_owners_are_asked_before_and_after() -> None:
    alive = {"token"}
    questions = [Question("token", "its owner", lambda: "token" in alive)]
    findings = compare(questions, lambda: alive.discard("token"))
    assert findings == [Finding("token", "its owner", True, False, False)]
