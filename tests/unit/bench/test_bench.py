"""The benchmark's own arithmetic: what counts as waited for, what as slower, and what a page of results says."""

from pathlib import Path

import pytest

from bench import figures, results
from bench.__main__ import worse_than
from bench.cognito import Call, awaited
from bench.contenders import Contender
from bench.figures import Figures, Samples
from tests.architecture.sources import ROOT


@pytest.mark.parametrize(
    ("calls", "trips"),
    [
        ([], 0),
        ([(0, 1)], 1),
        ([(0, 1), (1, 2)], 2),
        ([(0, 1), (0.5, 1.5)], 1),
        ([(0, 1), (2, 3), (2.1, 3.5), (2.2, 2.9)], 2),
        ([(2, 3), (0, 1)], 2),
    ],
)
def test_calls_side_by_side_are_one_trip(calls: list[tuple[float, float]], trips: int) -> None:
    assert awaited([Call("revoke", begun, ended) for begun, ended in calls]) == trips


def test_a_ratio_is_taken_round_by_round_so_that_a_machine_that_slows_down_does_not_matter() -> None:
    assert figures.paired([1, 2, 4], [2, 4, 8]) == 0.5
    assert figures.paired([1, 9, 1], [2, 2, 2]) == 0.5


def samples(scale: float) -> Samples:
    times = [scale, scale * 2, scale * 3]
    return Samples(times, times, times, times, times * 2, times, [2, 1, 2], [1, 1, 1])


def test_the_figures_are_medians_in_the_units_that_the_page_names(tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_bytes(b"0" * 2_000_000)

    row = Figures.of(samples(0.1), tmp_path)

    assert (row.ready_ms, row.peak_mb, row.trips_cold) == (200, 0.2, 2)
    assert row.unzipped_mb == 2
    assert row.zipped_mb < 0.1
    assert row.warm_p50_ms <= row.warm_p99_ms


def test_the_page_says_which_targets_are_met_and_which_are_not(tmp_path: Path) -> None:
    names = ("ours", "ours without bytecode", "bare", "usual", "usual, tuned")
    measured = {name: samples(0.3 if name == "usual" else 0.1) for name in names}
    contenders = [Contender(name, tmp_path) for name in names]
    rows = {name: Figures.of(measured[name], tmp_path) for name in names}

    page = results.markdown(contenders, rows, figures.ratios(measured), measured, 0)

    assert "| cold start, CPU, to `usual` | 0.33 | 0.25 | **missed** |" in page
    assert "| cold start, CPU, to `bare` | 1.00 | 5.00 | met |" in page
    assert "| round trips awaited on a cold `/logout` | 2 | 2 | met |" in page
    assert str(tmp_path) not in page


@pytest.mark.parametrize(
    ("name", "scale", "trips", "worse"),
    [
        ("cpu", 1.2, 2, False),
        ("cpu", 1.3, 2, True),
        ("answered", 9, 2, False),
        ("cpu", 1, 3, True),
        ("cpu", 0.1, 1, False),
    ],
)
def test_ours_is_slower_by_a_quarter_of_cpu_time_or_by_a_call(name: str, scale: float, trips: int, worse: bool) -> None:
    run = {one: samples(1) for one in ("ours", "bare", "usual")}
    committed = {(one.name, one.contender): one.value for one in figures.ratios(run)}
    setattr(run["ours"], name, [scale * value for value in getattr(run["ours"], name)])
    run["ours"].trips_cold = [2, trips]

    assert bool(worse_than(committed, run)) is worse


def test_what_is_committed_is_what_the_check_compares() -> None:
    run = {name: samples(1) for name in ("ours", "bare", "usual", "usual, tuned")}

    assert {(one.name, one.contender) for one in figures.ratios(run)} == set(results.committed())
    assert f"{results.committed()['cold start, CPU', 'bare']:.2f}" in results.MARKDOWN.read_text(encoding="utf-8")


def test_the_machine_is_described_without_its_name_or_any_path() -> None:
    assert "/" not in results.machine()
    assert str(ROOT) not in results.MARKDOWN.read_text(encoding="utf-8")
