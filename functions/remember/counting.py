"""Counting what somebody should look into, with nothing but the standard library: it works where nothing else does."""

import json
import sys
import time
from collections.abc import Sequence
from contextlib import suppress


def warn(metric: str, message: str, problems: Sequence[str] = ()) -> None:
    """Write a count of one in CloudWatch's embedded metric format, and a line that says what it was; raises nothing."""
    counted = {
        "_aws": {
            "Timestamp": int(time.time() * 1_000),
            "CloudWatchMetrics": [
                {
                    "Namespace": "LogoutCoordinator",
                    "Dimensions": [["service"]],
                    "Metrics": [{"Name": metric, "Unit": "Count"}],
                }
            ],
        },
        "service": "logout",
        metric: 1,
    }
    warning = {"level": "WARNING", "message": message, **({"problems": list(problems)} if problems else {})}
    with suppress(Exception):
        sys.stdout.write(f"{json.dumps(counted)}\n{json.dumps(warning)}\n")
        sys.stdout.flush()
