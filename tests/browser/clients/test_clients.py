"""Standard clients sign out by their own calls: whether everything is dead is asked at its owner."""

import re
import subprocess
from collections.abc import Callable

import pytest

from local.addresses import query_value
from local.node_oidc_provider.setup import NODE
from local.places import REPOSITORY
from local.system import LocalSystem
from tests.browser.clients.conftest import HERE, KINDS
from tests.browser.clients.sites import AWS_AMPLIFY, OIDC_CLIENT_TS, OPENID_CLIENT
from tests.browser.clients.visitors import ClientVisitor
from tests.browser.conftest import signed_in
from tests.browser.evidence import Evidence
from tests.browser.visitor import EVERYTHING, PROVIDER

# Those that send a `state`, and show their last page for the same one alone.
CHECK_STATE = {OIDC_CLIENT_TS, OPENID_CLIENT}
SECONDS = 20.0
# Asks Debian, whose package the module is, for its version: the module says it nowhere.
INSTALLED = ("/usr/bin/dpkg-query", "--show", "--showformat=${Version}\n", "libapache2-mod-auth-openidc")


@pytest.mark.parametrize("name", KINDS)
def test_a_librarys_own_sign_out_ends_everything(visit_client: Callable[[str], ClientVisitor], name: str) -> None:
    visitor = signed_in(visit_client(name))
    evidence = Evidence(visitor.system)
    visitor.sign_out()
    visitor.at_the_end()
    assert bool(query_value(visitor.page.url, "state")) == (name in CHECK_STATE)
    assert visitor.alive() == set()
    assert visitor.sign_in()
    assert evidence.distinct("completed") == 1


@pytest.mark.parametrize("name", [OIDC_CLIENT_TS, AWS_AMPLIFY, OPENID_CLIENT])
def test_who_is_not_signed_in_signs_out_all_the_same(visit_client: Callable[[str], ClientVisitor], name: str) -> None:
    visitor = visit_client(name)
    visitor.open_app()
    visitor.sign_out()
    visitor.at_the_end()


def test_with_cognitos_own_document_a_library_ends_at_an_error_and_leaves_the_providers_session(
    visit_client: Callable[[str], ClientVisitor],
) -> None:
    visitor = signed_in(visit_client(OIDC_CLIENT_TS))
    places, pool = visitor.system.places, visitor.system.pool
    document = visitor.context.request.get(f"{places.cognito}/{pool.pool_id}/.well-known/openid-configuration")
    visitor.context.route(f"{places.logout}/.well-known/*", lambda route: route.fulfill(response=document))
    visitor.sign_out()
    visitor.page.wait_for_url(f"{places.cognito}/error*")
    visitor.picture("at Cognito")
    visitor.complaints.forgive("400")
    assert visitor.alive() == {PROVIDER}


def test_oidc_client_ts_that_revokes_by_its_own_order_signs_nobody_out(
    visit_client: Callable[[str], ClientVisitor],
) -> None:
    visitor = signed_in(visit_client(OIDC_CLIENT_TS))
    visitor.page.get_by_role("button", name="the library alone").click()
    visitor.page.get_by_text("unsupported_token_type").wait_for()
    visitor.picture("refused")
    visitor.complaints.forgive("400")
    assert visitor.alive() == EVERYTHING


def test_aws_amplify_alone_leaves_the_providers_session(visit_client: Callable[[str], ClientVisitor]) -> None:
    visitor = signed_in(visit_client(AWS_AMPLIFY))
    visitor.page.get_by_role("button", name="the library alone").click()
    visitor.at_the_end()
    assert visitor.alive() == {PROVIDER}
    assert not visitor.sign_in()


def test_openid_client_takes_our_document_by_its_whole_address_alone(system: LocalSystem) -> None:
    base = f"http://localhost:{system.places.logout_port}"
    script = f"""import {{ discovery, allowInsecureRequests }} from 'openid-client';
await discovery(new URL('{base}'), 'any', undefined, undefined, {{ execute: [allowInsecureRequests] }})
  .catch((error) => console.log(error.message));"""
    assert node("--input-type=module", "--eval", script) == [
        "discovered metadata issuer does not match the expected issuer"
    ]


def test_a_sign_out_that_is_set_by_hand_beats_cognitos_own(system: LocalSystem) -> None:
    document = f"{system.places.cognito}/{system.pool.pool_id}/.well-known/openid-configuration"
    urls = node("by_hand.js", document, system.places.logout)
    assert [url.partition("?")[0] for url in urls] == [f"{system.places.logout}/logout"] * 2


def test_the_page_names_the_version_of_mod_auth_openidc_that_is_tested() -> None:
    page = (REPOSITORY / "docs/frontends.md").read_text(encoding="utf-8")
    told = re.search(r"\[mod_auth_openidc\]\(#mod_auth_openidc\) (\d+\.\d+\.\d+)", page)
    assert told
    assert f"{printed(*INSTALLED)[0]}.".startswith(f"{told[1]}.")


def node(*arguments: str) -> list[str]:
    """What Node prints, line by line."""
    return printed(str(NODE), *arguments)


def printed(*command: str) -> list[str]:
    """What a command prints, line by line."""
    answer = subprocess.run(  # noqa: S603 - the commands are this project's own
        command, cwd=HERE, check=True, timeout=SECONDS, capture_output=True, text=True
    )
    return answer.stdout.splitlines()
