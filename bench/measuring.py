"""Measuring: rounds over all contenders, in fresh processes and in turn, so that the machine is the same to all."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bench import cognito, environment, requests_made
from bench.cognito import Cognito
from bench.contenders import Contender
from bench.figures import Samples

WARM_REQUESTS = 50
ANSWERED = 303


def measured(
    contenders: Sequence[Contender], runtime: Path, rounds: int, warm: int, tell: Callable[[str], None]
) -> dict[str, Samples]:
    """Return the samples of `rounds` rounds by contender, with `warm` requests after each cold start.

    Every other round goes the other way round. Raises FunctionFailed when one does not answer as it should.
    """
    samples = {one.name: Samples() for one in contenders}
    with cognito.running() as pool:
        for number in range(rounds):
            tell(f"round {number + 1} of {rounds}")
            for contender in contenders if number % 2 == 0 else reversed(contenders):
                _measure(contender, pool, runtime, warm, samples[contender.name])
    return samples


def _measure(contender: Contender, pool: Cognito, runtime: Path, warm: int, samples: Samples) -> None:
    event = requests_made.logout(pool)
    pool.calls.clear()
    with environment.started(
        contender.artefact, contender.handler, runtime, requests_made.variables(pool), event
    ) as running:
        start = running.start
        samples.ready.append(start.ready)
        samples.answered.append(start.answered)
        samples.cpu.append(start.spent.cpu)
        samples.trips_cold.append(cognito.awaited(pool.calls))
        _check(contender, start.document)
        peak, before = start.spent.peak, start.spent.cpu
        for _ in range(warm):
            pool.calls.clear()
            answer = running.send(event)
            _check(contender, answer.document)
            samples.warm.append(answer.arrived - answer.handed_out)
            samples.trips_warm.append(cognito.awaited(pool.calls))
            peak = max(peak, answer.observed.peak)
        if warm:
            samples.warm_cpu.append((answer.observed.cpu - before) / warm)
        samples.peak.append(peak)


def trips_of_a_return(ours: Contender, runtime: Path) -> int:
    """Return how many calls ours waits for when the browser comes back from Cognito."""
    with cognito.running() as pool:
        event, variables = requests_made.logout(pool), requests_made.variables(pool)
        with environment.started(ours.artefact, ours.handler, runtime, variables, event) as running:
            pool.calls.clear()
            answer = running.send(requests_made.coming_back(running.start.document))
            if "/o/logout" not in answer.document["multiValueHeaders"]["Location"][0]:
                raise environment.FunctionFailed("the return did not lead to the provider")
            return cognito.awaited(pool.calls)


def _check(contender: Contender, document: dict[str, object]) -> None:
    if contender.name != "nothing" and document.get("statusCode") != ANSWERED:
        raise environment.FunctionFailed(f"{contender.name} answered {document.get('statusCode')}")
