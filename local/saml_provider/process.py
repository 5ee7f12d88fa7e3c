"""Starting SimpleSAMLphp with PHP's own server, as a process of its own."""

import shutil
from pathlib import Path

from local.aws import bare_environment
from local.errors import LocalError
from local.places import Places
from local.processes import Process
from local.saml_provider.setup import SamlSetup

# Where Debian's package lies.
PAGES = Path("/usr/share/simplesamlphp/www")
SETTINGS = Path(__file__).resolve().parent / "settings"
INSTALL = "local/saml_provider/install"


def what_is_missing() -> str:
    """A sentence that names what this machine lacks for SAML; an empty string when it lacks nothing."""
    lacking = [program for program in ("php", "xmlsec1") if shutil.which(program) is None]
    lacking += [] if PAGES.is_dir() else ["SimpleSAMLphp"]
    return f"{', '.join(lacking)} missing (run {INSTALL}, on Debian)" if lacking else ""


def saml_process(places: Places, setup: SamlSetup) -> Process:
    """SimpleSAMLphp's process, not started yet. Raises LocalError with one sentence when it is not installed."""
    if missing := what_is_missing():
        raise LocalError(f"{missing}.")
    environment = bare_environment() | {
        "SIMPLESAMLPHP_CONFIG_DIR": str(SETTINGS),
        "SAML_PROVIDER_SETUP": str(setup.write()),
    }
    # Quiet (-q), because its log names whole queries.
    command = ["php", "-q", "-S", f"127.0.0.1:{setup.port}", "-t", str(PAGES)]
    return Process("the SAML provider", command, environment, places.logs("saml-provider"))
