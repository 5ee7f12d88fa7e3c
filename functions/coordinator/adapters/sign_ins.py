"""The store of sign-ins: one DynamoDB table, where what could be misused is sealed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from coordinator.adapters.aws import AwsApi
from coordinator.core import sign_ins
from coordinator.core.model import Purpose
from coordinator.core.sign_ins import SignIn
from coordinator.dependencies import Sealer
from coordinator.errors import EffectFailed, SealBroken

OLDER = "attribute_not_exists(#expires) OR #expires < :expires"
MOST_TOLD = 200
"""Sign-ins through one session that are told: some 50 KB, where a script can make megabytes."""
NO_TIME = 0
"""The sort key of what is not about one sign-in."""

type Item = Mapping[str, Any]


class SignInStore:
    """One table: `id` says whose or through what, `at` when (ms), `expires` is the table's time to live (s)."""

    def __init__(self, table: str, seals: Sealer, clock: Callable[[], float]) -> None:
        """Take the table's name; without signing keys in `seals` nothing is kept, and `latest` tells no secrets."""
        self._table = table
        self._seals = seals
        self._clock = clock
        self._dynamodb = AwsApi("dynamodb")

    def make_ready(self) -> None:
        """Load what the first call needs, so that its deadline is for the call alone; what is wrong the call meets."""
        self._dynamodb.make_ready()

    def keep(self, sign_in: SignIn, expires: int) -> None:
        """Write a sign-in by one call, until `expires` (s). Raises EffectFailed.

        Which user it is goes beside it only where the name alone does not tell: whether the trigger is given the name
        of a linked user is documented nowhere, and its usual one must not take the place of what the pool has told.
        """
        sealed = self._seals.seal(Purpose.REMEMBERED, sign_ins.pack(sign_in, expires))
        user = {"username": {"S": sign_in.username}, "expires": {"N": str(expires)}}
        whole = {**user, "client_id": {"S": sign_in.client_id}, "sealed": {"S": sealed}}
        items = [_item(sign_ins.of_person(sign_in.provider, sign_in.subject), sign_in.at, whole)]
        if sign_in.sid is not None:
            through = {**user, "client_id": {"S": sign_in.client_id}, "subject": {"S": sign_in.subject}}
            items.append(_item(sign_ins.of_session(sign_in.provider, sign_in.sid), sign_in.at, through))
        if sign_in.username != sign_ins.usual_username(sign_in.provider, sign_in.subject):
            items.append(_item(sign_ins.of_link(sign_in.provider, sign_in.subject), NO_TIME, user))
        requests = [{"PutRequest": {"Item": item}} for item in items]
        answer = self._dynamodb.call("batch_write_item", RequestItems={self._table: requests})
        if "UnprocessedItems" not in answer:
            raise EffectFailed("unreadable_answer", retryable=True)
        if answer["UnprocessedItems"]:
            raise EffectFailed("throttled", retryable=True)

    def latest(self, provider: str, subject: str, until: int) -> SignIn | None:
        """Return the last sign-in of a person at or before `until` (ms), None when none is kept. Raises EffectFailed.

        What was sealed is None where no signing key of today opens it.
        """
        key = sign_ins.of_person(provider, subject)
        items = self._query(key, "#at <= :last", {":last": until}, ScanIndexForward=False, Limit=1)
        return self._opened(provider, subject, items[0]) if items else None

    def through(self, provider: str, sid: str) -> tuple[SignIn, ...]:
        """Return the latest sign-ins through a session at a provider, without what is sealed. Raises EffectFailed."""
        items = self._query(sign_ins.of_session(provider, sid), ScanIndexForward=False, Limit=MOST_TOLD)
        return tuple(_sign_in(provider, _text(item, "subject"), item) for item in reversed(items))

    def between(self, provider: str, subject: str, first: int, last: int) -> tuple[int, ...]:
        """Return when (ms) a person signed in from `first` to `last`, both included. Raises EffectFailed."""
        ends = {":first": first, ":last": last}
        items = self._query(sign_ins.of_person(provider, subject), "#at BETWEEN :first AND :last", ends)
        return tuple(_number(item, "at") for item in items)

    def username(self, provider: str, subject: str) -> str | None:
        """Return which user a person is, None when nothing but the usual name is known. Raises EffectFailed."""
        items = self._query(sign_ins.of_link(provider, subject))
        return _text(items[0], "username") if items else None

    def link(self, provider: str, subject: str, username: str, expires: int) -> None:
        """Write which user a person is, unless something newer is there. Raises EffectFailed."""
        try:
            answer = self._dynamodb.call(
                "update_item",
                TableName=self._table,
                Key=_item(sign_ins.of_link(provider, subject), NO_TIME, {}),
                UpdateExpression="SET #username = :username, #expires = :expires",
                ConditionExpression=OLDER,
                ExpressionAttributeNames={"#username": "username", "#expires": "expires"},
                ExpressionAttributeValues={":username": {"S": username}, ":expires": {"N": str(expires)}},
                ReturnValues="UPDATED_NEW",
            )
        except EffectFailed as error:
            if error.kind != "ConditionalCheckFailedException":
                raise
            return
        if "expires" not in answer.get("Attributes", {}):
            raise EffectFailed("unreadable_answer", retryable=True)

    def _query(self, key: str, times: str = "", values: Mapping[str, int] | None = None, **more: Any) -> Sequence[Item]:
        """Return the items under `key`, page by page unless `more` limits them, in order of time, none expired."""
        names = {"#id": "id", "#at": "at"} if times else {"#id": "id"}
        asked: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": f"#id = :id AND {times}" if times else "#id = :id",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": {":id": {"S": key}, **{k: {"N": str(v)} for k, v in (values or {}).items()}},
            "ConsistentRead": True,
            **more,
        }
        found: list[Item] = []
        while True:
            answer = self._dynamodb.call("query", **asked)
            if "Items" not in answer:
                raise EffectFailed("unreadable_answer", retryable=True)
            found += answer["Items"]
            if "Limit" in more or not answer.get("LastEvaluatedKey"):
                now = self._clock()
                return [item for item in found if _number(item, "expires") > now]
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _opened(self, provider: str, subject: str, item: Item) -> SignIn:
        known = _sign_in(provider, subject, item)
        try:
            content = self._seals.open(Purpose.REMEMBERED, _text(item, "sealed"))
        except SealBroken:
            return known
        return sign_ins.unpack(content, known, int(self._clock())) or known


def _item(key: str, at: int, attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": {"S": key}, "at": {"N": str(at)}, **attributes}


def _sign_in(provider: str, subject: str, item: Item) -> SignIn:
    return SignIn(provider, subject, _text(item, "username"), _text(item, "client_id"), _number(item, "at"))


def _text(item: Item, name: str) -> str:
    try:
        return str(item[name]["S"])
    except (KeyError, TypeError) as error:
        raise EffectFailed("unreadable_answer", retryable=True) from error


def _number(item: Item, name: str) -> int:
    try:
        return int(item[name]["N"])
    except (KeyError, TypeError, ValueError) as error:
        raise EffectFailed("unreadable_answer", retryable=True) from error
