"""The retry function's batch: what it cannot read, how fast it goes, and what it says of what came back."""

import json

import pytest
from coordinator.core import retry

from tests.unit.test_retry import WAITING


def test_a_reach_that_nobody_knows_is_no_message() -> None:
    with pytest.raises(ValueError, match=r"^'nowhere' is not a valid Reach$"):
        retry.unpack(json.dumps(json.loads(retry.pack(WAITING)) | {"reach": "nowhere"}))
