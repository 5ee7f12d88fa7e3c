"""The catalogue: every row, by the name of its profile."""

from coordinator.providers.row import Row
from coordinator.providers.rows import government, microsoft, ping, servers, services, social, standard, tried

CATALOGUE: dict[str, Row] = {
    **standard.ROWS,
    **social.ROWS,
    **microsoft.ROWS,
    **ping.ROWS,
    **services.ROWS,
    **servers.ROWS,
    **tried.ROWS,
    **government.ROWS,
}
"""The rows by profile name."""
