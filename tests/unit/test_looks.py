"""The look of an app in the stage file: what is none is named, and none of it can get out of its place in a page."""

import tomllib

import pytest
from coordinator.core.model import App
from coordinator.settings import looks, stage_file
from hypothesis import given
from hypothesis import strategies as st

APP = '[apps.shop]\nclient_id = "c"\nreturn_to = ["https://shop.example.com/"]\n'
PNG = "data:image/png;base64,iVBORw0KGgo="


def read(keys: str) -> tuple[App, list[str]]:
    problems: list[str] = []
    apps, _ = stage_file.read(tomllib.loads(APP + keys), {}, problems)
    return apps["shop"], problems


def test_a_look_is_read_whole() -> None:
    app, problems = read(f'display_name = "Harbour & Vine"\nlogo = "{PNG}"\ncolor = "#0B6"')

    assert problems == []
    assert (app.display_name, app.logo, app.color) == ("Harbour & Vine", PNG, "#00bb66")
    assert app.shown_name == "Harbour & Vine"


def test_without_a_look_people_read_the_apps_own_name() -> None:
    app, problems = read("")

    assert (problems, app.shown_name, app.logo, app.color) == ([], "shop", None, None)


@pytest.mark.parametrize(
    "logo",
    [
        PNG,
        "data:image/svg+xml;base64,PHN2Zy8+",
        "https://cdn.example.com/logo.png",
        "http://localhost:8003/logo.png",
        "https://[::1]:8443/logo.webp",
    ],
)
def test_a_logo_lies_at_an_address_or_in_the_file_itself(logo: str) -> None:
    app, problems = read(f"logo = '{logo}'")

    assert (app.logo, problems) == (logo, [])


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("display_name = ''", "apps.shop.display_name: must be a text"),
        ("display_name = ' '", "apps.shop.display_name: must be a name of 60"),
        (f"display_name = '{'x' * 61}'", "apps.shop.display_name: must be a name of 60"),
        ("logo = 'http://cdn.example.com/logo.png'", "apps.shop.logo: must be an https URL"),
        ("logo = '/logo.png'", "apps.shop.logo: must be an https URL"),
        ("logo = 'javascript:alert(1)'", "apps.shop.logo: must be an https URL"),
        ("logo = 'data:text/html;base64,AAAA'", "apps.shop.logo: must be an https URL"),
        ("logo = 'data:image/svg+xml,<svg/>'", "apps.shop.logo: must be an https URL"),
        ("logo = 'https://a;script-src b.example/logo.png'", "apps.shop.logo: must be an https URL"),
        ("logo = 'https://a;b.example/logo.png'", "apps.shop.logo: must be an https URL"),
        (f"logo = 'data:image/png;base64,{'A' * 16_384}'", "16,384 characters at most"),
        ("color = 'green'", "apps.shop.color: must be a color as #rrggbb"),
        ("color = '#12345'", "apps.shop.color: must be a color as #rrggbb"),
        ("color = '#0b6e4f80'", "apps.shop.color: must be a color as #rrggbb"),
        ("color = '#fff}body{display:none'", "apps.shop.color: must be a color as #rrggbb"),
        ("color = 7", "apps.shop.color: must be a text"),
        ("colour = '#ffffff'", "apps.shop.colour: is no key that we know"),
    ],
)
def test_a_look_that_is_none_is_named(keys: str, problem: str) -> None:
    app, problems = read(keys)

    assert [one for one in problems if problem in one] == problems and len(problems) == 1
    assert (app.logo, app.color) == (None, None)


@given(st.text(st.characters(codec="ascii", exclude_characters="\\'\n\r"), min_size=1, max_size=20))
def test_whatever_is_read_as_a_color_is_one(code: str) -> None:
    color = read(f"color = '#{code}'")[0].color if code.isprintable() else None

    assert color is None or (len(color) == 7 and int(color[1:], 16) >= 0 and color == color.lower())


def test_a_provider_has_a_name_for_people_too() -> None:
    provider = '[providers.CorpSaml2]\nprofile = "saml"\ndisplay_name = '
    problems: list[str] = []
    _, providers = stage_file.read(tomllib.loads(f'{APP}{provider}"Your company"'), {}, problems)
    stage_file.read(tomllib.loads(f"{APP}{provider}{['x']}"), {}, problems)

    assert providers["CorpSaml2"].display_name == "Your company"
    assert problems == ["providers.CorpSaml2.display_name: must be a text"]


def test_the_limits_are_those_of_the_documentation() -> None:
    assert (looks.LONGEST_NAME, looks.LONGEST_LOGO) == (60, 16_384)
