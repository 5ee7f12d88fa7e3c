"""Starting a provider as a process of its own."""

import sys
from pathlib import Path

from local.aws import bare_environment
from local.places import REPOSITORY, Places
from local.processes import Process
from local.provider.setup import ProviderSetup


def provider_process(places: Places, setup: ProviderSetup) -> Process:
    """The provider's process, not started yet; it answers once its discovery document does."""
    environment = bare_environment() | {"PROVIDER_SETUP": str(setup.write()), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "local.provider"]
    return Process(f"the provider {setup.name}", command, environment, places.logs(Path(setup.folder).name))


def discovery(setup: ProviderSetup) -> str:
    """URL of the provider's discovery document (OpenID Connect Discovery 1.0, section 4)."""
    return f"{setup.issuer}/.well-known/openid-configuration"
