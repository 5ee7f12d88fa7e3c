"""One shop, one provider of each profile, one person: values that tests vary with `replace`."""

from collections.abc import Mapping
from typing import Any

from coordinator.core.model import App, Claims, Leg, LegReport, Outcome, Provider
from hypothesis import strategies as st

SIGNED_OUT = "https://shop.example.com/signed-out"
SHOP = App("shop", "1example23456789", (SIGNED_OUT, "https://shop.example.com/"))
BLOG = App("blog", "2example23456789", ("https://blog.example.com/bye",))
CORP = Provider(
    "Corp", "oidc", issuer="https://login.corp.example", client_id="cognito-at-corp", hint="custom:corp_id_token"
)
LEGACY = Provider("Legacy", "custom", logout_url="https://login.legacy.example/signout?kind=full", client_id="abc")
SAML = Provider("CorpSaml", "saml")
DEAF = Provider("Deaf", "none")
NOW = 1_800_000_000


def claims(subject: str = "mary", session: str | None = "session-1", **changes: Any) -> Claims:
    """The verified claims of a person's token for the shop, good for an hour."""
    everything: Mapping[str, Any] = changes.pop("everything", {})
    expires = changes.pop("expires", NOW + 3_600)
    return Claims(subject, SHOP.client_id, expires, origin_jti=session, everything=everything, **changes)


PRINTABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""Any text that UTF-8 can carry; lone surrogates are no text."""

NAMES = st.none() | PRINTABLE

LEG_REPORTS = st.builds(
    LegReport,
    st.sampled_from(Leg),
    st.sampled_from(Outcome),
    provider=st.sampled_from([None, "Corp", "Legacy"]),
    reason=st.sampled_from([None, "beyond_reach", "no_hint"]),
    alive_until=st.none() | st.integers(0, 2**33),
)
"""Any outcome of any leg."""
