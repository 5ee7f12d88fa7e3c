"""A list of users: what a file may say, what the journal outlives, who is sent, and at which pace."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from coordinator import retrying
from coordinator.core.messages import Kind

from local.errors import LocalError
from local.sign_out import feeding, users
from local.sign_out.answers import Result
from local.sign_out.feeding import Feeding
from local.sign_out.journal import Journal
from tests.unit.samples import NOW
from tests.unit.sign_out.results import result

PACE = feeding.PER_SECOND

type Opens = Callable[[], Journal]


@pytest.fixture
def opens(tmp_path: Path) -> Opens:
    """Open the journal, as each run of the command does."""
    return lambda: Journal(tmp_path / "sign-out" / "dev-users.jsonl")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing that nobody waits for here."""
    monkeypatch.setattr(feeding, "PER_SECOND", 1_000.0)
    monkeypatch.setattr(feeding, "LOOK_SECONDS", 0.0)


class FakeCaller:
    """Answers as it is told, `pending` where nothing is said; an error is raised."""

    def __init__(self, told: Mapping[str, Result | Exception] | None = None) -> None:
        self.told = told or {}
        self.asked: list[str] = []

    def sign_out(self, user: str, when: str) -> Result:
        """Answer."""
        assert when == "queued"
        self.asked.append(user)
        answer = self.told.get(user, result(user, "pending"))
        if isinstance(answer, Exception):
            raise answer
        return answer


class FakeOutcomes:
    """Ends all that waits, two at each look; notes how many waited at most."""

    def __init__(self, ends: str | None = "done") -> None:
        self.ends = ends
        self.most = 0

    def look(self, journal: Journal) -> None:
        """Look."""
        waiting = journal.pending()
        self.most = max(self.most, len(waiting))
        for one in waiting[:2] if self.ends else ():
            journal.note(one.ended("other_sessions", self.ends or "", None))


class Seen:
    """Remembers how far it came."""

    def __init__(self) -> None:
        self.counts: list[int] = []

    def show(self, results: object) -> None:
        """Remember."""
        assert isinstance(results, list)
        self.counts.append(len(results))


def fed(names: list[str], caller: FakeCaller, journal: Journal, outcomes: FakeOutcomes | None = None) -> list[Result]:
    """Run a list."""
    run = Feeding(names, caller, outcomes or FakeOutcomes(), journal, Seen())  # type: ignore[arg-type] # fakes
    return run.run()


def test_a_list_has_each_user_once_and_neither_blank_lines_nor_comments(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    file.write_text("\ufeff# who left\n\nmary\n  Corp_42 \r\nmary\n#bob\nm#y\nmüller@example.com", encoding="utf-8")

    assert users.read(file) == ["mary", "Corp_42", "m#y", "müller@example.com"]


def test_every_mistake_of_a_list_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    file.write_text(f"mary\nmary, bob\n{'m' * 129}\n\x1b[31mred\n", encoding="utf-8")

    with pytest.raises(LocalError) as error:
        users.read(file)

    assert [line.partition(", line ")[2].partition(":")[0] for line in str(error.value).splitlines()] == ["2", "3", "4"]
    assert "\x1b" not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"# nobody\n", b"\xff\xfe"])
def test_a_list_of_nobody_is_a_mistake(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    file.write_bytes(content)

    with pytest.raises(LocalError):
        users.read(file)
    with pytest.raises(LocalError):
        users.read(tmp_path / "nowhere.txt")


def test_of_the_journal_the_last_line_of_a_user_counts_and_a_torn_one_does_not(opens: Opens) -> None:
    first = opens()
    first.note(result("mary", "pending"))
    first.note(result("bob"))
    first.note(result("mary"))
    first.close()
    with first.path.open("a") as file:
        file.write('{"user": "eve", "sta')

    second = opens()
    second.note(result("ann"))
    second.close()
    third = opens()

    assert {name: one.state for name, one in third.results.items()} == {"mary": "done", "bob": "done", "ann": "done"}
    third.close()


def test_two_runs_of_one_list_do_not_meet(opens: Opens) -> None:
    journal = opens()

    with pytest.raises(LocalError):
        opens()

    journal.close()
    opens().close()


def test_a_journal_of_another_day_is_stale(opens: Opens) -> None:
    journal = opens()
    assert not journal.is_stale(NOW)
    journal.note(result("mary", at=NOW))

    assert not journal.is_stale(NOW + 86_400)
    assert journal.is_stale(NOW + 86_401)
    aside = journal.set_aside()
    journal.close()
    assert aside.exists() and not opens().results


def test_everybody_is_sent_once_and_waited_for(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "MOST_WAITING", 5)
    names, caller, outcomes = [f"user-{number}" for number in range(30)], FakeCaller(), FakeOutcomes()
    journal = opens()

    results = fed(names, caller, journal, outcomes)
    journal.close()

    assert sorted(caller.asked) == sorted(names)
    assert [(one.user, one.state) for one in results] == [(name, "done") for name in names]
    assert 0 < outcomes.most <= 5


def test_a_second_run_sends_only_who_failed_or_is_lost_or_new(opens: Opens) -> None:
    journal = opens()
    journal.note(result("done"))
    journal.note(result("failed", "failed"))
    journal.note(Result("unknown", time.time(), error="unknown_user"))
    journal.note(Result("unreachable", time.time(), error="unreachable"))
    journal.note(result("waiting", "pending"))
    journal.note(result("lost", "pending", at=time.time() - feeding.LOST_SECONDS - 1))
    caller = FakeCaller({name: result(name) for name in ("failed", "unreachable", "lost", "new")})

    class Waits(FakeOutcomes):
        def look(self, journal: Journal) -> None:
            if caller.asked:
                journal.note(result("waiting"))

    results = fed(["done", "failed", "unknown", "unreachable", "waiting", "lost", "new"], caller, journal, Waits())
    journal.close()

    assert sorted(caller.asked) == ["failed", "lost", "new", "unreachable"]
    assert {one.user: one.state for one in results if one.state != "done"} == {"unknown": "unknown"}


def test_what_fails_for_all_alike_ends_the_run_and_the_journal_keeps_the_rest(opens: Opens) -> None:
    caller = FakeCaller({"bad": LocalError("AWS refuses the request.")} | {"mary": result("mary")})
    journal = opens()

    with pytest.raises(LocalError, match="AWS refuses"):
        fed(["mary", "bad", *(f"user-{number}" for number in range(50))], caller, journal)
    journal.close()

    assert len(caller.asked) < 20
    assert set(opens().results) == set(caller.asked) - {"bad"}


def test_what_is_silent_for_too_long_is_left_pending(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "LOST_SECONDS", 0.05)
    journal = opens()

    (one,) = fed(["mary"], FakeCaller(), journal, FakeOutcomes(ends=None))
    journal.close()

    assert one.state == "pending"


def test_it_keeps_a_third_of_the_quota_together_with_what_is_tried_again() -> None:
    assert PACE < 2 / retrying.SECONDS_PER_CALL[Kind.GLOBAL] <= 25 / 3
    assert feeding.MOST_WAITING * retrying.SECONDS_PER_CALL[Kind.GLOBAL] / 2 + 4 < 60
