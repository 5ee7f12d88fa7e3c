"""The parts of a page: plain HTML, every value escaped."""

from collections.abc import Sequence
from html import escape

from coordinator.core.model import App
from coordinator.web import style

ICONS = {
    "good": ("good", "M4.5 12.5l5 5 10-11"),
    "warn": ("warn", "M12 3.5L22 20.5H2zM12 10v4.5M12 17.4v.1"),
    "leave": ("leave", "M10 4H5v16h5M10 12h10.5M16 7.5l4.5 4.5-4.5 4.5"),
    "wait": ("wait", "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2"),
    "none": ("none", "M5 12h14"),
}
"""By name: the class that gives an icon its colour, and its lines in a square of 24."""


def page(tag: str, title: str, app: App | None, sign: str, *parts: str) -> str:
    """Return a whole page in the language of this `tag`, in the look of `app`.

    `sign` is one of ICONS; `parts` are HTML, made by the functions of this module.
    """
    own = style.of_app(app)
    styles = f"<style>{style.shared()}</style>" + (f"<style>{own}</style>" if own else "")
    return (
        f'<!doctype html><html lang="{escape(tag)}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">{styles}</head>'
        f"<body><main>{_app(app)}{icon(sign)}<h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def _app(app: App | None) -> str:
    """Return the app's name beside its logo, or beside its first letter in its colour; nothing without an app."""
    if app is None:
        return ""
    letter = f'<b aria-hidden="true">{escape(app.shown_name[:1].upper())}</b>'
    logo = f'<img src="{escape(app.logo)}" alt="" width="40" height="40">' if app.logo else letter
    return f'<p class="app">{logo}<span>{escape(app.shown_name)}</span></p>'


def icon(name: str) -> str:
    """Return a drawing that says nothing which does not stand beside it."""
    look, lines = ICONS[name]
    return f'<svg class="{look}" viewBox="0 0 24 24" aria-hidden="true"><path d="{lines}"/></svg>'


def plain(text: str) -> str:
    """Return a plain text as HTML."""
    return escape(text)


def paragraph(text: str, *, quiet: bool = False) -> str:
    """Return one paragraph of plain text."""
    return f'<p class="quiet">{escape(text)}</p>' if quiet else f"<p>{escape(text)}</p>"


def section(look: str, heading: str, entries: Sequence[str]) -> str:
    """Return a list of entries below a heading, nothing where there are none."""
    if not entries:
        return ""
    return f'<section class="{look}"><h2>{escape(heading)}</h2><ul>{"".join(entries)}</ul></section>'


def entry(sign: str, name: str, notes: Sequence[str]) -> str:
    """Return one entry of a section: its name as plain text, and paragraphs of HTML that say more."""
    said = "".join(f"<p>{note}</p>" for note in notes)
    return f"<li><strong>{icon(sign)}<span>{escape(name)}</span></strong>{said}</li>"


def timed(before: str, moment: str, shown: str, after: str) -> str:
    """Return a sentence around a moment, which is RFC 3339 for programs and `shown` to people."""
    return f'{escape(before)}<time datetime="{escape(moment)}">{escape(shown)}</time>{escape(after)}'


def folded(summary: str, texts: Sequence[str], codes: Sequence[str] = ()) -> str:
    """Return what is shown on a click alone: English texts for developers, and codes, one a line."""
    said = "".join(f'<p><span lang="en">{escape(text)}</span></p>' for text in texts)
    listed = "".join(f"<li><code>{escape(code)}</code></li>" for code in codes)
    return f"<details><summary>{escape(summary)}</summary>{said}<ul>{listed}</ul></details>"


def link(url: str, text: str) -> str:
    """Return a link that looks like a button."""
    return f'<a class="button" href="{escape(url)}">{escape(text)}</a>'


def form(action: str, method: str, fields: Sequence[tuple[str, str]], text: str, *, submits: bool = False) -> str:
    """Return a form of hidden fields with one button; one that `submits` itself needs no click where scripts run."""
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields)
    script = f"<script>{style.SUBMIT}</script>" if submits else ""
    button = f"<button>{escape(text)}</button>"
    return f'<form action="{escape(action)}" method="{method}">{hidden}{button}</form>{script}'
