"""With a real person's tokens: whoever owns them says that they are dead, or that a refusal did them no harm."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from local.container.live import Scene
from local.container.showing import show
from local.system import LocalSystem
from tests.container.events import EXPECTED, FILES, event

pytestmark = pytest.mark.more


@pytest.mark.parametrize("name", FILES)
def test_the_owner_of_the_tokens_says_what_became_of_them(
    name: str, system: LocalSystem, template: Path, image: str | None
) -> None:
    ran, findings = Scene(system, template, image, event(name)).play(event, lambda text: None)

    expected = EXPECTED[name]
    assert ran.answer["statusCode"] == expected.live
    assert [found.subject for found in findings] == ["refresh token", "access token"]
    assert all(found.before for found in findings)
    assert [found.after for found in findings] == [expected.tokens_live] * 2
    assert all(found.right for found in findings)
    assert not any("eyJ" in line for line in ran.lines), "a token is in the log"


def test_a_signed_in_person_is_known_and_sent_to_cognito(
    system: LocalSystem, template: Path, image: str | None
) -> None:
    ran, _ = Scene(system, template, image, event("logout")).play(event, lambda text: None)

    (location,) = ran.header("Location")
    assert location.startswith(f"http://host.localhost:{system.places.cognito_port}/logout?")
    assert [(one.step, one.leg, one.outcome) for one in ran.events] == [
        ("requested", None, None),
        ("effect", "tokens", "done"),
    ]
    assert all(one.user not in (None, "unknown") for one in ran.events)


def test_a_global_sign_out_reaches_cognito_from_inside_the_container(
    system: LocalSystem, template: Path, image: str | None
) -> None:
    ran, _ = Scene(system, template, image, event("everywhere")).play(event, lambda text: None)

    assert ("other_sessions", "done") in [(one.leg, one.outcome) for one in ran.events]


def test_the_last_hop_back_ends_at_the_app_after_the_events_that_come_before_it(
    system: LocalSystem, template: Path, image: str | None
) -> None:
    told: list[str] = []
    scene = Scene(system, template, image, event("return_from_provider"))
    ran, _ = scene.play(event, told.append)

    assert ran.header("Location") == [f"{scene.client.signed_out}?state=af0ifjsldkj"]
    assert ran.events[-1].step == "completed"
    assert [text.split(",")[0] for text in told] == [
        "First logout",
        "First return_from_cognito",
        "Now the event itself",
    ]


def test_what_is_shown_names_the_provider_and_holds_no_token(
    system: LocalSystem, template: Path, image: str | None
) -> None:
    ran, _ = Scene(system, template, image, event("return_from_cognito")).play(event, lambda text: None)
    shown = io.StringIO()
    show(Console(file=shown, width=200), ran)

    assert system.provider.issuer in shown.getvalue()
    assert "eyJ" not in shown.getvalue() and "id_token_hint=" in shown.getvalue()
