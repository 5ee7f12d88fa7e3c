"""Apache with mod_auth_openidc: a process of its own, with a configuration and pages written for each run."""

import secrets
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from local.aws import bare_environment
from local.processes import Process
from local.system import LocalSystem
from tests.browser.clients.sites import MOD_AUTH_OPENIDC, Sites

HERE = Path(__file__).resolve().parent / "mod_auth_openidc"
PROGRAM, MODULES = Path("/usr/sbin/apache2"), Path("/usr/lib/apache2/modules")
# Where Debian's package puts the module, and whom Debian's Apache runs as.
MODULE, OWNER = MODULES / "mod_auth_openidc.so", "www-data"
# Each page, by the end of its address: no file has an ending, since the addresses have none.
PAGES = {"front": "front.html", "account": "account.html", "signed-out": "signed_out.html"}


def process(system: LocalSystem, sites: Sites, folder: Path) -> Process:
    """Apache, not started yet. `folder` is new, and lies where everybody may read: Apache drops its rights."""
    client = system.pool.apps[MOD_AUTH_OPENIDC]
    values = {
        "name": client.name,
        "folder": folder,
        "host": client.host,
        "port": sites.apache_port,
        "owner": OWNER,
        "modules": MODULES,
        # Apache resolves no `logout.localhost`; what stands in the document are the names that browsers use.
        "logout": f"http://localhost:{system.places.logout_port}",
        "client_id": client.client_id,
        "secret": client.secret,
        "passphrase": secrets.token_urlsafe(24),
        "home": client.home,
        "path": f"/{client.name}/",
        "provider": client.provider,
        "signed_out": client.signed_out,
    }
    # What is filled in are addresses and names of this run, nothing that a stranger wrote; a configuration is no HTML.
    files = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined)  # noqa: S701
    pages = folder / "pages" / client.name
    pages.mkdir(parents=True)
    for place, file in PAGES.items():
        (pages / place).write_text(files.get_template(file).render(values))
    configuration = folder / "apache.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(files.get_template("apache.conf").render(values))
    command = [str(PROGRAM), "-f", str(configuration), "-D", "FOREGROUND"]
    return Process("Apache", command, bare_environment(), system.places.logs("apache"))
