"""What an attacker, or a badly set up provider, can do to a SAML message on its way through the browser."""

import base64
import re
from collections.abc import Callable
from urllib.parse import urlencode

from local.forms import Form
from local.person import Person
from local.system import LocalSystem


def logout_url(system: LocalSystem, person: Person) -> str:
    """Cognito's own `/logout` for the person's app."""
    query = {"client_id": person.client.client_id, "logout_uri": person.client.signed_out}
    return f"{system.places.cognito}/logout?{urlencode(query)}"


def logout_answer(system: LocalSystem, person: Person) -> Form:
    """Go to Cognito's `/logout` and on to the provider: the form with its answer, not yet submitted."""
    hop = person.browser.open(logout_url(system, person))
    while hop.location:
        hop = person.browser.open(hop.location)
    assert hop.form is not None
    return hop.form


def rewritten(form: Form, change: Callable[[str], str]) -> dict[str, str]:
    """The form's fields with another text of the message."""
    text = base64.b64decode(form.fields["SAMLResponse"]).decode()
    changed = change(text)
    assert changed != text
    return form.fields | {"SAMLResponse": base64.b64encode(changed.encode()).decode()}


def with_broken_signature(message: str) -> str:
    """The same message, its first signature's first character another one."""
    first = re.search(r"<ds:SignatureValue>(.)", message)
    assert first is not None
    other = "B" if first[1] == "A" else "A"
    return message[: first.start(1)] + other + message[first.end(1) :]


def unsigned(message: str) -> str:
    """The same message without its signatures."""
    return re.sub(r"<ds:Signature .*?</ds:Signature>", "", message, flags=re.DOTALL)


def failed(message: str) -> str:
    """The same message, not a success."""
    return message.replace("status:Success", "status:Responder")


def of_another_year(message: str) -> str:
    """The same message, issued long ago."""
    return re.sub(r'IssueInstant="\d{4}', 'IssueInstant="2001', message)


def no_xml(message: str) -> str:
    """No message at all."""
    return message[:-20]
