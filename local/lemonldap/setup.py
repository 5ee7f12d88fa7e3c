"""What a run decides about the portal before it starts, and its process."""

import secrets
import shutil
from pathlib import Path

from local.aws import bare_environment
from local.errors import LocalError
from local.lemonldap import configuration
from local.lemonldap.configuration import CLIENT, PACKAGE
from local.other_providers import OpenIdProvider
from local.places import PROVIDER_NAME, Places
from local.processes import Process

INSTALL = "local/lemonldap/install"
NAME = "LemonLdap"
# How the stage file says that this provider signs out.
PROFILE = "lemonldap"
PORTAL = PACKAGE / "htdocs" / "index.psgi"
# Modules that the issuer loads and Debian's package does not depend on.
MODULES = [Path("/usr/share/perl5") / module for module in ("IO/String.pm", "String/Random.pm")]
# One of the sample accounts of its demonstration mode, whose passwords are their names.
PERSON = "rtyler"


def what_is_missing() -> str:
    """A sentence that names what this machine lacks; an empty string when it lacks nothing."""
    lacking = [] if shutil.which("plackup") else ["plackup"]
    lacking += [] if all(file.is_file() for file in (PORTAL, *MODULES)) else ["LemonLDAP::NG"]
    return f"{', '.join(lacking)} missing (run {INSTALL}, on Debian)" if lacking else ""


def provider(places: Places) -> OpenIdProvider:
    """The provider, not started yet. Raises LocalError with one sentence when it is not installed."""
    if missing := what_is_missing():
        raise LocalError(f"{missing}.")
    secret, issuer = secrets.token_urlsafe(24), f"{places.lemonldap}/"
    settings = configuration.issuer(
        CLIENT, secret, f"{places.cognito}/oauth2/idpresponse", f"{places.logout}/logout/return"
    )
    settings |= {"portal": issuer, "domain": PROVIDER_NAME, "key": secrets.token_urlsafe(24)}
    # The demonstration mode is what it has by default; it lets nobody register or change a password here.
    settings |= {"authentication": "Demo", "userDB": "Same", "passwordDB": "Null", "registerDB": "Null"}
    environment = bare_environment() | {"LLNG_DEFAULTCONFFILE": str(configuration.write(places.root, settings))}
    # One request at a time, each in this one process. `deployment` writes no access log, which names whole queries.
    command = ["plackup", "--env", "deployment", "--server", "HTTP::Server::PSGI"]
    command += ["--host", PROVIDER_NAME, "--port", str(places.behind(places.lemonldap_port)), str(PORTAL)]
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
    )


def switch(places: Places, portal: OpenIdProvider, **options: int) -> None:
    """Set options of the client as an administrator would, by the end of their names, and start the portal anew.

    Sessions lie in files and outlive the process.
    """
    configuration.set_options(places.root, options)
    portal.process.stop()
    portal.process.start()
    portal.process.wait_for_answer(portal.discovery)
