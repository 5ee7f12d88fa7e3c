"""SAML single logout end to end: SimpleSAMLphp's session ends inside Cognito's `/logout`, and we add no hop."""

from collections.abc import Iterator

import pytest

from local import journeys
from local.audit import AuditTrail
from local.deployment import functions_log
from local.findings import Chapter, Question, compare
from local.person import Person
from local.pool import SAML_PROVIDER
from local.saml_provider.federation import APP
from local.saml_provider.owner import knows_browser
from local.system import LocalSystem
from tests.e2e.saml_answers import logout_url

pytestmark = [pytest.mark.e2e, pytest.mark.more]


@pytest.fixture
def sign_out_flow_off(saml_system: LocalSystem) -> Iterator[None]:
    """The provider in the pool with `IDPSignout=false`, as it is by default."""
    switch_sign_out_flow(saml_system, "false")
    yield
    switch_sign_out_flow(saml_system, "true")


def switch_sign_out_flow(system: LocalSystem, value: str) -> None:
    """Set `IDPSignout` as an administrator would."""
    cognito, pool_id = system.clients.cognito, system.pool.pool_id
    found = cognito.describe_identity_provider(UserPoolId=pool_id, ProviderName=SAML_PROVIDER)["IdentityProvider"]
    details = found["ProviderDetails"] | {"IDPSignout": value}
    cognito.update_identity_provider(UserPoolId=pool_id, ProviderName=SAML_PROVIDER, ProviderDetails=details)


def questions(system: LocalSystem, person: Person) -> list[Question]:
    """All that the sign-in brought to life, the provider's session asked for at the SAML provider."""
    provider = Question(journeys.PROVIDER, "provider, passive request", lambda: knows_browser(system, person.browser))
    return [*journeys.questions(system, person, federated=False), provider]


def click(system: LocalSystem, person: Person, *alive: str) -> Chapter:
    """Click the app's sign-out link; the chapter's findings expect `alive` to live on, and all else to be dead."""
    chapter = Chapter("SAML", "")
    asked = journeys.spared(questions(system, person), *alive) if alive else questions(system, person)
    journeys.sign_out(chapter, AuditTrail(system.clients), [person], asked)
    return chapter


def wrong(chapter: Chapter) -> list[str]:
    """The subjects whose state is not as it should be, then what else went wrong."""
    return [finding.subject for finding in chapter.findings if not finding.right] + chapter.problems


def test_one_click_ends_tokens_cookies_cognito_and_the_saml_provider(saml_system: LocalSystem, edsger: Person) -> None:
    assert wrong(click(saml_system, edsger)) == []
    assert edsger.sign_in(), "the provider asks for the password again"


def test_the_provider_is_visited_inside_cognitos_logout_and_we_add_no_hop(
    saml_system: LocalSystem, edsger: Person
) -> None:
    places = saml_system.places
    hops = click(saml_system, edsger).hops
    assert [(hop.method, hop.url.partition("?")[0]) for hop in hops] == [
        ("GET", f"{places.logout}/logout"),
        ("GET", f"{places.cognito}/logout"),
        ("GET", f"{places.saml_provider}/saml2/idp/SingleLogoutService.php"),
        ("GET", f"{places.saml_provider}/module.php/core/idp/resumelogout.php"),
        ("POST", f"{places.cognito}/saml2/logout"),
        ("GET", f"{places.logout}/logout/return"),
        ("GET", f"{places.app}/{APP}/signed-out"),
    ]


def test_the_audit_promises_no_more_than_is_known(saml_system: LocalSystem, edsger: Person) -> None:
    events = click(saml_system, edsger).events
    outcomes = {event.outcome for event in events if event.provider == SAML_PROVIDER}
    assert outcomes == {"unconfirmed"}, "Cognito tells nobody how the provider answered"


def test_a_script_signs_out_of_the_saml_provider_too(saml_system: LocalSystem, edsger: Person) -> None:
    def act() -> None:
        answer = edsger.fetch_sign_out(refresh_token=edsger.tokens().refresh)
        hops = edsger.browser.walk(answer.json()["location"], clicked_on=edsger.client.home)
        assert hops[-1].url == edsger.client.signed_out

    findings = compare(questions(saml_system, edsger), act)
    assert [finding.subject for finding in findings if not finding.right] == []


def test_without_the_sign_out_flow_the_providers_session_lives_on(
    saml_system: LocalSystem, edsger: Person, sign_out_flow_off: None
) -> None:
    chapter = click(saml_system, edsger, journeys.PROVIDER)
    assert wrong(chapter) == []
    assert [hop.url for hop in chapter.hops if hop.url.startswith(saml_system.places.saml_provider)] == []
    assert not edsger.sign_in(), "the provider asks for no password"


def test_cognitos_own_logout_ends_the_provider_and_leaves_the_tokens(saml_system: LocalSystem, edsger: Person) -> None:
    def act() -> None:
        edsger.browser.walk(logout_url(saml_system, edsger), clicked_on=edsger.client.home)

    asked = journeys.spared(questions(saml_system, edsger), journeys.REFRESH, journeys.ACCESS, journeys.COOKIES)
    findings = compare(asked, act)
    assert [finding.subject for finding in findings if not finding.right] == []


def test_another_browser_of_the_same_person_stays_signed_in(saml_system: LocalSystem, edsger: Person) -> None:
    other = Person(saml_system, APP)
    other.sign_in()
    asked = questions(saml_system, other)
    edsger.click_sign_out()
    assert [question.subject for question in asked if not question.is_alive()] == []
    assert not knows_browser(saml_system, edsger.browser)


def test_no_log_holds_a_password_a_token_or_a_message(saml_system: LocalSystem, edsger: Person) -> None:
    tokens = edsger.tokens()
    click(saml_system, edsger)
    files = [path.read_text(errors="replace") for path in (saml_system.places.root / "logs").iterdir()]
    lines = "\n".join([*functions_log(saml_system.clients), *files])
    assert saml_system.saml_provider is not None
    secrets = [saml_system.saml_provider.password, tokens.access, tokens.refresh, "SAMLRequest=", "SAMLResponse="]
    assert [secret for secret in secrets if secret in lines] == []
