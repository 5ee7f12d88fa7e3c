"""`make backfill`: who of the pool's users is who at a provider, for those who came in before it was remembered."""

import sys

from local.places import REPOSITORY

# It writes by the product's own store, whose import root is functions/.
sys.path.insert(0, str(REPOSITORY / "functions"))
