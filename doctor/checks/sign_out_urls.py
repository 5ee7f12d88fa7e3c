"""Is our return URL an allowed sign-out URL of a client, character by character, and does Cognito really go there?"""

from difflib import SequenceMatcher
from itertools import zip_longest
from urllib.parse import parse_qs, urlsplit

from doctor.checks.console import client_page
from doctor.finding import CouldNotLook, Finding, not_seen, ok, red, warn
from doctor.misleading import meaning_of, translated
from doctor.pool import LiveClient

ALIKE = 0.8
"""How alike a registered URL must be for it to have been meant as ours."""


def sign_out_url(subject: str, pool_id: str, client: LiveClient, return_url: str) -> Finding:
    """Cognito compares sign-out URLs character by character, and so does this (developer guide, logout-endpoint)."""
    check = "sign-out URL"
    if return_url in client.logout_urls:
        return ok(subject, check, return_url)
    near = max(client.logout_urls, key=lambda url: _likeness(url, return_url), default="")
    found = f"{return_url} is none of the {len(client.logout_urls)} allowed sign-out URLs"
    if near and _likeness(near, return_url) >= ALIKE:
        found += f"; {difference(near, return_url)}"
    change = f"{_login_pages(pool_id, client)} > Allowed sign-out URLs: add {return_url}"
    return red(subject, check, found, f"{change} (the CLI's update-user-pool-client resets whatever it is not given)")


def difference(registered: str, wanted: str) -> str:
    """Say at which character, counted from 1, a registered URL leaves the wanted one."""
    pairs = enumerate(zip_longest(registered, wanted), 1)
    place, has, wants = next((place, has, wants) for place, (has, wants) in pairs if has != wants)
    there, here = repr(has) if has else "its end", repr(wants) if wants else "its end"
    return f"{registered} differs at character {place}: it has {there} where ours has {here}"


def _likeness(url: str, wanted: str) -> float:
    return SequenceMatcher(None, url.lower(), wanted.lower()).ratio()


def cognitos_answer(
    subject: str, pool_id: str, client: LiveClient, return_url: str, answer: str | CouldNotLook
) -> Finding:
    """Judge what Cognito's own `/logout` answered when it was asked to send a browser to us."""
    check = "Cognito's /logout"
    if isinstance(answer, CouldNotLook):
        return not_seen(subject, check, answer)
    if answer == return_url:
        return ok(subject, check, "sends the browser back to us")
    said = _error(answer)
    if said is None:
        found = f"sends the browser to {answer.partition('?')[0]}, not to us"
        return warn(subject, check, found, f"look at {_login_pages(pool_id, client)}")
    error = meaning_of(said)
    change = error.change if error else "do what it says"
    return red(subject, check, translated(said), f"{change}: {_login_pages(pool_id, client)}")


def _error(location: str) -> str | None:
    return parse_qs(urlsplit(location).query).get("error", [None])[0]


def _login_pages(pool_id: str, client: LiveClient) -> str:
    return client_page(pool_id, client.name or client.client_id, "Login pages", "Edit")
