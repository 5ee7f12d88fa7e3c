"""The pages that a person may meet, each in one language."""

from collections.abc import Sequence

from coordinator.core.model import Leg, LegReport, Outcome, Reach
from coordinator.core.receipt import rfc3339
from coordinator.errors import Refused
from coordinator.providers.hops import Visit
from coordinator.web import markup
from coordinator.web.request import AskFirst
from coordinator.web.words import Words


def confirmation(words: Words, action: str, asked: AskFirst, ui_locales: str | None) -> str:
    """Return the question, which says how far the answer goes.

    `ui_locales` goes along: an answer that comes too late is refused in the same language.
    """
    name = "everywhere" if asked.reach is Reach.EVERYWHERE else "question"
    app = asked.app.name if asked.app else None
    question = words.say("confirmation", name, app=app) if app else words.say("confirmation", f"{name}_without_app")
    fields = [("confirm", asked.sealed), *([("ui_locales", ui_locales)] if ui_locales else [])]
    form = markup.form(action, "post", fields, words.say("confirmation", "button"))
    return markup.page(words.tag, words.say("confirmation", "title"), markup.paragraph(question), form)


def astray(words: Words, action: str) -> str:
    """Return the page for a browser that came back from another sign-out."""
    text = markup.paragraph(words.say("astray", "text"))
    form = markup.form(action, "get", [], words.say("astray", "button"))
    return markup.page(words.tag, words.say("astray", "title"), text, form)


def onward(words: Words, visit: Visit) -> str:
    """Return the form that submits itself to the next hop, with a button where no script runs."""
    text = markup.paragraph(words.say("onward", "text"))
    form = markup.form(visit.url, "post", visit.fields, words.say("onward", "button"), submits=True)
    return markup.page(words.tag, words.say("onward", "title"), text, form)


def receipt(words: Words, legs: Sequence[LegReport], back: str | None) -> str:
    """Return the receipt, whose heading promises no more than its legs, with a button to `back` where there is one."""
    lives = any(leg.outcome in (Outcome.FAILED, Outcome.NOT_SUPPORTED) for leg in legs)
    title = words.say("receipt", "title_not_everywhere" if lives else "title")
    button = markup.link(back, words.say("receipt", "back")) if back else ""
    return markup.page(words.tag, title, markup.items([leg_line(words, leg) for leg in legs]), button)


def refusal(words: Words, refused: Refused, logout_id: str) -> str:
    """Return the page of a refusal: what a person is told, and in English what a developer needs to know."""
    told = markup.paragraph(words.say("refusal", refused.saying))
    details = markup.paragraph(words.say("refusal", "details"), refused.description)
    reference = markup.paragraph(words.say("refusal", "reference", code=refused.code, logout_id=logout_id))
    return markup.page(words.tag, words.say("refusal", "title"), told, details, reference)


def leg_line(words: Words, report: LegReport) -> str:
    """Return what became of one leg, as plain text; times are in UTC in every language."""
    outcome = words.say("outcomes", report.outcome)
    if report.reason and report.reason in words.texts["reasons"]:
        outcome = words.say("receipt", "because", outcome=outcome, reason=words.say("reasons", report.reason))
    if report.alive_until is not None:
        time = rfc3339(report.alive_until).replace("T", " ").replace("Z", " UTC")
        name = "alive_tokens" if report.leg is Leg.TOKENS else "alive"
        outcome = words.say("receipt", name, outcome=outcome, time=time)
    leg = words.say("legs", report.leg)
    if report.provider:
        return words.say("receipt", "line_of_provider", leg=leg, provider=report.provider, outcome=outcome)
    return words.say("receipt", "line", leg=leg, outcome=outcome)
