"""What a run decides about the portal before it starts, and its process."""

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from local.aws import bare_environment
from local.errors import LocalError
from local.lemonldap import configuration
from local.lemonldap.configuration import CLIENT, PACKAGE
from local.other_providers import OpenIdProvider
from local.places import PROVIDER_NAME, Places
from local.processes import Process

INSTALL, UNPACK = "local/lemonldap/install", "local/lemonldap/unpack-newer"
NAME = "LemonLdap"
# How the stage file says that this provider signs out.
PROFILE = "lemonldap"
INDEX = Path("htdocs", "index.psgi")
# Unpacked beside the installed one.
NEWER = Path(__file__).resolve().parent / "newer"
# Modules that the issuer loads and Debian's package does not depend on.
MODULES = [Path("/usr/share/perl5") / module for module in ("IO/String.pm", "String/Random.pm")]
# One of the sample accounts of its demonstration mode, whose passwords are their names.
PERSON = "rtyler"


def what_is_missing() -> str:
    """A sentence that names what this machine lacks; an empty string when it lacks nothing."""
    lacking = [] if shutil.which("plackup") else ["plackup"]
    lacking += [] if all(file.is_file() for file in (PACKAGE / INDEX, *MODULES)) else ["LemonLDAP::NG"]
    return f"{', '.join(lacking)} missing (run {INSTALL}, on Debian)" if lacking else ""


def newer_is_missing() -> str:
    """The same for the version that knows the back channel."""
    lacking = "" if (NEWER / "usr/share/perl5").is_dir() else f"a newer LemonLDAP::NG missing (run {UNPACK}, on Debian)"
    return what_is_missing() or lacking


def newer(places: Places) -> OpenIdProvider:
    """The provider in the version that knows the back channel. Its tokens have no `exp`, and no `typ` of their own."""
    if missing := newer_is_missing():
        raise LocalError(f"{missing}.")
    modules = [NEWER / "usr/share/perl5", *NEWER.glob("usr/lib/*/perl5/*")]
    libraries = {"PERL5LIB": ":".join(map(str, modules))}
    libraries |= {"LD_LIBRARY_PATH": ":".join(str(folder) for folder in NEWER.glob("usr/lib/*-linux-gnu*"))}
    return provider(places, NEWER / PACKAGE.relative_to("/"), libraries, "compat = true\n")


def provider(
    places: Places, package: Path = PACKAGE, libraries: Mapping[str, str] = MappingProxyType({}), signals: str = ""
) -> OpenIdProvider:
    """The provider, not started yet. Raises LocalError with one sentence when it is not installed.

    `libraries` say where its modules lie, if not where Debian's do; `signals` is the stage file's on its logout tokens.
    """
    if missing := what_is_missing():
        raise LocalError(f"{missing}.")
    secret, issuer = secrets.token_urlsafe(24), f"{places.lemonldap}/"
    settings = configuration.issuer(
        CLIENT,
        secret,
        f"{places.cognito}/oauth2/idpresponse",
        f"{places.logout}/logout/return",
        f"{places.logout}/backchannel-logout/{NAME}",
    )
    settings |= {"portal": issuer, "domain": PROVIDER_NAME, "key": secrets.token_urlsafe(24)}
    # The demonstration mode is what it has by default; it lets nobody register or change a password here.
    settings |= {"authentication": "Demo", "userDB": "Same", "passwordDB": "", "registerDB": "Null"}
    ini = configuration.write(places.root, settings, package)
    environment = bare_environment() | {"LLNG_DEFAULTCONFFILE": str(ini)} | dict(libraries)
    # One request at a time, each in this one process. `deployment` writes no access log, which names whole queries.
    command = ["plackup", "--env", "deployment", "--server", "HTTP::Server::PSGI"]
    command += ["--host", PROVIDER_NAME, "--port", str(places.behind(places.lemonldap_port)), str(package / INDEX)]
    return OpenIdProvider(
        name=NAME,
        app="library",
        profile=PROFILE,
        issuer=issuer,
        client_id=CLIENT,
        client_secret=secret,
        typed={"user": PERSON, "password": PERSON},
        process=Process("LemonLDAP::NG", command, environment, places.logs("lemonldap")),
        answers_prompt_none=False,
        signals=signals,
    )


def switch(places: Places, portal: OpenIdProvider, **options: int) -> None:
    """Set options of the client as an administrator would, by the end of their names, and start the portal anew.

    Sessions lie in files and outlive the process.
    """
    configuration.set_options(places.root, options)
    portal.process.stop()
    portal.process.start()
    portal.process.wait_for_answer(portal.discovery)
