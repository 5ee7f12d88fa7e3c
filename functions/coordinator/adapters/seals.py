"""Sealed values: encrypted and authenticated, good for a while and for one purpose."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coordinator.core.model import Purpose
from coordinator.errors import SealBroken


class Seals:
    """Seals with the newest of the signing keys and opens with any; each purpose has keys of its own (HKDF)."""

    def __init__(self, signing_keys: Sequence[str], clock: Callable[[], float]) -> None:
        """Take `signing_keys` from oldest to newest; `clock` gives seconds since the epoch."""
        self._signing_keys = tuple(signing_keys)
        self._clock = clock
        self._boxes: dict[Purpose, MultiFernet] = {}

    def seal(self, purpose: Purpose, content: bytes) -> str:
        """Return `content` sealed, as URL-safe text."""
        sealed = self._box(purpose).encrypt_at_time(content, int(self._clock()))
        return sealed.decode()

    def length(self, content: bytes) -> int:
        """Return how many characters `content` has when it is sealed, without sealing it.

        Version, time, initialisation vector, whole blocks of 16 with at least one byte of padding, and HMAC, in base64
        (Fernet specification, https://github.com/fernet/spec/blob/master/Spec.md).
        """
        blocks = len(content) // 16 + 1
        return -(-(1 + 8 + 16 + 16 * blocks + 32) // 3) * 4

    def open(self, purpose: Purpose, sealed: str) -> bytes:
        """Return the content; raises SealBroken when it is forged, too old, or of another purpose."""
        try:
            if urlsafe_b64encode(urlsafe_b64decode(sealed)).decode() != sealed:
                raise SealBroken(purpose.value)  # the decoder overlooks what follows the padding
            return self._box(purpose).decrypt_at_time(sealed.encode(), purpose.seconds, int(self._clock()))
        except (InvalidToken, ValueError) as error:
            raise SealBroken(purpose.value) from error

    def _box(self, purpose: Purpose) -> MultiFernet:
        if purpose not in self._boxes:
            newest_first = [Fernet(_derived(key, purpose)) for key in reversed(self._signing_keys)]
            self._boxes[purpose] = MultiFernet(newest_first)
        return self._boxes[purpose]


def _derived(signing_key: str, purpose: Purpose) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"logout-coordinator {purpose}".encode())
    return urlsafe_b64encode(derivation.derive(signing_key.encode()))
