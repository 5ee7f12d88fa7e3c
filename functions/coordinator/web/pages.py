"""The pages that a person may meet: plain HTML, every value escaped, and the policy each is served under."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape

from coordinator.core.model import Leg, LegReport, Outcome
from coordinator.core.receipt import rfc3339

STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}"
    "button,a.button{font:inherit;padding:.5rem 1.2rem;border:1px solid;border-radius:.4rem;cursor:pointer;"
    "background:none;color:inherit;text-decoration:none;display:inline-block}"
    ":root{color-scheme:light dark}"
)
SUBMIT = "document.forms[0].submit()"

NAMES = {
    Leg.TOKENS: "This app's tokens",
    Leg.OTHER_SESSIONS: "Your other sessions",
    Leg.APP_COOKIES: "This app's cookies",
    Leg.COGNITO: "Your session at the sign-in service",
    Leg.PROVIDER: "Your session at the identity provider",
}
OUTCOMES = {
    Outcome.DONE: "ended",
    Outcome.PENDING: "will be ended shortly",
    Outcome.UNCONFIRMED: "visited; nothing proves that it has ended",
    Outcome.FAILED: "could not be ended",
    Outcome.NOT_SUPPORTED: "cannot be ended from here",
    Outcome.NOT_ATTEMPTED: "left as it was",
}

REASONS = {
    "beyond_reach": "this sign-out did not reach for it",
    "cognito_cookie_elsewhere": "other browsers may still sign in again without a password for a while",
    "provider_unknown": "nobody knows which one it was",
    "provider_has_no_logout": "it offers no way to sign out",
    "not_configured": "this sign-out does not know it",
    "no_hint": "it needs to be told who you are, and nobody could",
    "hint_too_long": "what it needs to be told was too long",
    "url_too_long": "what it needs to be told was too long",
    "no_end_session_endpoint": "it offers no way to sign out",
    "discovery_failed": "it did not answer",
    "never_returns": "it sends nobody back",
    "another_never_returns": "it sends nobody back",
    "cookies_out_of_reach": "they belong to another domain",
}
"""What a person is told of a reason; the other codes are for whoever operates this."""


def page(title: str, *parts: str) -> str:
    """Return a whole page; `parts` are HTML, made by the functions of this module."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def paragraph(text: str) -> str:
    """Return one paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def link(url: str, text: str) -> str:
    """Return a link that looks like a button."""
    return f'<p><a class="button" href="{escape(url)}">{escape(text)}</a></p>'


def form(action: str, method: str, fields: Sequence[tuple[str, str]], text: str, *, submits: bool = False) -> str:
    """Return a form of hidden fields with one button; one that `submits` itself needs no click where scripts run."""
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields)
    script = f"<script>{SUBMIT}</script>" if submits else ""
    button = f"<p><button>{escape(text)}</button></p>"
    return f'<form action="{escape(action)}" method="{method}">{hidden}{button}</form>{script}'


def receipt_title(legs: Sequence[LegReport]) -> str:
    """Return the heading of a receipt, which promises no more than its legs."""
    lives = any(leg.outcome in (Outcome.FAILED, Outcome.NOT_SUPPORTED) for leg in legs)
    return "You are signed out, but not everywhere" if lives else "You are signed out"


def receipt(legs: Sequence[LegReport]) -> str:
    """Return the receipt as a list."""
    return f"<ul>{''.join(_leg(leg) for leg in legs)}</ul>"


def _leg(report: LegReport) -> str:
    name = NAMES[report.leg] + (f" ({report.provider})" if report.provider else "")
    reason = f" ({REASONS[report.reason]})" if report.reason in REASONS else ""
    until = f"; {_until(report)}" if report.alive_until is not None else ""
    return f"<li>{escape(name)}: {escape(OUTCOMES[report.outcome] + reason + until)}</li>"


def _until(report: LegReport) -> str:
    time = rfc3339(report.alive_until or 0).replace("T", " ").replace("Z", " UTC")
    if report.leg is Leg.TOKENS:
        return f"until {time} they still pass where nobody asks whether they were revoked"
    return f"may be alive until {time}"


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
