"""All tokens of a request are verified in one call, each as the kind that it must be."""

from dataclasses import replace
from threading import Event

import pytest
from coordinator import bootstrap, verdicts
from coordinator.core.model import Claims
from coordinator.core.plan import AccessToken
from coordinator.deadline import Deadline
from coordinator.errors import CoordinatorError, TokenInvalid, Unavailable

from tests.unit.deployments import Deployed
from tests.unit.samples import claims

MARY, EVE = claims("mary"), claims("eve")


def judged(hint: str | None, access: list[str], *found: tuple[str, str]) -> dict[tuple[str, str], Claims | type]:
    """Claims, or the class of the error, by kind and text."""
    given = verdicts.verify(hint, access, found, bootstrap.dependencies(), Deadline())
    return {token: verdict if isinstance(verdict, Claims) else type(verdict) for token, verdict in given.items()}


def test_each_token_is_judged_as_the_kind_that_its_place_asks_for(deployed: Deployed) -> None:
    for kind, token, said in (("id", "hint", MARY), ("access", "posted", EVE), ("id", "c", MARY), ("access", "d", EVE)):
        deployed.knows(kind, token, said)

    assert judged("hint", ["posted"], ("id_token", "c"), ("access_token", "d")) == {
        ("id", "hint"): MARY,
        ("access", "posted"): EVE,
        ("id", "c"): MARY,
        ("access", "d"): EVE,
    }


def test_a_token_of_the_other_kind_is_invalid(deployed: Deployed) -> None:
    deployed.knows("id", "i", MARY)
    deployed.knows("access", "a", MARY)

    assert judged("a", ["i"]) == {("id", "a"): TokenInvalid, ("access", "i"): TokenInvalid}


def test_keys_that_cannot_be_had_are_the_verdict_on_every_token(deployed: Deployed) -> None:
    deployed.tokens.broken = Unavailable("timeout")

    assert judged("i", ["a"]) == {("id", "i"): Unavailable, ("access", "a"): Unavailable}


@pytest.mark.parametrize("hint", [None, ""])
def test_no_token_needs_no_verdict(deployed: Deployed, hint: str | None) -> None:
    assert judged(hint, []) == {}


def test_the_list_is_made_ready_while_keys_are_waited_for_and_not_otherwise(deployed: Deployed) -> None:
    deployed.knows("id", "hint", MARY)
    made = Event()
    deps = replace(bootstrap.dependencies(), make_ready=made.set)

    verdicts.verify("hint", [], [], deps, Deadline())
    assert not made.wait(0.01)

    deployed.tokens.broken = Unavailable("timeout")
    verdicts.verify("hint", [], [], deps, Deadline())
    assert made.wait(2)


def test_only_tokens_whose_keys_are_not_at_hand_are_waited_for(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, object]] = []

    def verify(token: str, kind: str, *, waits: bool = True) -> Claims:
        asked.append((token, waits))
        if token == "new" and not waits:
            raise Unavailable("not_at_hand")
        return MARY

    monkeypatch.setattr(deployed.tokens, "verify", verify)

    assert judged("known", ["new"]) == {("id", "known"): MARY, ("access", "new"): MARY}
    assert asked == [("known", False), ("new", False), ("new", True)]
    assert all(waits is True or waits is False for _, waits in asked)


def test_no_thread_is_started_where_all_keys_are_at_hand(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    deployed.knows("id", "hint", MARY)
    monkeypatch.setattr(verdicts, "side_by_side", lambda *_: pytest.fail("waited"))

    assert judged("hint", ["a"]) == {("id", "hint"): MARY, ("access", "a"): TokenInvalid}


@pytest.mark.parametrize(
    ("verdict", "problem"),
    [
        (TokenInvalid("form"), "access_token_invalid"),
        (Unavailable("timeout"), "keys_unavailable"),
        (None, "keys_unavailable"),
    ],
)
def test_an_access_token_without_claims_says_why(verdict: CoordinatorError | None, problem: str) -> None:
    given: verdicts.Verdicts = {("access", "a-token"): verdict} if verdict else {}

    assert verdicts.access_token("a-token", given) == AccessToken("a-token", None, problem)
    assert verdicts.believed(given, "access", "a-token") is None


def test_a_token_that_was_verified_is_believed_and_none_is_nobodys() -> None:
    given: verdicts.Verdicts = {("access", "a-token"): MARY, ("id", ""): MARY}

    assert verdicts.access_token("a-token", given) == AccessToken("a-token", MARY)
    assert verdicts.believed(given, "access", "a-token") == MARY
    assert verdicts.believed(given, "id", "a-token") is None
    assert verdicts.believed(given, "id", None) is None
