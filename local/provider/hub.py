"""A second provider, with which a sign-out from outside is impossible, as with GitHub and others: profile `none`."""

from local.other_providers import OpenIdProvider
from local.places import Places
from local.provider.process import provider_process
from local.provider.setup import HUB, ProviderSetup


def hub(places: Places) -> OpenIdProvider:
    """The provider, not started yet."""
    setup = ProviderSetup.create(places, HUB)
    return OpenIdProvider(
        name=HUB,
        app="forum",
        profile="none",
        issuer=setup.issuer,
        client_id=setup.client_id,
        client_secret=setup.client_secret,
        typed={"username": setup.username, "password": setup.password},
        process=provider_process(places, setup),
    )
