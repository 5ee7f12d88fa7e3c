"""The pages that a person may meet, each in one language and in the look of the app that it is about."""

from collections.abc import Mapping, Sequence

from coordinator.core.model import App, LegReport, Reach
from coordinator.errors import Refused
from coordinator.providers.hops import Visit
from coordinator.web import markup, telling
from coordinator.web.request import AskFirst
from coordinator.web.telling import Group
from coordinator.web.words import Words

SIGNS = {Group.ALIVE: "warn", Group.ENDED: "good", Group.ASKED: "wait", Group.UNTOUCHED: "none"}


def confirmation(words: Words, action: str, asked: AskFirst, ui_locales: str | None) -> str:
    """Return the question, which says how far the answer goes.

    `ui_locales` goes along: an answer that comes too late is refused in the same language.
    """
    name = "everywhere" if asked.reach is Reach.EVERYWHERE else "question"
    app = asked.app.shown_name if asked.app else None
    question = words.say("confirmation", name, app=app) if app else words.say("confirmation", f"{name}_without_app")
    fields = [("confirm", asked.sealed), *([("ui_locales", ui_locales)] if ui_locales else [])]
    form = markup.form(action, "post", fields, words.say("confirmation", "button"))
    otherwise = markup.paragraph(words.say("confirmation", "otherwise"), quiet=True)
    title = words.say("confirmation", "title")
    return markup.page(words.tag, title, asked.app, "leave", markup.paragraph(question), form, otherwise)


def astray(words: Words, action: str, app: App | None) -> str:
    """Return the page for a browser that came back from another sign-out."""
    text = markup.paragraph(words.say("astray", "text"))
    form = markup.form(action, "get", [], words.say("astray", "button"))
    return markup.page(words.tag, words.say("astray", "title"), app, "warn", text, form)


def onward(words: Words, visit: Visit, app: App | None) -> str:
    """Return the form that submits itself to the next hop, with a button where no script runs."""
    text = markup.paragraph(words.say("onward", "text"))
    form = markup.form(visit.url, "post", visit.fields, words.say("onward", "button"), submits=True)
    return markup.page(words.tag, words.say("onward", "title"), app, "wait", text, form)


def receipt(
    words: Words,
    legs: Sequence[LegReport],
    back: str | None,
    app: App | None,
    logout_id: str,
    names: Mapping[str, str] | None = None,
) -> str:
    """Return the receipt, whose heading promises no more than its legs, with a button to `back` where there is one.

    What may still be alive comes first, with what to do about it; the rest can be read below the button.
    `names` are what people call providers.
    """
    people = [telling.for_people(leg, names or {}) for leg in legs]
    groups = {group: [leg for leg in people if telling.group(leg) is group] for group in Group}
    lives = bool(groups[Group.ALIVE])
    title = words.say("receipt", "title_not_everywhere" if lives else "title")
    lead = [markup.paragraph(words.say("receipt", "lead_not_everywhere"))] if lives else []
    urgent, *others = (
        markup.section(group, words.say("receipt", group), [_entry(words, SIGNS[group], leg) for leg in told])
        for group, told in groups.items()
    )
    there = words.say("receipt", "back", app=app.shown_name) if app else words.say("receipt", "back_without_app")
    button = [markup.link(back, there)] if back else []
    codes = [*(telling.code(leg) for leg in legs), logout_id]
    folded = markup.folded(words.say("details", "summary"), [], codes)
    return markup.page(words.tag, title, app, "warn" if lives else "good", *lead, urgent, *button, *others, folded)


def _entry(words: Words, sign: str, report: LegReport) -> str:
    return markup.entry(sign, telling.name(words, report), telling.notes(words, report))


def refusal(words: Words, refused: Refused, logout_id: str, app: App | None) -> str:
    """Return the page of a refusal: what a person is told, and in English what a developer needs to know."""
    told = markup.paragraph(words.say("refusal", refused.saying))
    folded = markup.folded(words.say("details", "summary"), [refused.description], [refused.code, logout_id])
    return markup.page(words.tag, words.say("refusal", "title"), app, "warn", told, folded)
