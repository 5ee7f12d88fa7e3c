"""The standard clients, each started once for all tests of this folder."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from local.cognito_domain.application import application as cognito_application
from local.saml_provider.certificate import KeyPair
from local.servers import Server
from local.system import LocalSystem
from tests.browser.album import Album
from tests.browser.clients import apache, node_app, single_page
from tests.browser.clients.sites import AWS_AMPLIFY, MOD_AUTH_OPENIDC, OIDC_CLIENT_TS, OPENID_CLIENT, Sites
from tests.browser.clients.visitors import (
    AmplifyVisitor,
    ClientVisitor,
    ModAuthOpenidcVisitor,
    OidcClientTsVisitor,
    OpenidClientVisitor,
)
from tests.browser.watching import watched
from tests.left_out import leave_out

HERE = Path(__file__).parent
INSTALL = "tests/browser/install"
KINDS: dict[str, type[ClientVisitor]] = {
    OIDC_CLIENT_TS: OidcClientTsVisitor,
    AWS_AMPLIFY: AmplifyVisitor,
    OPENID_CLIENT: OpenidClientVisitor,
    MOD_AUTH_OPENIDC: ModAuthOpenidcVisitor,
}
# The fixture that serves each.
SERVED_BY = {OIDC_CLIENT_TS: "pages", AWS_AMPLIFY: "pages", OPENID_CLIENT: "node", MOD_AUTH_OPENIDC: "httpd"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of this folder where the clients are not installed."""
    ours = [item for item in items if HERE in item.path.parents]
    if ours and (missing := what_is_missing()):
        leave_out(config, items, ours, f"tests of standard clients left out: {missing} missing (run {INSTALL})")


def what_is_missing() -> str:
    """What this machine lacks of the clients; an empty string when it lacks nothing."""
    wanted = {"the npm packages": single_page.ESBUILD, "Apache": apache.PROGRAM, "mod_auth_openidc": apache.MODULE}
    return ", ".join(name for name, path in wanted.items() if not path.exists())


@pytest.fixture(scope="session")
def pages(system: LocalSystem, sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The single-page apps, and the Cognito domain under TLS, without which AWS Amplify sends nobody there."""
    folder = tmp_path_factory.mktemp("single-page")
    pair = KeyPair.create(folder / "tls", "localhost")
    with ExitStack() as servers:
        for server in (
            Server(single_page.application(system, sites, folder), sites.pages_port),
            Server(cognito_application(system.domain), sites.domain_port, (str(pair.certificate), str(pair.private))),
        ):
            servers.callback(server.stop)
            server.start()
        yield


@pytest.fixture(scope="session")
def node(system: LocalSystem, sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The web app with openid-client."""
    process = node_app.process(system, sites, tmp_path_factory.mktemp("node"))
    with ExitStack() as cleanup:
        cleanup.callback(process.stop)
        process.start()
        process.wait_for_answer(f"http://127.0.0.1:{sites.node_port}/{OPENID_CLIENT}/")
        yield


@pytest.fixture(scope="session")
def httpd(system: LocalSystem, sites: Sites) -> Iterator[None]:
    """Apache with mod_auth_openidc."""
    folder = Path(tempfile.mkdtemp(prefix="mod-auth-openidc-"))
    folder.chmod(0o755)  # Apache reads its pages with the rights of another user
    process = apache.process(system, sites, folder)
    with ExitStack() as cleanup:
        cleanup.callback(shutil.rmtree, folder)
        cleanup.callback(process.stop)
        process.start()
        process.wait_for_answer(f"http://127.0.0.1:{sites.apache_port}/{MOD_AUTH_OPENIDC}/")
        yield


@pytest.fixture
def visit_client(
    request: pytest.FixtureRequest, browser: Browser, system: LocalSystem, album: Album
) -> Iterator[Callable[[str], ClientVisitor]]:
    """Gives a person with a new browser, by the name of the client."""
    with ExitStack() as contexts, watched(request) as visitors:

        def new(name: str) -> ClientVisitor:
            request.getfixturevalue(SERVED_BY[name])
            # The certificate of the Cognito domain is of this run.
            context = browser.new_context(ignore_https_errors=name == AWS_AMPLIFY)
            contexts.callback(context.close)
            visitor = KINDS[name](context, system, name, album)
            visitors.append(visitor)
            return visitor

        yield new
