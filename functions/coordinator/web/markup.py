"""The parts of a page: plain HTML, every value escaped, and the policy that a page is served under."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape

STYLE = (
    ":root{color-scheme:light dark;background:Canvas;color:CanvasText}"
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;overflow-wrap:anywhere}"
    "h1{line-height:1.25}"
    "button,a.button{font:inherit;padding:.5rem 1.2rem;border:1px solid;border-radius:.4rem;cursor:pointer;"
    "background:none;color:inherit;text-decoration:none;display:inline-block}"
    ":focus-visible{outline:3px solid;outline-offset:3px}"
)
"""Colours are the browser's own, so that the contrast is right in light and dark, and in forced colours."""
SUBMIT = "document.forms[0].submit()"


def page(tag: str, title: str, *parts: str) -> str:
    """Return a whole page in the language of this `tag`; `parts` are HTML, made by the functions of this module."""
    return (
        f'<!doctype html><html lang="{escape(tag)}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def paragraph(text: str, english: str = "") -> str:
    """Return one paragraph of plain text; what follows it in `english` is marked as such."""
    foreign = f' <span lang="en">{escape(english)}</span>' if english else ""
    return f"<p>{escape(text)}{foreign}</p>"


def items(texts: Sequence[str]) -> str:
    """Return a list of plain texts."""
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def link(url: str, text: str) -> str:
    """Return a link that looks like a button."""
    return f'<p><a class="button" href="{escape(url)}">{escape(text)}</a></p>'


def form(action: str, method: str, fields: Sequence[tuple[str, str]], text: str, *, submits: bool = False) -> str:
    """Return a form of hidden fields with one button; one that `submits` itself needs no click where scripts run."""
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields)
    script = f"<script>{SUBMIT}</script>" if submits else ""
    button = f"<p><button>{escape(text)}</button></p>"
    return f'<form action="{escape(action)}" method="{method}">{hidden}{button}</form>{script}'


def policy(plain_origins: Sequence[str]) -> str:
    """Return the Content-Security-Policy of our pages.

    Chrome applies `form-action` to the redirects after a submission, Firefox does not: a policy of `'self'` alone
    would end the journey at the first hop, and nobody knows all hops, since Cognito makes some of its own for SAML.
    So every https target is allowed, and `plain_origins`: those of the configuration that are http, on loopback.
    """
    targets = " ".join(("https:", *plain_origins))
    return (
        f"default-src 'none'; style-src '{_digest(STYLE)}'; script-src '{_digest(SUBMIT)}'; "
        f"form-action 'self' {targets}; base-uri 'none'; frame-ancestors 'none'"
    )


def _digest(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()
