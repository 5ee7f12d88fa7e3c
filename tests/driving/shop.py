"""The app `shop` as the functional tests know it, on its own https site, with a client of the local pool."""

from tests.functional.browser import BASE
from tests.functional.stages import USUAL
from tests.functional.tokens import SHOP


def shop(client_id: str, issuer: str) -> dict[str, str]:
    """Environment of a logout function for it; `issuer` is its provider's."""
    return {"PUBLIC_URL": BASE, "CONFIG": USUAL.replace(SHOP, client_id).replace("CORP_ISSUER", issuer)}
