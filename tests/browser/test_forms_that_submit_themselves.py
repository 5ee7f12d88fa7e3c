"""A hop by POST: Cognito, our form, the provider and back, under the policy of every page on the way."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from local.aws import Clients
from local.deployment import resource
from local.system import LocalSystem
from tests.browser.evidence import Evidence
from tests.browser.form_provider import FormProvider
from tests.browser.other_site import OtherSite
from tests.browser.visitor import Visitor

BUTTON = "Continue signing out"


@pytest.fixture
def provider(system: LocalSystem) -> Iterator[FormProvider]:
    """Stands where Corp ends its sessions, and takes nothing but POST."""
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        port = unused.getsockname()[1]
    provider = FormProvider(port)
    provider.server.start()
    stage = configure(system.clients, lambda text: by_form(text, f"{provider.base}/end"))
    yield provider
    configure(system.clients, lambda text: stage)
    provider.server.stop()


def by_form(stage: str, address: str) -> str:
    """The stage with Corp's logout by POST at another address, and a profile that takes a form."""
    own = '[providers.Corp]\nprofile = "django_oauth_toolkit"\n'
    assert own in stage
    return stage.replace(own, f'[providers.Corp]\nprofile = "oidc"\nmethod = "POST"\nlogout_url = "{address}"\n')


def configure(clients: Clients, change: Callable[[str], str]) -> str:
    """Give the deployed function another configuration; the one from before."""
    functions, name = clients.of("lambda"), resource(clients, "LogoutFunction")
    variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    before = variables["CONFIG"]
    functions.update_function_configuration(
        FunctionName=name, Environment={"Variables": {**variables, "CONFIG": change(before)}}
    )
    return str(before)


def asked_once(provider: FormProvider) -> bool:
    """Whether the provider was asked for one logout, with everything it needs, and ended the session for it."""
    (fields,) = provider.asked
    assert fields.keys() == {"id_token_hint", "client_id", "post_logout_redirect_uri", "state"}
    return provider.sessions == set()


def test_a_form_submits_itself_to_the_provider_and_the_journey_ends_at_the_app(
    ada: Visitor, provider: FormProvider
) -> None:
    evidence = Evidence(ada.system)
    ada.page.goto(f"{provider.base}/sign-in")
    ada.open_app()

    ada.way_out("form").click()
    ada.at_the_end()

    assert asked_once(provider)
    hops = [event["unmapped"]["logout"] for event in evidence.events("hop")]
    assert [(hop["leg"], hop["outcome"]) for hop in hops] == [("cognito", "unconfirmed"), ("provider", "done")]


def test_without_scripts_a_button_submits_the_form(ada: Visitor, provider: FormProvider) -> None:
    ada.page.goto(f"{provider.base}/sign-in")
    ada.open_app()
    ada.context.new_cdp_session(ada.page).send("Emulation.setScriptExecutionDisabled", {"value": True})

    ada.way_out("form").click()
    button = ada.page.get_by_role("button", name=BUTTON)
    button.wait_for()
    ada.picture("the form without scripts")
    assert provider.asked == []
    button.click()
    ada.at_the_end()

    assert asked_once(provider)


def test_from_the_question_the_form_is_reached_too(
    alan: Visitor, provider: FormProvider, other_site: OtherSite
) -> None:
    alan.page.goto(f"{provider.base}/sign-in")
    alan.page.goto(other_site.page("link", alan.plain_link()))
    alan.page.get_by_text("Win a prize").click()

    alan.page.get_by_role("button", name="Sign out").click()
    alan.at_the_end()

    assert asked_once(provider)
