"""LemonLDAP::NG's files of a run: an .ini that says where the configuration lies, and the configuration.

Whatever is not named here is as LemonLDAP::NG has it by default (Lemonldap::NG::Common::Conf::DefaultValues), such as
the page that asks before it signs out. Nothing lies in the package's own folders.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

# Where Debian's package lies.
PACKAGE = Path("/usr/share/lemonldap-ng/portal")
FOLDER, FILE = "lemonldap", "lmConf-1.json"
CLIENT = "cognito"
OPTION = "oidcRPMetaDataOptions"


def write(root: Path, settings: Mapping[str, Any], package: Path = PACKAGE) -> Path:
    """Write both files anew below `root`, for their owner's eyes alone, and return the .ini."""
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("", "sessions", "locks", "cache"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    write_configuration(root, {**storage(folder), **settings})
    ini = folder / "lemonldap-ng.ini"
    ini.write_text(
        f"""[all]
logLevel = warn
[configuration]
type = File
dirName = {folder}
[portal]
staticPrefix = /static
templateDir = {package / "templates"}
languages = en
"""
    )
    return ini


def write_configuration(root: Path, settings: Mapping[str, Any]) -> None:
    """Write the configuration, which the portal reads when it starts."""
    file = root / FOLDER / FILE
    file.touch(mode=0o600)
    file.write_text(json.dumps(settings))


def set_options(root: Path, options: Mapping[str, int]) -> None:
    """Set options of the client in a configuration that is there; the portal must start anew."""
    settings = json.loads((root / FOLDER / FILE).read_text())
    settings["oidcRPMetaDataOptions"][CLIENT] |= {OPTION + name: value for name, value in options.items()}
    write_configuration(root, settings)


def storage(folder: Path) -> dict[str, Any]:
    """Where sessions and caches lie, and what the portal does not start without."""
    files = {"Directory": str(folder / "sessions"), "LockDirectory": str(folder / "locks")}
    return {
        "cfgNum": 1,
        "cfgDate": 1,
        "locationRules": {},
        # It loads its captcha even where none is asked for; that one needs ImageMagick, this plugin does nothing.
        "captcha": "::Main::Plugin",
        "globalStorage": "Apache::Session::File",
        "globalStorageOptions": files | {"generateModule": "Lemonldap::NG::Common::Apache::Session::Generate::SHA256"},
        "persistentStorage": "Apache::Session::File",
        "persistentStorageOptions": files,
        "localSessionStorage": "Cache::FileCache",
        "localSessionStorageOptions": {"namespace": "sessions", "cache_root": str(folder / "cache")},
    }


def issuer(client_id: str, client_secret: str, callback: str, signed_out: str, backchannel: str) -> dict[str, Any]:
    """The OpenID issuer with a key of this run, and its one client."""
    options = {
        "ClientID": client_id,
        "ClientSecret": client_secret,
        "RedirectUris": callback,
        "PostLogoutRedirectUris": signed_out,
        "IDTokenSignAlg": "RS256",
        # The embedded AWS maps claims of the ID token, where the standard would leave them to the userinfo endpoint.
        "IDTokenForceClaims": 1,
        # After a page that asks for consent, the next logout ends at the portal and does not return (2.16.1).
        "BypassConsent": 1,
        # 2.16.1 sends nothing; what is unpacked beside it does.
        "LogoutUrl": backchannel,
        "LogoutType": "back",
        "LogoutSessionRequired": 1,
    }
    return signing_keys() | {
        "issuerDBOpenIDConnectActivation": 1,
        "oidcRPMetaDataOptions": {CLIENT: {OPTION + name: value for name, value in options.items()}},
        "oidcRPMetaDataExportedVars": {CLIENT: {"email": "mail", "name": "cn"}},
    }


def signing_keys() -> dict[str, str]:
    """A fresh pair of keys for ID tokens."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return {
        "oidcServicePrivateKeySig": private.decode(),
        "oidcServicePublicKeySig": public.decode(),
        "oidcServiceKeyIdSig": "of-this-run",
    }
