"""What a run under load says, and when it breaks a promise."""

import pytest

from bench.stress.memory import Course
from bench.stress.verdict import broken, row
from bench.stress.wrk import Run, read

REPORT = """Running 1m test @ http://localhost:4566/
wrong: 500 {}
{"requests": 1200, "microseconds": 60000000, "p50": 1500, "p99": 20000, "slowest": 90000, "wrong": 1, "broken": 2}
"""


def course(*sizes: float) -> Course:
    return Course([{1: float(size), 2: float(size)} for size in sizes])


FLAT = course(*[60] * 60)


def run(pace: float = 30.0, p99: float = 1_200.0, errors: int = 0) -> Run:
    return Run(int(pace * 60), 60.0, 1_010.0, p99, p99 + 1, errors)


def test_the_end_of_wrks_report_is_read_in_milliseconds_and_every_bad_answer_counts() -> None:
    found = read(REPORT)

    assert (found.pace, found.p50, found.p99, found.slowest, found.errors) == (20, 1.5, 20, 90, 3)
    assert found.wrong == "500 {}"


def test_what_grows_while_it_warms_up_is_not_counted_and_what_grows_later_is() -> None:
    assert course(*range(1, 21), *[20] * 40).growth == 0
    assert course(*range(100, 160)).growth == pytest.approx(157.5 / 121.5 - 1)


def test_a_process_that_starts_meanwhile_counts_as_no_growth_of_the_others() -> None:
    looks = [{1: 50.0} | ({2: 5.0 + number} if number > 30 else {}) for number in range(60)]

    assert Course(looks).growth == 0


def test_a_run_too_short_to_tell_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        _ = course(*[1] * 12).growth


def test_a_steady_system_breaks_no_promise() -> None:
    assert broken((run(300), FLAT), (run(), FLAT), connections=32) == []


@pytest.mark.parametrize(
    ("slow", "course", "said"),
    [
        (run(errors=2), FLAT, "2 errors with a slow Cognito, such as: no answer"),
        (run(p99=3_600), FLAT, "p99 of 3600 ms"),
        (run(pace=8), FLAT, "they wait for each other"),
        (run(), course(*range(50, 110)), "grew by"),
    ],
)
def test_each_broken_promise_is_named(slow: Run, course: Course, said: str) -> None:
    (found,) = broken((run(300), FLAT), (slow, course), connections=32)

    assert said in found


def test_a_row_has_what_the_head_of_the_table_names() -> None:
    assert row("ours", 8, run(300), FLAT) == "| ours | 8 | 300 | 1010 ms | 1200 ms | 1201 ms | 0 | 60 | +0.0% |"
