"""A double of Cognito's servers and of a provider's discovery document, on loopback; it records and misbehaves."""

import base64
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.functional.misbehaviour import MISBEHAVIOURS, CallerHungUp
from tests.functional.tokens import ISSUER, POOL, key_set

REVOKE = "/oauth2/revoke"
KEYS = f"/{POOL}/.well-known/jwks.json"
POOL_DISCOVERY = f"/{POOL}/.well-known/openid-configuration"
DISCOVERY = "/corp/.well-known/openid-configuration"
CORP_KEYS = "/corp/jwks.json"
GLOBAL_SIGN_OUT = "GlobalSignOut"
ADMIN_SIGN_OUT = "AdminUserGlobalSignOut"
GET_USER = "GetUser"
ADMIN_GET_USER = "AdminGetUser"
SEND_MESSAGE = "SendMessage"
ENCRYPT = "Encrypt"
DECRYPT = "Decrypt"
UPDATE_ITEM = "UpdateItem"
BATCH_GET_ITEM = "BatchGetItem"
BATCH_WRITE_ITEM = "BatchWriteItem"
QUERY = "Query"


@dataclass(frozen=True)
class Call:
    """One request: `name` is the path, or for the cognito-idp API the operation."""

    name: str
    headers: dict[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form body."""
        return {name: values[0] for name, values in parse_qs(self.body, strict_parsing=True).items()}

    @property
    def json(self) -> dict[str, Any]:
        """The members of a JSON body."""
        document: dict[str, Any] = json.loads(self.body)
        return document


@dataclass
class Cognito:
    """What the double was asked, what it answers, and how it misbehaves: one for each test."""

    base: str
    calls: list[Call] = field(default_factory=list)
    misbehaving: dict[str, str] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=lambda: key_set("pool"))
    discovery: dict[str, Any] = field(default_factory=dict)
    refused_tokens: set[str] = field(default_factory=set)
    attributes: dict[str, str] = field(default_factory=dict)
    hung_up: list[CallerHungUp] = field(default_factory=list)
    sealed: dict[str, dict[str, Any]] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)
    listed: dict[str, dict[str, int | str]] = field(default_factory=dict)
    provider_keys: dict[str, Any] = field(default_factory=lambda: key_set("corp"))
    items: list[dict[str, Any]] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """The issuer of the provider `Corp`."""
        return f"{self.base}/corp"

    @property
    def user(self) -> dict[str, object]:
        """What GetUser and AdminGetUser answer."""
        attributes = [{"Name": name, "Value": value} for name, value in self.attributes.items()]
        return {"Username": "Corp_mary", "UserAttributes": attributes}

    @property
    def is_ordinary(self) -> bool:
        """Whether every document that a caller may cache is as usual."""
        documents = {KEYS, DISCOVERY, POOL_DISCOVERY, CORP_KEYS}
        usual = (key_set("pool"), key_set("corp"), self.usual_discovery)
        return not documents & self.misbehaving.keys() and (self.keys, self.provider_keys, self.discovery) == usual

    @property
    def usual_discovery(self) -> dict[str, str]:
        """What the provider's discovery says where nothing else is told."""
        issuer = self.issuer
        return {
            "issuer": issuer,
            "end_session_endpoint": f"{issuer}/end-session",
            "jwks_uri": f"{self.base}{CORP_KEYS}",
        }

    @property
    def effects(self) -> list[Call]:
        """The calls that end something, in the order in which they came."""
        return [call for call in self.calls if call.name in (REVOKE, GLOBAL_SIGN_OUT, ADMIN_SIGN_OUT)]

    @property
    def revoked(self) -> list[str]:
        """The refresh tokens that were revoked, in order."""
        return [call.form["token"] for call in self.calls if call.name == REVOKE]

    def called(self, name: str) -> list[Call]:
        """The calls with this path or operation."""
        return [call for call in self.calls if call.name == name]

    def answer(self, call: Call) -> tuple[int, object]:
        """Status and JSON content (None: no body) for a call that is not misbehaved at."""
        answers: dict[str, Callable[[], object]] = {
            KEYS: lambda: self.keys,
            DISCOVERY: lambda: self.discovery,
            CORP_KEYS: lambda: self.provider_keys,
            POOL_DISCOVERY: lambda: {"issuer": ISSUER, "end_session_endpoint": f"{self.base}/logout", "scopes": ["a"]},
            REVOKE: lambda: None,
            GLOBAL_SIGN_OUT: dict,
            ADMIN_SIGN_OUT: dict,
            GET_USER: lambda: self.user,
            ADMIN_GET_USER: lambda: self.user,
            SEND_MESSAGE: lambda: {"MessageId": str(len(self.calls))},
        }
        if call.name == GLOBAL_SIGN_OUT and call.json["AccessToken"] in self.refused_tokens:
            return 400, {"__type": "NotAuthorizedException", "message": "Access Token has been revoked"}
        if call.name == ENCRYPT:
            return self._encrypt(call.json)
        if call.name == DECRYPT:
            return self._decrypt(call.json)
        if call.name == UPDATE_ITEM:
            return self._update(call.json)
        if call.name == BATCH_GET_ITEM:
            return 200, self._looked_up(call.json)
        if call.name == BATCH_WRITE_ITEM:
            ((_, requests),) = call.json["RequestItems"].items()
            self.items += [one["PutRequest"]["Item"] for one in requests]
            return 200, {"UnprocessedItems": {}}
        if call.name == QUERY:
            return 200, {"Items": self._asked_for(call.json)}
        if call.name not in answers:
            return 404, {"error": "not_found"}
        return 200, answers[call.name]()

    def _encrypt(self, asked: dict[str, Any]) -> tuple[int, object]:
        """As KMS: a ciphertext that opens for the same key and context alone, of 4,096 bytes at most."""
        if len(base64.b64decode(asked["Plaintext"])) > 4096:
            return 400, {"__type": "ValidationException"}
        blob = base64.b64encode(secrets.token_bytes(16)).decode()
        self.sealed[blob] = asked
        return 200, {"CiphertextBlob": blob}

    def _decrypt(self, asked: dict[str, Any]) -> tuple[int, object]:
        kept = self.sealed.get(asked["CiphertextBlob"], {})
        if any(kept.get(name) != asked.get(name) for name in ("KeyId", "EncryptionContext")):
            return 400, {"__type": "InvalidCiphertextException"}
        return 200, {"Plaintext": kept["Plaintext"]}

    def _update(self, asked: dict[str, Any]) -> tuple[int, object]:
        """As DynamoDB, of whose conditions two are heeded: whether the item is there, and whether a note was used."""
        key, condition = asked["Key"]["id"]["S"], asked.get("ConditionExpression", "")
        values = {name[1:]: value for name, value in asked["ExpressionAttributeValues"].items()}
        claims = condition == "attribute_not_exists(#expires)"
        if claims and key in self.claimed:
            return 400, {"__type": "ConditionalCheckFailedException"}
        self.claimed |= {key} if claims else set()
        if "#used" in asked["ExpressionAttributeNames"]:
            return self._noted(key, condition, {name: _plain(value) for name, value in values.items()})
        if claims:
            self.listed[key] = {"expires": int(values["expires"]["N"])}
        return 200, {"Attributes": {"expires": values["expires"]}}

    def _noted(self, key: str, condition: str, values: dict[str, int | str]) -> tuple[int, object]:
        """Take the note of a hop, or let a token use it."""
        known = self.listed.get(key)
        if not condition:
            self.listed[key] = values
        elif known is None or known.get("used", values["used"]) != values["used"]:
            return 400, {"__type": "ConditionalCheckFailedException"}
        else:
            known |= values
        return 200, {}

    def denied(self) -> dict[str, dict[str, int]]:
        """What was written to the revocation list, by key: the last write of each."""
        written = [call.json for call in self.called(UPDATE_ITEM)]
        written = [one for one in written if "#used" not in one["ExpressionAttributeNames"]]
        return {
            one["Key"]["id"]["S"]: {
                name.removeprefix(":"): int(value["N"]) for name, value in one["ExpressionAttributeValues"].items()
            }
            for one in written
        }

    def _looked_up(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What `listed` has of the keys asked for."""
        ((table, wanted),) = asked["RequestItems"].items()
        ids = [key["id"]["S"] for key in wanted["Keys"]]
        items = [
            {"id": {"S": one}, **{name: _typed(value) for name, value in self.listed[one].items()}}
            for one in ids
            if one in self.listed
        ]
        return {"Responses": {table: items}, "UnprocessedKeys": {}}

    def _asked_for(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        """The items of one key within the times that are asked for, in their order or the last one first."""
        values = asked["ExpressionAttributeValues"]
        ends = [int(values[name]["N"]) if name in values else None for name in (":first", ":last")]
        times = [(int(one["at"]["N"]), one) for one in self.items if one["id"] == values[":id"]]
        times = [(at, one) for at, one in times if (ends[0] is None or at >= ends[0])]
        found = [(at, one) for at, one in times if (ends[1] is None or at <= ends[1])]
        found.sort(key=lambda pair: pair[0], reverse=asked.get("ScanIndexForward") is False)
        return [one for _, one in found][: asked.get("Limit")]

    def queued(self, queue: str) -> list[tuple[str, int]]:
        """The messages that a queue was sent, each with the seconds that it is kept back."""
        sent = [call.json for call in self.called(SEND_MESSAGE)]
        return [(one["MessageBody"], one["DelaySeconds"]) for one in sent if one["QueueUrl"] == queue]


def _typed(value: int | str) -> dict[str, str]:
    return {"N": str(value)} if isinstance(value, int) else {"S": value}


def _plain(value: dict[str, str]) -> int | str:
    return int(value["N"]) if "N" in value else value["S"]


class _Handler(BaseHTTPRequestHandler):
    server: "CognitoServer"

    def do_GET(self) -> None:
        self._serve(self.path.partition("?")[0], "")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        self._serve(operation or self.path, body)

    def _serve(self, name: str, body: str) -> None:
        cognito = self.server.cognito
        call = Call(name, {key.lower(): value for key, value in self.headers.items()}, body)
        cognito.calls.append(call)
        if way := cognito.misbehaving.get(name):
            return MISBEHAVIOURS[way](self, cognito.hung_up)
        status, content = cognito.answer(call)
        payload = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        if payload:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name that it has there
        """Keep quiet: the output of a test is searched for secrets."""


class CognitoServer(ThreadingHTTPServer):
    """Serves the double of the current test; one server for the whole run."""

    daemon_threads = True
    request_queue_size = 32

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.cognito = Cognito(f"http://127.0.0.1:{self.server_port}")
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def fresh(self) -> Cognito:
        """A double that was asked nothing yet, with a well-behaved provider."""
        self.cognito = Cognito(f"http://127.0.0.1:{self.server_port}")
        self.cognito.discovery = self.cognito.usual_discovery
        return self.cognito

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up in the middle of an answer is what some tests want."""
