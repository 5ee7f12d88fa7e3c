"""What a person is told of one leg: in which group it stands, by which name, and what to do about it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum

from coordinator.core.model import Leg, LegReport, Outcome
from coordinator.core.receipt import rfc3339
from coordinator.web import markup
from coordinator.web.words import Words


class Group(StrEnum):
    """What a leg means for a person, in the order of the receipt."""

    ALIVE = "alive"
    ENDED = "ended"
    ASKED = "asked"
    UNTOUCHED = "untouched"


GROUPS = {
    Outcome.FAILED: Group.ALIVE,
    Outcome.NOT_SUPPORTED: Group.ALIVE,
    Outcome.DONE: Group.ENDED,
    Outcome.UNCONFIRMED: Group.ASKED,
    Outcome.PENDING: Group.ASKED,
    Outcome.NOT_ATTEMPTED: Group.UNTOUCHED,
}
DEVELOPERS = (Leg.APP_COOKIES, Leg.REVOCATION_LIST)
"""Legs that say nothing to a person where nothing was tried: there was nothing to end."""
COGNITOS = {"SignInWithApple": "Apple", "LoginWithAmazon": "Amazon"}
"""What people call providers that have a fixed name in every pool (Cognito API, `CreateIdentityProvider`)."""
_HERE = "\0"


def for_people(report: LegReport, names: Mapping[str, str]) -> LegReport:
    """Return a leg with its provider called as people do: by the stage file's `names`, else as it is widely known."""
    known = report.provider or ""
    return replace(report, provider=names.get(known) or COGNITOS.get(known) or report.provider)


def group(report: LegReport) -> Group | None:
    """Return the group of a leg, None for one that is for developers alone."""
    if report.outcome is Outcome.NOT_ATTEMPTED and report.leg in DEVELOPERS:
        return None
    return GROUPS[report.outcome]


def name(words: Words, report: LegReport) -> str:
    """Return what a person calls it: a provider by its name, as plain text."""
    return report.provider or words.say("legs", report.leg)


def notes(words: Words, report: LegReport) -> list[str]:
    """Return what else there is to say, as paragraphs of HTML: what to do about it; why, and until when it lives."""
    why = words.texts["reasons"].get(report.reason or "") or words.texts["outcomes"].get(report.outcome)
    background = [markup.plain(why)] if why else []
    if report.alive_until is not None:
        until = _until(words, report, report.alive_until)
        background = [words.say("receipt", "both", one=background[0], other=until) if background else until]
    if group(report) is not Group.ALIVE:
        return background
    return [markup.plain(_advice(words, report)), *background]


def code(report: LegReport) -> str:
    """Return a leg as developers know it, as plain text: `provider (Corp): failed, discovery_failed`."""
    provider = f" ({report.provider})" if report.provider else ""
    until = f", until {rfc3339(report.alive_until)}" if report.alive_until is not None else ""
    return f"{report.leg}{provider}: {report.outcome}{f', {report.reason}' if report.reason else ''}{until}"


def _advice(words: Words, report: LegReport) -> str:
    if report.provider:
        return words.say("advice", "provider_by_name", provider=report.provider)
    return words.say("advice", report.leg)


def _until(words: Words, report: LegReport, seconds: int) -> str:
    """Return the sentence that says until when, as HTML; times are in UTC in every language."""
    accepted = report.leg is Leg.TOKENS and report.outcome is Outcome.DONE
    before, _, after = words.say("receipt", "accepted_until" if accepted else "alive_until", time=_HERE).partition(
        _HERE
    )
    return markup.timed(before, rfc3339(seconds), _date(words, seconds), after)


def _date(words: Words, seconds: int) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    month = words.say("dates", "months").split()[moment.month - 1]
    clock = f"{moment:%H:%M}"
    return words.say("dates", "moment", day=str(moment.day), month=month, year=str(moment.year), clock=clock)
