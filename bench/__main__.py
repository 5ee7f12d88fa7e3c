"""`make bench`: measures all contenders and writes the results; with `--check`, only whether ours is still as fast.

Exit status: 0, or 1 when `--check` finds ours slower than committed by more than a quarter in two runs of three.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import contenders, results
from bench.contenders import Contender
from bench.figures import Figures, Samples, ratios
from bench.measuring import WARM_REQUESTS, measured, trips_of_a_return
from local.places import REPOSITORY

ROUNDS, ROUNDS_OF_A_CHECK, WARM_OF_A_CHECK = 11, 3, 20
TOLERANCE = 1.25
CHECKED = ("ours", "bare", "usual")
MOST_TRIPS = (2, 1)
"""Calls, or several side by side, that a cold and a warm `/logout` wait for."""


def main(words: Sequence[str]) -> int:
    """Do what the words say; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare ours with the committed results; write nothing")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each contender is started")
    parser.add_argument(
        "--folder", type=Path, default=REPOSITORY / ".local" / "bench", help="where artefacts are built"
    )
    asked = parser.parse_args(words)
    folder: Path = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    tell("building")
    runtime, found = contenders.runtime(folder), contenders.built(folder)
    return check(found, runtime) if asked.check else write(found, runtime, asked.rounds)


def write(found: Sequence[Contender], runtime: Path, rounds: int) -> int:
    """Measure everything, and write the page, the values and the chart."""
    from bench import chart  # its library takes a second, which a check does not need

    samples = measured(found, runtime, rounds, WARM_REQUESTS, tell)
    figures = {one.name: Figures.of(samples[one.name], one.artefact) for one in found}
    compared = ratios(samples)
    page = results.markdown(found, figures, compared, samples, trips_of_a_return(found[0], runtime))
    results.MARKDOWN.write_text(page, encoding="utf-8")
    results.VALUES.write_text(results.values(figures, compared), encoding="utf-8")
    chart.draw(results.CHART, [one.name for one in found], figures)
    sys.stdout.write(page)
    return 0


def check(found: Sequence[Contender], runtime: Path) -> int:
    """Say whether ours is slower than committed, to `bare` or `usual`, in two runs of three."""
    committed, chosen = results.committed(), [one for one in found if one.name in CHECKED]
    slow = 0
    for _ in range(3):
        worse = worse_than(committed, measured(chosen, runtime, ROUNDS_OF_A_CHECK, WARM_OF_A_CHECK, lambda _: None))
        for text in worse:
            tell(text)
        slow += bool(worse)
        tell("slower than committed" if worse else "as fast as committed")
    return 1 if slow > 1 else 0


def worse_than(committed: Mapping[tuple[str, str], float], run: Mapping[str, Samples]) -> list[str]:
    """Return what is worse in a run than committed, by more than a quarter, or by one call that is waited for.

    Wall time is left to whoever reads the results: on a shared machine it says more about the others.
    """
    found = [
        f"{one.name} to {one.contender}: {one.value:.2f}, committed {committed[one.name, one.contender]:.2f}"
        for one in ratios(run)
        if not one.name.endswith("wall") and one.value > committed[one.name, one.contender] * TOLERANCE
    ]
    trips = max(run["ours"].trips_cold), max(run["ours"].trips_warm)
    return found + (
        [f"calls waited for, cold and warm: {trips}"] if trips[0] > MOST_TRIPS[0] or trips[1] > MOST_TRIPS[1] else []
    )


def tell(text: str) -> None:
    """Say how far it is."""
    sys.stderr.write(f"bench: {text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
