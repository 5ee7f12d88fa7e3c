"""A sign-out through a provider that asks the person: the click, the answer on its page, and what the owners say."""

from collections.abc import Callable, Mapping

from local import journeys
from local.audit import AuditTrail
from local.browser import Hop
from local.findings import Chapter, compare
from local.forms import Form
from local.person import Person
from local.system import LocalSystem

# The fields that a person fills in, or what makes them out of the page's form.
Answer = Mapping[str, str] | Callable[[Form], Mapping[str, str]]


def leave(system: LocalSystem, person: Person, answer: Answer | None, *alive: str, hinted: bool = True) -> Chapter:
    """Click the app's sign-out link and submit `answer` to the page that the provider shows; None expects no page.

    The chapter's findings expect `alive` to live on, and all else to be dead. Without `hinted` the browser has lost the
    ID token, and the access token that could fetch what it held; the app names the provider instead.
    """
    chapter, audit = Chapter("Leaving", ""), AuditTrail(system.clients)
    asked = journeys.questions(system, person)
    more = {} if hinted else {"identity_provider": person.client.provider}
    audit.forget()

    def act() -> None:
        if not hinted:
            person.browser.lose(f"{person.client.name}_id")
            person.browser.lose(f"{person.client.name}_at")
        chapter.hops = person.click_sign_out(state=journeys.STATE, **more)
        if answer is not None:
            chapter.hops += answered(system, person, chapter.hops[-1], answer)

    chapter.findings = compare(journeys.spared(asked, *alive) if alive else asked, act)
    chapter.events = audit.new_events()
    wanted = f"{person.client.signed_out}?state={journeys.STATE}"
    if chapter.hops[-1].url != wanted:
        chapter.problems.append(f"The browser ended at {chapter.hops[-1].url.partition('?')[0]}.")
    return chapter


def answered(system: LocalSystem, person: Person, page: Hop, answer: Answer) -> list[Hop]:
    """Fill in the form on the provider's page, submit it, and go where it leads."""
    assert page.url.startswith(issuer(system, person)), page.url.partition("?")[0]
    assert page.form is not None
    return person.browser.submit(page.form, answer(page.form) if callable(answer) else answer, page.url)


def at_provider(system: LocalSystem, person: Person, chapter: Chapter) -> list[Hop]:
    """The hops to the provider's own addresses."""
    return [hop for hop in chapter.hops if hop.url.startswith(issuer(system, person))]


def issuer(system: LocalSystem, person: Person) -> str:
    """The issuer of the provider that the app's people come from."""
    return system.others.get(person.client.provider, system.provider).issuer


def wrong(chapter: Chapter) -> list[str]:
    """The subjects whose state is not as it should be, then what else went wrong."""
    return [finding.subject for finding in chapter.findings if not finding.right] + chapter.problems


def outcomes(person: Person, chapter: Chapter) -> set[str | None]:
    """What the audit says of the provider's session."""
    provider = person.client.provider
    return {event.outcome for event in chapter.events if event.provider == provider and event.leg == "provider"}
