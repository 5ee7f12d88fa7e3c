"""The retry queue: SQS keeps the messages, KMS seals the tokens in them, so that who reads the queue has nothing."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import replace

from coordinator.adapters.aws import AwsApi
from coordinator.core import messages
from coordinator.core.messages import Kind, Message
from coordinator.errors import EffectFailed, SealBroken

NO_CIPHERTEXT = frozenset({"InvalidCiphertextException", "IncorrectKeyException", "ValidationException"})
"""What KMS says of forged, moved and damaged ones, of another key's, and of those that are empty or too long
(AWS KMS API reference, "Decrypt" and "Common Errors")."""
NO_QUEUE = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})
"""SQS's word for a queue that is not there, in its two protocols (Amazon SQS API reference, "SendMessage")."""


def queue_of(url: str, kind: Kind) -> str:
    """Return the URL of the queue for a kind of message, where that of the first one is `url`.

    Global sign-outs have a minute: behind thousands of revocations they would be too late.
    """
    return f"{url}-global" if kind is Kind.GLOBAL else url


class RetryQueue:
    """Two queues, one for global sign-outs alone; their dead letters lie in one whose name ends with `-dead`."""

    def __init__(self, url: str, key: str) -> None:
        """Take the first queue's `url`, and the ARN or alias of the `key` that seals."""
        self._url, self._key = url, key
        self._sqs, self._kms = AwsApi("sqs"), AwsApi("kms")

    def make_ready(self) -> None:
        """Import what `put` needs: it has little time where the effects had much."""
        self._kms.make_ready()
        self._sqs.make_ready()

    def put(self, message: Message, tokens: Sequence[str], delay: int) -> None:
        """Seal `tokens` into the message, and queue it to be read in `delay` seconds. Raises EffectFailed."""
        sealed = tuple(self._seal(message, token) for token in tokens)
        self.put_again(replace(message, sealed=sealed), delay)

    def put_again(self, message: Message, delay: int) -> None:
        """Queue a message that is sealed already, to be read in `delay` seconds. Raises EffectFailed."""
        home, body = queue_of(self._url, message.kind), messages.pack(message)
        try:
            self._send(home, body, delay)
        except EffectFailed as error:
            if home == self._url or error.kind not in NO_QUEUE:
                raise
            self._send(self._url, body, delay)  # a stack of one's own may have but the first

    def tokens(self, message: Message) -> tuple[str, ...]:
        """Return the refresh tokens of a message; raises SealBroken for none of ours, else EffectFailed."""
        return tuple(self._open(message, one) for one in message.sealed)

    def bury(self, message: Message, reason: str) -> None:
        """Leave a record without any token in the dead-letter queue. Raises EffectFailed."""
        self._send(f"{self._url}-dead", messages.record(message, reason), 0)

    def bury_unread(self, message_id: str) -> None:
        """Leave a record of a message that nobody can read, by its id at SQS. Raises EffectFailed."""
        self._send(f"{self._url}-dead", json.dumps({"reason": "unreadable_message", "message_id": message_id}), 0)

    def _send(self, url: str, body: str, delay: int) -> None:
        answer = self._sqs.call("send_message", QueueUrl=url, MessageBody=body, DelaySeconds=delay)
        if "MessageId" not in answer:
            raise EffectFailed("unreadable_answer", retryable=True)

    def _seal(self, message: Message, token: str) -> str:
        answer = self._kms.call("encrypt", KeyId=self._key, Plaintext=token.encode(), EncryptionContext=_about(message))
        if not answer.get("CiphertextBlob"):
            raise EffectFailed("unreadable_answer", retryable=True)
        return b64encode(answer["CiphertextBlob"]).decode()

    def _open(self, message: Message, sealed: str) -> str:
        try:
            blob = b64decode(sealed, validate=True)
            answer = self._kms.call("decrypt", KeyId=self._key, CiphertextBlob=blob, EncryptionContext=_about(message))
            return str(answer["Plaintext"], "utf-8")
        except EffectFailed as error:
            if error.kind in NO_CIPHERTEXT:
                raise SealBroken("retry") from error
            raise
        except ValueError as error:
            raise SealBroken("retry") from error
        except KeyError as error:
            raise EffectFailed("unreadable_answer", retryable=True) from error


def _about(message: Message) -> dict[str, str]:
    """Return what a ciphertext is bound to: moved into another message it does not open."""
    return {"logout_id": message.logout_id, "client_id": message.client_id}
