"""RememberFunction attached: people come in through the provider, and it is told its own token when they go."""

from collections.abc import Iterator
from typing import Any

import pytest

from local import journeys
from local.addresses import query_value
from local.audit import AuditTrail
from local.cognito_domain.federation import ATTRIBUTE_LIMIT
from local.deployment import functions_log, resource
from local.person import Person
from local.pool import PROVIDER
from local.remembering import Shape, attach
from local.system import LocalSystem
from tests.e2e.test_journey import wrong

pytestmark = [pytest.mark.e2e, pytest.mark.more]
HINT = "id_token_hint"


@pytest.fixture
def remembered(remember_system: LocalSystem) -> LocalSystem:
    """The system, whose trigger is told the raw tokens."""
    attach(remember_system.clients, remember_system.pool, remember_system.domain, Shape.RAW_TOKENS)
    return remember_system


@pytest.fixture
def claims_alone(remember_system: LocalSystem) -> LocalSystem:
    """The system, whose trigger the embedded AWS calls by itself."""
    attach(remember_system.clients, remember_system.pool, remember_system.domain, Shape.CLAIMS_ALONE)
    return remember_system


@pytest.fixture
def broken(remembered: LocalSystem) -> Iterator[LocalSystem]:
    """The system, whose trigger looks for a table that is not there."""
    functions, name = remembered.clients.of("lambda"), resource(remembered.clients, "RememberFunction")
    variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=name, Environment={"Variables": variables | {"REMEMBER_TABLE": "nowhere"}}
    )
    yield remembered
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})


def kept(system: LocalSystem) -> list[dict[str, Any]]:
    """The items of people's sign-ins, oldest first."""
    table = resource(system.clients, "SignInsTable")
    items = system.clients.of("dynamodb").scan(TableName=table)["Items"]
    mine = [item for item in items if item["id"]["S"].startswith(f"user/{PROVIDER}/")]
    return sorted(mine, key=lambda item: int(item["at"]["N"]))


def hints(system: LocalSystem, person: Person) -> list[str]:
    """The hints that the provider is sent when a person clicks the app's link."""
    sent = [
        hop.form.fields.get(HINT, "") if hop.submits_itself and hop.form else query_value(hop.url, HINT)
        for hop in person.click_sign_out()
        if hop.submits_itself or hop.url.startswith(system.provider.issuer)
    ]
    return [hint for hint in sent if hint]


def test_a_token_longer_than_any_attribute_ends_the_providers_session_without_a_question(
    remembered: LocalSystem,
) -> None:
    chapter = journeys.browser_logout(remembered, AuditTrail(remembered.clients))

    assert wrong(chapter) == []
    assert {"requested", "effect", "hop", "completed"} <= {event.step for event in chapter.events}


def test_each_browser_is_told_of_by_its_own_token(remembered: LocalSystem) -> None:
    first, second = Person(remembered, "shop"), Person(remembered, "shop")
    for person in (first, second):
        person.sign_in()
        journeys.wait_for_next_second()
        journeys.wait_for_next_second()

    (of_first,), (of_second,) = hints(remembered, first), hints(remembered, second)

    assert of_first != of_second
    assert min(len(of_first), len(of_second)) > ATTRIBUTE_LIMIT


def test_claims_alone_are_kept_and_the_provider_is_told_less(claims_alone: LocalSystem) -> None:
    before = len(kept(claims_alone))
    person = Person(claims_alone, "shop")
    person.sign_in()

    (item,) = kept(claims_alone)[before:]
    assert item["username"]["S"] == item["id"]["S"].replace(f"user/{PROVIDER}/", f"{PROVIDER}_")
    assert hints(claims_alone, person) == []
    assert any("sign_in_without_id_token" in line for line in functions_log(claims_alone.clients, "RememberFunction"))


def test_nothing_of_a_token_is_kept_in_plain_text_or_logged(remembered: LocalSystem) -> None:
    person = Person(remembered, "shop")
    person.sign_in()
    item = kept(remembered)[-1]
    (hint,) = hints(remembered, person)

    written = [*functions_log(remembered.clients, "RememberFunction"), *functions_log(remembered.clients), str(item)]
    assert not [line for line in written for part in hint.split(".")[1:] if part in line]


def test_without_its_table_nobody_is_kept_out(broken: LocalSystem) -> None:
    before = len(kept(broken))
    person = Person(broken, "shop")
    person.sign_in()

    assert person.holds_cookies()
    assert len(kept(broken)) == before
    assert any("sign_in_not_kept" in line for line in functions_log(broken.clients, "RememberFunction"))
