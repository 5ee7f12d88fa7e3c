"""The guard's own small parts: the header, the memory, the decorator, and values that cannot be."""

from typing import Any

import pytest
from coordinator.core.admission import Refusal
from coordinator.core.denials import Kept
from coordinator.core.model import Claims
from coordinator.settings import guarding
from hypothesis import given
from hypothesis import strategies as st
from logout_guard import Guard, Reply, TokenRefused, current_claims
from logout_guard.guard import token_in
from logout_guard.memory import Answer, Memory
from logout_guard.views import required

from tests.unit.samples import NOW, claims


@pytest.mark.parametrize("header", ["Bearer a.b.c", "bearer  a.b.c", " BEARER a.b.c ", "a.b.c"])
def test_a_token_is_what_stands_behind_bearer_or_alone(header: str) -> None:
    assert token_in(header) == "a.b.c"


@pytest.mark.parametrize(
    "header",
    [None, "", " ", "Bearer: a", "Basic a.b.c", "Bearer a.b.c d", "Bearer a,Bearer b", "Bearer\ta", "Bearer ä"],
)
def test_anything_else_is_no_token(header: str | None) -> None:
    assert token_in(header) is None


@given(st.text("Bearer .-_~+/=aZ0,\té", max_size=20))
def test_no_header_breaks_it(header: str) -> None:
    assert token_in(header) is None or token_in(f"Bearer {token_in(header)}") == token_in(header)


@pytest.mark.parametrize("wrong", [{"cache_seconds": -1}, {"cache_seconds": 301}, {"when_down": "ajar"}])
def test_a_guard_is_not_made_of_what_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="cache_seconds"):
        Guard("eu-central-1_Example01", ["shop"], "revocations", **wrong)


def test_one_client_id_is_no_set_of_letters() -> None:
    with pytest.raises(TypeError, match="client_ids"):
        Guard("eu-central-1_Example01", "shop", "revocations")


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "e30.e30.e30"])
def test_what_is_no_token_is_refused_without_a_question_to_anybody(token: str | None) -> None:
    with pytest.raises(TokenRefused) as error:
        Guard("eu-central-1_Example01", ["shop"], "revocations").check(token)
    assert error.value.refusal is Refusal.INVALID


def test_an_answer_is_fresh_for_less_than_the_seconds_that_it_may_be_old() -> None:
    answer = Answer({}, 100.0)

    assert [answer.is_fresh(now, 1) for now in (99.9, 100.0, 100.9, 101.0)] == [False, True, True, False]
    assert not answer.is_fresh(100.0, 0)


def test_the_memory_forgets_the_oldest_first() -> None:
    memory, answer = Memory(most=2), Answer({}, 1.0)
    for key in ("a", "b", "a", "c"):
        memory.put((key,), answer)

    assert [memory.get((key,)) for key in ("a", "b", "c")] == [answer, None, answer]


def test_the_latest_answer_stands() -> None:
    memory = Memory()
    memory.put(("a",), Answer({}, 1.0))
    memory.put(("a",), Answer({"a": Kept(NOW)}, 2.0))

    assert memory.get(("a",)) == Answer({"a": Kept(NOW)}, 2.0)


def test_an_answer_that_was_asked_for_earlier_and_came_later_replaces_nothing() -> None:
    memory, refusal = Memory(), Answer({"a": Kept(NOW)}, 2.0)
    memory.put(("a",), refusal)
    memory.put(("a",), Answer({}, 1.9))

    assert memory.get(("a",)) == refusal


def test_a_view_runs_with_its_arguments_and_knows_its_caller_only_then() -> None:
    def header_of(number: int, verbose: bool) -> str:
        return f"caller-{number}"

    def view(number: int, verbose: bool) -> tuple[int, bool, str]:
        """What it is."""
        return number, verbose, current_claims().subject

    guarded = required(lambda header: claims(header or ""), header_of, lambda reply: reply)(view)

    assert guarded(7, verbose=True) == (7, True, "caller-7")
    assert (guarded.__name__, guarded.__doc__) == ("view", "What it is.")
    with pytest.raises(LookupError):
        current_claims()


def test_a_refused_view_does_not_run() -> None:
    def refuse(header: str | None) -> Claims:
        raise TokenRefused(Refusal.ENDED)

    def view() -> object:
        raise AssertionError("it ran")

    reply = required(refuse, lambda: "Bearer x", lambda reply: reply)(view)()

    assert isinstance(reply, Reply)
    assert (reply.status, "ended" in repr(reply)) == (401, False)


def test_an_asynchronous_view_is_turned_down_at_once() -> None:
    async def view() -> None:
        """Nothing."""

    with pytest.raises(TypeError, match="GuardMiddleware"):
        required(lambda header: claims(), lambda: None, lambda reply: reply)(view)


def test_the_authorizers_settings_have_defaults() -> None:
    assert guarding.read({}, []) == guarding.Guarding((), 0, "closed")
    assert guarding.read(dict.fromkeys(guarding.NAMES, ""), []) == guarding.Guarding()


def test_what_is_set_stands() -> None:
    said = {"AUTHORIZER_CLIENT_IDS": "a, b,", "AUTHORIZER_CACHE_SECONDS": "300", "AUTHORIZER_WHEN_DOWN": "open"}

    assert guarding.read(said, []) == guarding.Guarding(("a", "b"), 300, "open")


@pytest.mark.parametrize("seconds", ["301", "-1", "1.5", "x", "٣"])
def test_every_wrong_setting_is_named(seconds: str) -> None:
    problems: list[str] = []
    guarding.read({"AUTHORIZER_CACHE_SECONDS": seconds, "AUTHORIZER_WHEN_DOWN": "Open"}, problems)

    assert [one.partition(":")[0] for one in problems] == ["AUTHORIZER_CACHE_SECONDS", "AUTHORIZER_WHEN_DOWN"]
