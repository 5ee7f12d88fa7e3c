"""The checks: pure rules from what a stage says and what was read to rows, in the order of the table."""

from doctor.attaching import Attaching
from doctor.checks import apps, back_channel, hints, pools, providers, saml, trigger
from doctor.finding import CouldNotLook, Finding
from doctor.outside import Outside
from doctor.pool import LivePool
from doctor.stage import Stage


def every(
    stage: Stage,
    return_url: str | CouldNotLook | None,
    live: LivePool | None,
    outside: Outside,
    attaching: Attaching,
) -> list[Finding]:
    """Return every row, those of one subject together.

    `return_url` is None while the stack is not deployed, `live` while there is no pool to read.
    """
    rows = [*pools.files(stage), *pools.return_url(stage, return_url)]
    if live is None:
        return rows + pools.missing(stage)
    known = return_url if isinstance(return_url, str) else None
    rows += pools.pool(stage, live)
    rows += trigger.every(stage, live, attaching)
    rows += apps.every(stage, live, known, outside)
    rows += providers.every(stage, live, outside)
    rows += hints.every(stage, live)
    rows += saml.every(stage, live, outside)
    rows += back_channel.every(stage, live, attaching, outside)
    subjects = list(dict.fromkeys(row.subject for row in rows))
    return sorted(rows, key=lambda row: subjects.index(row.subject))
