"""A key and a certificate that signs itself, as SAML's metadata carries them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

VALID = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Two PEM files: the private key, which only its owner may read, and the certificate."""

    private: Path
    certificate: Path

    @classmethod
    def create(cls, folder: Path, name: str) -> "KeyPair":
        """A fresh pair for `name` (the certificate's common name) in `folder`, which is made; longer than a run."""
        folder.mkdir(parents=True, exist_ok=True)
        pair = cls(folder / "private.pem", folder / "certificate.pem")
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pair.private.touch(mode=0o600)
        pair.private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        pair.certificate.write_bytes(signed_by_itself(key, name).public_bytes(serialization.Encoding.PEM))
        return pair

    def certificate_text(self) -> str:
        """The certificate in base64 without line breaks, as metadata has it."""
        return "".join(self.certificate.read_text().splitlines()[1:-1])


def signed_by_itself(key: rsa.RSAPrivateKey, name: str) -> x509.Certificate:
    """A certificate of the key's public half, signed with the key."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    # An hour back, for whoever reads a clock that is slow.
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + VALID)
    return builder.sign(key, hashes.SHA256())
