"""The figures of a run: what is measured of each contender, its median, and the ratio of ours to the others'."""

import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles

MILLISECONDS = 1_000


@dataclass(slots=True)
class Samples:
    """What one contender's processes showed. Times are seconds, memory is MB.

    `warm` are the seconds of single requests; `warm_cpu` is CPU per request, one figure a process.
    """

    ready: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    warm_cpu: list[float] = field(default_factory=list)
    trips_cold: list[int] = field(default_factory=list)
    trips_warm: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of the results: medians in ms and MB; sizes of the artefact in MB."""

    ready_ms: float
    answered_ms: float
    cpu_ms: float
    peak_mb: float
    warm_p50_ms: float
    warm_p99_ms: float
    warm_cpu_ms: float
    trips_cold: int
    trips_warm: int
    unzipped_mb: float
    zipped_mb: float

    @classmethod
    def of(cls, samples: Samples, artefact: Path) -> "Figures":
        """Return the medians of what was measured, and the sizes of the artefact."""
        unzipped, zipped = sizes(artefact)
        return cls(
            ready_ms=median(samples.ready) * MILLISECONDS,
            answered_ms=median(samples.answered) * MILLISECONDS,
            cpu_ms=median(samples.cpu) * MILLISECONDS,
            peak_mb=median(samples.peak),
            warm_p50_ms=median(samples.warm) * MILLISECONDS,
            warm_p99_ms=quantiles(samples.warm, n=100)[98] * MILLISECONDS,
            warm_cpu_ms=median(samples.warm_cpu) * MILLISECONDS,
            trips_cold=max(samples.trips_cold),
            trips_warm=max(samples.trips_warm),
            unzipped_mb=unzipped,
            zipped_mb=zipped,
        )

    def rounded(self) -> dict[str, float]:
        """Return the figures by name, with as many digits as they deserve."""
        return {name: round(value, 1) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Ratio:
    """One target of ours: `ours` to `others` in one run, and the most that it may be."""

    name: str
    contender: str
    value: float
    at_most: float

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return self.value <= self.at_most


COLD = (("usual", 0.25), ("usual, tuned", 0.5), ("bare", 5.0))
PEAK = (("usual", 0.65),)
WARM = (("usual", 1.0),)


def ratios(samples: Mapping[str, Samples]) -> list[Ratio]:
    """Return the targets that are ratios: each the median over the rounds of ours to the other's of the same round."""
    measured = [
        *(("cold start, CPU", name, at_most, "cpu") for name, at_most in COLD),
        *(("cold start, wall", name, at_most, "answered") for name, at_most in COLD),
        *(("peak memory", name, at_most, "peak") for name, at_most in PEAK),
        *(("warm CPU per request", name, at_most, "warm_cpu") for name, at_most in WARM),
    ]
    return [
        Ratio(what, name, paired(getattr(samples["ours"], which), getattr(samples[name], which)), at_most)
        for what, name, at_most, which in measured
        if name in samples and getattr(samples["ours"], which)
    ]


def paired(ours: list[float], others: list[float]) -> float:
    """Return the median of the ratios round by round, so that a machine whose speed drifts does not matter."""
    return median(one / other for one, other in zip(ours, others, strict=True))


def sizes(artefact: Path) -> tuple[float, float]:
    """Return the MB of an artefact, unzipped and zipped."""
    buffer, unzipped = BytesIO(), 0
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in artefact.rglob("*") if path.is_file()):
            archive.write(file, file.relative_to(artefact))
            unzipped += file.stat().st_size
    return unzipped / 1e6, len(buffer.getvalue()) / 1e6
