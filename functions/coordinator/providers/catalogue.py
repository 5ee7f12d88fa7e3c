"""The catalogue: every row, by the name of its profile."""

from coordinator.providers.row import Row
from coordinator.providers.rows import social, standard

CATALOGUE: dict[str, Row] = {**standard.ROWS, **social.ROWS}
"""The rows by profile name."""
