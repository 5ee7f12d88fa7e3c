"""Apps of the pool that somebody else serves: standard clients, for instance, which bring their own pages."""

from dataclasses import dataclass

from local.aws import Clients
from local.places import Places
from local.pool import PROVIDER, Pool, add_app


@dataclass(frozen=True, slots=True)
class AppElsewhere:
    """An app for people of PROVIDER, served below its name at `site`, a base URL; with a secret if `confidential`."""

    name: str
    site: str
    confidential: bool = False


def register(clients: Clients, places: Places, pool: Pool, app: AppElsewhere) -> None:
    """Make its client known to the pool; what is deployed is not configured yet."""
    pool.apps[app.name] = add_app(
        clients.cognito,
        places,
        pool.pool_id,
        app.name,
        PROVIDER,
        site=app.site,
        confidential=app.confidential,
        elsewhere=True,
    )
