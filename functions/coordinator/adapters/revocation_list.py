"""The revocation list: one DynamoDB item per session that was ended, and one per user who left everywhere."""

from collections.abc import Mapping, Sequence
from typing import Any

from coordinator.adapters.aws import AwsApi
from coordinator.core.denials import Denial, Kept
from coordinator.errors import EffectFailed

NAMES = {"#expires": "expires", "#cut_off": "cut_off"}
LONGER = "attribute_not_exists(#expires) OR #expires < :expires"
LATER = "attribute_not_exists(#cut_off) OR #cut_off < :cut_off OR (#cut_off = :cut_off AND #expires < :expires)"
"""What is written never says less than what was there: whoever comes later or again changes nothing."""


class RevocationList:
    """One table: `id` is the key of a denial, `expires` the table's time to live."""

    def __init__(self, table: str) -> None:
        """Take the table's name."""
        self._table = table
        self._dynamodb = AwsApi("dynamodb")

    def deny(self, denial: Denial) -> None:
        """Write a denial, unless a stronger one is there. Raises EffectFailed."""
        values = {":expires": denial.expires}
        names, update, condition = dict(NAMES), "SET #expires = :expires", LONGER
        if denial.cut_off is None:
            del names["#cut_off"]
        else:
            values[":cut_off"] = denial.cut_off
            update, condition = f"{update}, #cut_off = :cut_off", LATER
        try:
            answer = self._dynamodb.call(
                "update_item",
                TableName=self._table,
                Key={"id": {"S": denial.key}},
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeNames=names,
                ExpressionAttributeValues={name: {"N": str(value)} for name, value in values.items()},
                ReturnValues="UPDATED_NEW",
            )
        except EffectFailed as error:
            if error.kind == "ConditionalCheckFailedException":
                return
            raise
        if "expires" not in answer.get("Attributes", {}):
            raise EffectFailed("unreadable_answer", retryable=True)

    def listed(self, keys: Sequence[str]) -> Mapping[str, Kept]:
        """Return what the list has of some keys, by a consistent read, expired items too. Raises EffectFailed."""
        if not keys:
            return {}
        wanted = {"Keys": [{"id": {"S": key}} for key in keys], "ConsistentRead": True}
        answer = self._dynamodb.call("batch_get_item", RequestItems={self._table: wanted})
        if answer.get("UnprocessedKeys"):
            raise EffectFailed("throttled", retryable=True)
        try:
            return dict(_kept(item) for item in answer["Responses"][self._table])
        except (KeyError, ValueError) as error:
            raise EffectFailed("unreadable_answer", retryable=True) from error


def _kept(item: Mapping[str, Any]) -> tuple[str, Kept]:
    cut_off = int(item["cut_off"]["N"]) if "cut_off" in item else None
    return item["id"]["S"], Kept(int(item["expires"]["N"]), cut_off)
