"""Facts as data, and what becomes of each: as expected, different, or why it could not be checked."""

from typing import Any, cast

import pytest
import requests
from botocore.exceptions import ClientError, EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st

from verify_aws.checks import FACTS, UNCHECKED
from verify_aws.embedded import LACKS
from verify_aws.errors import CouldNotCheck
from verify_aws.facts import Fact, Row, Unchecked, Verdict, checked, count, not_checked, status
from verify_aws.scene import Scene
from verify_aws.sources import not_documented

NOWHERE = cast(Scene, None)
TOKEN = "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl"


def fact(look: Any) -> Fact:
    return Fact("a-fact", "Is it so?", "yes", not_documented("nothing"), look)


def failing(error: Exception) -> Fact:
    def look(scene: Scene) -> str:
        raise error

    return fact(look)


def row(verdict: Verdict) -> Row:
    return Row("a", "a?", "yes", "no", verdict, "us")


def test_every_fact_has_a_name_of_its_own_a_question_and_a_source() -> None:
    every: list[Fact | Unchecked] = [*FACTS, *UNCHECKED]

    assert len(every) == len({one.name for one in every}) > 50
    for one in every:
        assert one.asks.endswith("?") and len(one.source.told.split()) > 1
    assert all(one.expected for one in FACTS) and all(one.why for one in UNCHECKED)


def test_an_excuse_is_of_a_fact_that_there_is() -> None:
    assert set(LACKS) <= {one.name for one in FACTS}


@pytest.mark.parametrize(("seen", "verdict"), [("yes", Verdict.AS_EXPECTED), ("no", Verdict.DIFFERENT)])
def test_the_same_words_are_as_expected_and_others_differ(seen: str, verdict: Verdict) -> None:
    found = checked(fact(lambda scene: seen), NOWHERE, {})

    assert (found.seen, found.verdict, found.expected, found.source) == (
        seen,
        verdict,
        "yes",
        "not documented; nothing",
    )


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (CouldNotCheck("the sign-in gave no code"), "the sign-in gave no code"),
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": TOKEN}}, "AdminGetUser"),
            "AdminGetUser was refused: AccessDenied",
        ),
        (requests.ConnectionError(f"https://x.example.com/?code={TOKEN}"), "the check failed: ConnectionError"),
        (EndpointConnectionError(endpoint_url=TOKEN), "the check failed: EndpointConnectionError"),
        (KeyError("id_token"), "the check failed: KeyError"),
        (RuntimeError("more than 20 hops"), "the check failed: RuntimeError"),
    ],
)
def test_what_goes_wrong_is_told_by_its_kind_and_quotes_nothing(error: Exception, seen: str) -> None:
    found = checked(failing(error), NOWHERE, {})

    assert (found.seen, found.verdict) == (seen, Verdict.COULD_NOT)


def test_an_excused_fact_is_not_even_looked_at() -> None:
    found = checked(failing(AssertionError()), NOWHERE, {"a-fact": "nobody rotates tokens here"})

    assert (found.seen, found.verdict) == ("nobody rotates tokens here", Verdict.COULD_NOT)


def test_what_nobody_can_look_at_says_why() -> None:
    found = not_checked(UNCHECKED[0])

    assert (found.verdict, found.seen, found.expected) == (Verdict.NOT_CHECKED, UNCHECKED[0].why, "")


@given(st.lists(st.sampled_from(Verdict)))
def test_the_status_is_one_as_soon_as_one_differs_and_two_where_nothing_was_seen(verdicts: list[Verdict]) -> None:
    rows = [row(verdict) for verdict in verdicts]

    seen = status(rows)

    assert (seen == 1) == (Verdict.DIFFERENT in verdicts)
    assert (seen == 0) == (Verdict.AS_EXPECTED in verdicts and Verdict.DIFFERENT not in verdicts)
    assert seen in (0, 1, 2) and sum(count(rows).values()) == len(rows)
