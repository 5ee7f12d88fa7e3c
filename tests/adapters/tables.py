"""The template's tables in moto, and adapters whose requests reach moto by our own transport."""

from typing import Any

import boto3
from coordinator.adapters.aws import AwsApi
from coordinator.adapters.revocation_list import RevocationList
from moto.core.models import botocore_stubber

from tests.architecture.template import RESOURCES

REVOCATIONS = "revocations"


def create_table(logical_id: str, name: str) -> Any:
    """Make a table as the template has it, and return a client for whoever looks into it."""
    properties: dict[str, Any] = RESOURCES[logical_id]["Properties"]
    make: Any = boto3.client
    dynamodb = make("dynamodb")
    wanted = ("BillingMode", "AttributeDefinitions", "KeySchema")
    dynamodb.create_table(TableName=name, **{one: properties[one] for one in wanted})
    return dynamodb


def by_our_transport(api: AwsApi) -> None:
    """Let an adapter's requests leave as they do at Lambda; moto would answer boto3 before it sends anything."""
    api._connected().meta.events.unregister("before-send", botocore_stubber)


def revocation_list() -> RevocationList:
    """The list on a new table."""
    create_table("RevocationTable", REVOCATIONS)
    adapter = RevocationList(REVOCATIONS)
    by_our_transport(adapter._dynamodb)
    return adapter
