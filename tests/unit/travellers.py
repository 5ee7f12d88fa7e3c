"""A browser on its way through a journey: it keeps our cookies, and comes back with what it was told."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from tests.unit.deployments import Answer, Deployed
from tests.unit.samples import claims

CORP_END = "https://login.corp.example/end-session"
SAME_SITE = {"Sec-Fetch-Site": "same-site"}


@dataclass
class Traveller:
    """A browser on its way: it keeps our cookies, and comes back with what it was told."""

    deployed: Deployed
    jar: dict[str, str] = field(default_factory=dict)

    def visit(self, path: str, **query: str) -> Answer:
        """Navigate."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        answer = self.deployed.get(path, headers={**SAME_SITE, "Cookie": cookie}, **query)
        for name, value in answer.cookies.items():
            if value:
                self.jar[name] = value
            else:
                self.jar.pop(name, None)
        return answer

    def back(self, state: str | None = None) -> Answer:
        """Come back from a hop."""
        return self.visit("/logout/return", **({} if state is None else {"state": state}))


def departs(deployed: Deployed, *providers: str, hint: str | None = None, **query: str) -> Traveller:
    """Let Mary, who came in through these providers, set out."""
    identities = [{"providerName": name, "primary": "false"} for name in providers]
    deployed.knows("id", "the-id", claims(everything={"identities": identities, "custom:corp_id_token": hint}))
    deployed.discovery.endpoints["Corp"] = CORP_END
    traveller = Traveller(deployed)
    assert traveller.visit("/logout", id_token_hint="the-id", **query).status == 303
    return traveller


def query_of(answer: Answer) -> dict[str, str]:
    """The query of a redirect."""
    return dict(parse_qsl(urlsplit(answer.location).query))
