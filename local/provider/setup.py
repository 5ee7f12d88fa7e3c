"""What a run decides about the provider before it starts: its client, its one user, its key."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from local.places import Places

FILE = "setup.json"


@dataclass(frozen=True, slots=True, repr=False)
class ProviderSetup:
    """Made anew for each run and handed to the provider's process as a file that only its owner reads."""

    folder: str
    site: str
    port: int
    callback: str
    signed_out: str
    client_id: str
    client_secret: str
    username: str
    password: str
    signing_key: str
    padding: int = 0

    @classmethod
    def create(cls, places: Places, padding: int = 0) -> Self:
        """A setup with a fresh key and fresh random secrets, whose client is Cognito at `places`.

        Its ID tokens are longer by `padding` characters and a third: some providers' name a hundred groups.
        """
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(
            folder=str(places.root / "provider"),
            site=places.provider,
            port=places.provider_port,
            callback=f"{places.cognito}/oauth2/idpresponse",
            signed_out=f"{places.logout}/logout/return",
            client_id="cognito",
            client_secret=secrets.token_urlsafe(24),
            username="ada",
            password=secrets.token_urlsafe(12),
            signing_key=pem.decode(),
            padding=padding,
        )

    @property
    def issuer(self) -> str:
        """The issuer, below which the discovery document lies."""
        return f"{self.site}/o"

    def write(self) -> Path:
        """Write it to its folder and return the file."""
        folder = Path(self.folder)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)))
        return path

    @classmethod
    def read(cls, path: Path) -> Self:
        """The setup in a file that `write` wrote."""
        return cls(**json.loads(path.read_text()))
