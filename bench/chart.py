"""The chart of a run: how long a person waits for the first answer, and what of it is importing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from bench.figures import Figures

IMPORTED, ANSWERED = "#4477aa", "#ccbb44"  # told apart by people who do not see red or green, too (Paul Tol's scheme)


def draw(path: Path, names: Sequence[str], figures: Mapping[str, Figures]) -> None:
    """Write the chart as SVG to `path`, the first name on top; the same figures give the same file."""
    import matplotlib

    matplotlib.rcParams["svg.hashsalt"] = "bench"
    figure = Figure(figsize=(8, 0.5 * len(names) + 1), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.subplots()
    ready = [figures[name].ready_ms for name in names]
    rest = [figures[name].answered_ms - figures[name].ready_ms for name in names]
    axes.barh(names, ready, color=IMPORTED, label="start and imports")
    bars = axes.barh(names, rest, left=ready, color=ANSWERED, label="first answer")
    axes.bar_label(bars, [f"{figures[name].answered_ms:.0f}" for name in names], padding=4)
    axes.set_xlabel("milliseconds from the start of the process")
    axes.margins(x=0.1)
    axes.invert_yaxis()
    axes.legend(loc="lower right", frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
