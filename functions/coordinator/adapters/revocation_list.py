"""The revocation list, a table of DynamoDB: what a logout or a provider ended, and notes of what we did for that."""

from collections.abc import Mapping, Sequence
from typing import Any

from coordinator.adapters.aws import AwsApi
from coordinator.core.denials import Denial, Hop, Kept
from coordinator.errors import EffectFailed

LONGER = "attribute_not_exists(#expires) OR #expires < :expires"
LATER = "attribute_not_exists(#cut_off) OR #cut_off < :cut_off OR (#cut_off = :cut_off AND #expires < :expires)"
"""What is written never says less than what was there: whoever comes later or again changes nothing."""
ALIVE = "(attribute_not_exists(#cut_off) OR #cut_off < :began OR #cut_off = :cut_off)"
"""Else a stolen token could end every session that its owner begins after leaving."""


class RevocationList:
    """One table: `id` is the key of a denial, `expires` the table's time to live."""

    def __init__(self, table: str, *, read_often: bool = False) -> None:
        """Take the table's name; who reads it with every call keeps connections."""
        self._table = table
        self._dynamodb = AwsApi("dynamodb", keeps_connections=read_often)

    def make_ready(self) -> None:
        """Load what the first call needs, so that its deadline is for the call alone; what is wrong the call meets."""
        self._dynamodb.make_ready()

    def deny(self, denial: Denial) -> None:
        """Write a denial, unless a stronger one is there. Raises EffectFailed."""
        values, compared, condition = {"expires": denial.expires}, {}, LONGER
        if denial.cut_off is not None:
            values["cut_off"], condition = denial.cut_off, LATER
            if denial.began is not None:
                compared, condition = {"began": denial.began}, f"({LATER}) AND {ALIVE}"
        try:
            self._update(denial.key, condition, values, compared)
        except EffectFailed as error:
            if error.kind != "ConditionalCheckFailedException":
                raise

    def claim(self, key: str, expires: int) -> bool:
        """Return True to the first caller with this key, False to others until `expires`. Raises EffectFailed."""
        try:
            self._update(key, "attribute_not_exists(#expires)", {"expires": expires}, {})
        except EffectFailed as error:
            if error.kind == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def note(self, hop: Hop) -> None:
        """Write down a hop of our own, in place of an earlier one to the same provider. Raises EffectFailed."""
        values = {":expires": {"N": str(hop.expires)}, **({":sid": {"S": hop.sid}} if hop.sid else {})}
        self._dynamodb.call(
            "update_item",
            TableName=self._table,
            Key={"id": {"S": hop.key}},
            UpdateExpression=f"SET #expires = :expires{', #sid = :sid' if hop.sid else ''} "
            f"REMOVE #used{'' if hop.sid else ', #sid'}",
            ExpressionAttributeNames={"#expires": "expires", "#used": "used", "#sid": "sid"},
            ExpressionAttributeValues=values,
        )

    def use(self, key: str, user: str) -> bool:
        """Return whether a note answers for `user`, which it does for the first one alone. Raises EffectFailed."""
        try:
            self._dynamodb.call(
                "update_item",
                TableName=self._table,
                Key={"id": {"S": key}},
                UpdateExpression="SET #used = :used",
                ConditionExpression="attribute_exists(#expires) AND (attribute_not_exists(#used) OR #used = :used)",
                ExpressionAttributeNames={"#expires": "expires", "#used": "used"},
                ExpressionAttributeValues={":used": {"S": user}},
            )
        except EffectFailed as error:
            if error.kind == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def _update(self, key: str, condition: str, values: dict[str, int], compared: dict[str, int]) -> None:
        answer = self._dynamodb.call(
            "update_item",
            TableName=self._table,
            Key={"id": {"S": key}},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
            ConditionExpression=condition,
            ExpressionAttributeNames={f"#{name}": name for name in values},
            ExpressionAttributeValues={f":{name}": {"N": str(value)} for name, value in (values | compared).items()},
            ReturnValues="UPDATED_NEW",
        )
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
    sid, used = (item[name]["S"] if name in item else None for name in ("sid", "used"))
    return item["id"]["S"], Kept(int(item["expires"]["N"]), cut_off, sid, used)
