"""Writing down a run: `results.md` for people, `results.json` for the check, and the chart."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.cognito import ANSWER_SECONDS
from bench.contenders import Contender
from bench.figures import Figures, Ratio, Samples

HERE = Path(__file__).resolve().parent
MARKDOWN, VALUES, CHART = HERE / "results.md", HERE / "results.json", HERE / "results.svg"
COLUMNS = {
    "ready_ms": "imported",
    "answered_ms": "first answer",
    "cpu_ms": "CPU until then",
    "peak_mb": "peak MB",
    "warm_p50_ms": "warm p50",
    "warm_p99_ms": "warm p99",
    "warm_cpu_ms": "warm CPU",
    "trips_cold": "trips cold",
    "trips_warm": "trips warm",
    "unzipped_mb": "MB unzipped",
    "zipped_mb": "MB zipped",
}


def machine() -> str:
    """Return what kind of machine this is: no name, no path."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}, CPython {platform.python_version()}"


def markdown(
    contenders: Sequence[Contender],
    figures: Mapping[str, Figures],
    ratios: Sequence[Ratio],
    samples: Mapping[str, Samples],
    trips_of_a_return: int,
) -> str:
    """Return the whole page."""
    rounds, ours = len(samples["ours"].answered), figures["ours"]
    heads = ["contender", *COLUMNS.values()]
    rows = [[one.name, *(f"{figures[one.name].rounded()[name]:g}" for name in COLUMNS)] for one in contenders]
    targets = [
        [f"{one.name}, to `{one.contender}`", f"{one.value:.2f}", f"{one.at_most:.2f}", _verdict(one.holds)]
        for one in ratios
    ]
    bytecode = figures["ours without bytecode"].unzipped_mb
    limits = [
        ("artefact without bytecode, MB unzipped", bytecode, 24.0),
        ("artefact with bytecode, MB unzipped", ours.unzipped_mb, 30.0),
        ("warm CPU per request, ms", ours.warm_cpu_ms, 3.0),
        ("round trips awaited on a cold `/logout`", ours.trips_cold, 2),
        ("round trips awaited on a warm `/logout`", ours.trips_warm, 1),
        ("round trips awaited on `/logout/return`", trips_of_a_return, 0),
    ]
    targets += [[name, f"{value:.3g}", f"{most:g}", _verdict(value <= most)] for name, value, most in limits]
    notes = "\n".join(f"- **{one.name}**: {one.note}" for one in contenders)
    return f"""# Cold starts side by side

Written by `make bench`; do not edit. {rounds} rounds, each contender in a fresh process and in turn, all through AWS's
runtime interface client, against a Cognito on loopback that takes {ANSWER_SECONDS * 1_000:g} ms for an answer.
{machine()}.

![Cold starts](results.svg)

## Targets

Ratios are medians of the ratios round by round.

{_table(["ours", "is", "at most", ""], targets)}

## Medians

Times in ms, memory and sizes in MB. "Imported" and "first answer" count from the start of the process,
as a person waits. A trip is a call, or several side by side, that the answer waits for.

{_table(heads, rows)}

{notes}
"""


def values(figures: Mapping[str, Figures], ratios: Sequence[Ratio]) -> str:
    """Return the figures and ratios for the check, as JSON."""
    listed = [{"name": one.name, "contender": one.contender, "value": round(one.value, 3)} for one in ratios]
    document = {"ratios": listed, "figures": {name: one.rounded() for name, one in figures.items()}}
    return json.dumps(document, indent=2) + "\n"


def committed() -> dict[tuple[str, str], float]:
    """Return the ratios of the committed run, by what they compare."""
    document = json.loads(VALUES.read_text(encoding="utf-8"))
    return {(one["name"], one["contender"]): one["value"] for one in document["ratios"]}


def _verdict(holds: bool) -> str:
    return "met" if holds else "**missed**"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
