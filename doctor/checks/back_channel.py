"""Rows about back-channel logout: may a provider tell us of its sign-outs, and will what it tells end anything?

Sources: OpenID Connect Back-Channel Logout 1.0, sections 2.1 (what a discovery document says), 2.2 (the URL to give)
and 2.6 (a logout token is signed as the ID tokens are; it is known by issuer and client); the catalogue's rows.
"""

from dataclasses import dataclass
from urllib.parse import quote

from coordinator.core.model import Provider
from coordinator.providers.hops import row_of
from coordinator.providers.row import Tells

from doctor.attaching import Attaching
from doctor.finding import Finding, ok, red, warn
from doctor.outside import Outside, Signalling
from doctor.pool import LivePool, LiveProvider
from doctor.stage import Stage

CHECK = "back-channel logout"
OIDC = "OIDC"
"""The type of providers that may send logout tokens: those that Cognito knows by name send none."""


@dataclass(frozen=True, slots=True)
class Sender:
    """A provider beside what its row and its document say; `url` is where it would send, `table` its own in the file.

    `said` is None where the stage does not say enough to know its tokens.
    """

    provider: Provider
    found: LiveProvider
    said: Signalling | None
    url: str
    table: str

    @property
    def subject(self) -> str:
        """What its row is about."""
        return f"provider {self.provider.name}"

    @property
    def tells(self) -> Tells:
        """What its tokens name: what the document offers goes before the row, which is about all of its kind."""
        told = row_of(self.provider).tells
        if self.said is None or not self.said.offered:
            return told
        if self.said.names_sessions:
            return Tells.SESSION
        return told if told in (Tells.SESSION, Tells.PERSON) else Tells.PERSON

    @property
    def register(self) -> str:
        """What is to be done there, which nobody can look at from here, and what the row says about it."""
        how = row_of(self.provider).tells_how
        return f"register {self.url} there" + (f" ({how})" if how else "")


def every(stage: Stage, live: LivePool, attaching: Attaching, outside: Outside) -> list[Finding]:
    """Check each OpenID provider that the pool has, where the stack listens to any."""
    rows: list[Finding] = []
    for provider in stage.providers.values() if attaching.listens else ():
        found = live.providers.get(provider.name)
        if isinstance(found, LiveProvider) and found.kind == OIDC:
            url = f"{attaching.listens}{quote(provider.name, safe='')}"
            table = f"{stage.file}, [providers.{provider.name}]"
            said = outside.signalling.get(provider.name)
            rows.append(_of(Sender(provider, found, said, url, table), attaching))
    return rows


def _of(sender: Sender, attaching: Attaching) -> Finding:
    provider, said = sender.provider, sender.said
    if sender.tells is Tells.NOTHING:
        return ok(sender.subject, CHECK, f"{row_of(provider).title} sends no logout tokens")
    if said is None:
        return _not_known(sender)
    if said.problem is not None:
        text = f"the document of {provider.issuer} could not be used ({said.problem})"
        change = f"{sender.table}: see that issuer is right, and that SignalsFunction can reach it"
        return warn(sender.subject, CHECK, text, change)
    if sender.tells is Tells.UNKNOWN:
        return ok(sender.subject, CHECK, f"the document of {provider.issuer} offers none; {sender.url} would take it")
    if said.algorithms and not said.algorithms & set(provider.algs):
        known = ", ".join(f'"{one}"' for one in sorted(said.algorithms))
        text = f"it signs with none of {', '.join(provider.algs)}: its logout tokens are refused"
        return red(sender.subject, CHECK, text, f"{sender.table}: algs, of {known}, as its client there is set up")
    return _what_ends(sender, attaching)


def _not_known(sender: Sender) -> Finding:
    """Logout tokens are known by issuer and client, which the pool has."""
    provider, found = sender.provider, sender.found
    values = (("issuer", provider.issuer, found.issuer), ("client_id", provider.client_id, found.client_id))
    missing = [f'{key} = "{theirs or "…"}"' for key, ours, theirs in values if ours is None]
    text = "the stage does not say by which issuer and client its logout tokens are known: they are refused"
    change = f"{sender.table}: {', '.join(missing)}; and {sender.register}"
    if sender.tells is Tells.UNKNOWN:
        return warn(sender.subject, CHECK, text, f"{change}, if it sends them")
    return red(sender.subject, CHECK, text, change)


def _what_ends(sender: Sender, attaching: Attaching) -> Finding:
    if sender.provider.backchannel == "user" or sender.tells is Tells.PERSON:
        return ok(sender.subject, CHECK, f"each token ends all sessions of the person; {sender.register}")
    if isinstance(attaching.function, str):
        return ok(sender.subject, CHECK, f"each token ends what came in through its session; {sender.register}")
    text = "its tokens name a session, and nothing remembers what came in through one: they end nothing"
    return red(sender.subject, CHECK, text, f'deploy with Remember=on; or {sender.table}: backchannel = "user"')
