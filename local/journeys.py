"""The stories that a run tells: each signs somebody in, signs out, and asks the owners what is left."""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from local.addresses import query_value
from local.audit import AuditTrail
from local.findings import Chapter, Question, compare
from local.owners import Owners
from local.person import Person
from local.system import LocalSystem

STATE = "seen-by-the-app"
REFRESH, ACCESS, COOKIES = "refresh token", "access token", "the app's cookies"
COGNITO, PROVIDER = "Cognito's session", "the provider's session"


def questions(system: LocalSystem, person: Person, *, of: str = "", federated: bool = True) -> list[Question]:
    """All that a sign-in brought to life, each name beginning with `of`. A logout should leave none of it alive.

    Tokens are taken now; the browser is asked when the question is.
    """
    owners, client, browser, tokens = Owners(system), person.client, person.browser, person.tokens()
    asked = [
        Question(REFRESH, "token endpoint", lambda: owners.honours_refresh_token(client, tokens.refresh)),
        Question(ACCESS, "Cognito, GetUser", lambda: owners.honours_access_token(tokens.access)),
        Question(COOKIES, "the browser", person.holds_cookies),
        Question(COGNITO, "Cognito, prompt=none", lambda: owners.knows_browser_at_cognito(browser, client)),
    ]
    if federated:
        knows = partial(owners.knows_browser_at_provider, browser, client.provider)
        asked += [Question(PROVIDER, "provider, prompt=none", knows)]
    return [replace(question, subject=of + question.subject) for question in asked]


def spared(asked: Sequence[Question], *subjects: str) -> list[Question]:
    """The same questions, but what ends with one of `subjects` should stay alive."""
    return [replace(question, should_live=question.subject.endswith(subjects)) for question in asked]


def cognito_alone(system: LocalSystem) -> Chapter:
    """Cognito's own `/logout`, for contrast: it ends its cookie and nothing else."""
    chapter = Chapter("Cognito's /logout alone", "What happens without the coordinator: the contrast.")
    person = Person(system, "shop")
    chapter.notes.append("Signing in: " + asked_for_password(chapter, person, wanted=True))
    query = {"client_id": person.client.client_id, "logout_uri": person.client.signed_out}
    address = f"{system.places.cognito}/logout?{urlencode(query)}"

    def act() -> None:
        chapter.hops = person.browser.walk(address, clicked_on=person.client.home)

    asked = spared(questions(system, person), REFRESH, ACCESS, COOKIES, PROVIDER)
    chapter.findings = compare(asked, act)
    chapter.notes.append("Signing in again: " + asked_for_password(chapter, person, wanted=False))
    return chapter


def browser_logout(system: LocalSystem, audit: AuditTrail, *, unvisited: str | None = None) -> Chapter:
    """A federated person signs out of this browser. `unvisited` leaves out a hop, to show that the check can fail."""
    chapter = Chapter("One click on /logout", "Ada came in through the provider Corp and signs out of the app.")
    person = Person(system, "shop")
    person.sign_in()
    sign_out(chapter, audit, [person], questions(system, person), unvisited=unvisited)
    chapter.notes.append("Signing in again: " + asked_for_password(chapter, person, wanted=True))
    return chapter


def native_logout(system: LocalSystem, audit: AuditTrail) -> Chapter:
    """A user of the pool itself signs out of a confidential app: no provider to visit."""
    chapter = Chapter("A native user", "Grace signed in at Cognito itself, to an app with a client secret.")
    person = Person(system, "desk")
    person.sign_in()
    sign_out(chapter, audit, [person], questions(system, person, federated=False))
    chapter.notes.append("Signing in again: " + asked_for_password(chapter, person, wanted=True))
    return chapter


def everywhere(system: LocalSystem, audit: AuditTrail) -> Chapter:
    """Two browsers, one signs out everywhere: the other one's tokens die too, its cookies cannot."""
    chapter = Chapter("reach=everywhere", "Ada is signed in with two browsers; the first one signs out everywhere.")
    first, second = Person(system, "shop"), Person(system, "shop")
    for person in (first, second):
        person.sign_in()
    # No API ends the other browser's cookies (facts about global sign-out: Amazon Cognito developer guide,
    # "token-revocation"); the receipt says so, and the table shows it.
    theirs = spared(questions(system, second, of="2nd browser: "), COOKIES, COGNITO, PROVIDER)
    sign_out(chapter, audit, [first], questions(system, first) + theirs, reach="everywhere")
    return chapter


def sign_out(
    chapter: Chapter,
    audit: AuditTrail,
    people: Sequence[Person],
    asked: Sequence[Question],
    *,
    unvisited: str | None = None,
    **parameters: str,
) -> None:
    """Let each of `people` click the link; fill the chapter with hops, findings and audit events."""
    wait_for_next_second()
    audit.forget()

    def act() -> None:
        for person in people:
            chapter.hops += person.click_sign_out(unvisited=unvisited, state=STATE, **parameters)

    chapter.findings = compare(list(asked), act)
    last = chapter.hops[-1]
    if not last.url.startswith(people[-1].client.signed_out) or query_value(last.url, "state") != STATE:
        chapter.problems.append(f"The browser ended at {last.url.partition('?')[0]} with {last.status}.")
    chapter.events = audit.new_events()
    if not any(event.step == "completed" for event in chapter.events):
        chapter.problems.append("There is no audit event `completed`.")


def asked_for_password(chapter: Chapter, person: Person, *, wanted: bool) -> str:
    """Sign the person in and say whether a password was asked for; another answer than `wanted` is a problem."""
    asked = person.sign_in()
    if asked != wanted:
        chapter.problems.append(f"Signing in asked for {'a' if asked else 'no'} password.")
    return "the password was asked for." if asked else "no password was asked for."


def wait_for_next_second() -> None:
    """The embedded AWS compares whole seconds: its global sign-out spares tokens issued in the same one."""
    time.sleep(1.05 - time.time() % 1)
