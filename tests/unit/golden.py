"""The golden URLs: one line for each profile and branch, which says where a browser is sent that is told everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.hops import Branch, Told

FILE = Path(__file__).with_name("golden_urls.txt")
HINT = "h.i.t"
EVERYTHING = Told("https://l.example/logout/return", "state-of-thirty-two-characters-00", HINT, "mary@corp", "de en")
# What a stage file says where the row asks for more than an address and a client.
STAGE_FILE: dict[str, dict[str, Any]] = {
    "custom": {"client_param": "app", "return_param": "returnTo", "state_param": "st", "returns": "registered"},
}


@dataclass(frozen=True, slots=True)
class Golden:
    """One line: with `cascade` the stage file also asks a broker for the session behind it."""

    profile: str
    branch: Branch
    cascade: bool
    url: str

    @property
    def endpoint(self) -> str:
        """The URL without what we append: a row's own URL may have a query."""
        return CATALOGUE[self.profile].url or self.url.partition("?")[0]

    @property
    def told(self) -> Told:
        """Everything, but for the hint where the branch is for who has none."""
        has_hint = self.branch is Branch.HINT
        return Told(EVERYTHING.return_url, EVERYTHING.state, HINT if has_hint else None, "mary@corp", "de en")

    @property
    def provider(self) -> Provider:
        """The provider of a stage file that holds what the row needs."""
        row = CATALOGUE[self.profile]
        issuer, logout_url = None, None
        if row.discovers or row.path:
            issuer = self.endpoint.removesuffix(row.path) if row.path else "https://issuer.example"
        elif row.url is None:
            logout_url = self.endpoint
        more = STAGE_FILE.get(self.profile, {})
        return Provider(
            "Some", self.profile, issuer=issuer, client_id="abc", logout_url=logout_url, cascade=self.cascade, **more
        )


def golden() -> Iterator[Golden]:
    """Every line of the file; raises ValueError for one that is none."""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            profile, branch, url = line.split()
            name, _, more = branch.partition("+")
            yield Golden(profile, Branch(name), more == "cascade", url)
