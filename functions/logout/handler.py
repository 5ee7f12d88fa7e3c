"""Handler of LogoutFunction (work in progress)."""

from typing import Any


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer a REST API proxy event."""
    return {"statusCode": 503, "multiValueHeaders": {}, "body": ""}
