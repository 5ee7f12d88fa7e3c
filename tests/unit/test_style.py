"""The look of our pages: what an app adds to it can be read by everybody, and the policy allows it and nothing else."""

import re

import pytest
from coordinator.core.model import App
from coordinator.web import markup, style
from hypothesis import given
from hypothesis import strategies as st

COLORS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
READABLE = 4.5
"""WCAG 2.2, success criterion 1.4.3, level AA."""


def app(**look: str | None) -> App:
    return App("shop", "client", ("https://shop.example/",), **look)  # type: ignore[arg-type]  # texts alone


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@given(COLORS)
def test_the_text_on_any_color_can_be_read(color: str) -> None:
    assert style.contrast(style.readable_on(color), color) >= READABLE
    assert style.of_app(app(color=color)) == f":root:root{{--brand:{color};--on-brand:{style.readable_on(color)}}}"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#0b6e4f", "#ffffff", 6.25),
        ("#123456", "#123456", 1),
    ],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert style.contrast(one, other) == style.contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_the_shared_style_is_one_line_that_loads_nothing() -> None:
    shared = style.shared()

    assert shared.startswith(":root {") and "\n" not in shared
    assert not re.search(r"url\(|@import|<|expression", shared)


@pytest.mark.parametrize(
    ("logo", "images"),
    [
        (None, None),
        ("https://cdn.example/a/logo.svg?v=1", "https://cdn.example"),
        ("http://localhost:8003/logo.png", "http://localhost:8003"),
        ("data:image/png;base64,AAAA", "data:"),
    ],
)
def test_an_image_loads_from_where_the_logo_lies_alone(logo: str | None, images: str | None) -> None:
    assert directives(style.policy((), app(logo=logo))).get("img-src") == images


def test_the_policy_lets_nothing_load_and_forms_go_to_https_and_to_the_local_system_alone() -> None:
    policy = directives(style.policy(["http://localhost:8002"], None))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self' https: http://localhost:8002"
    assert policy["style-src"] == f"'{style.digest(style.shared())}'"
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize("look", [{}, {"color": "#0b6e4f"}])
def test_every_style_of_a_page_is_one_of_its_policy_and_no_other(look: dict[str, str]) -> None:
    page = markup.page("en", "Title", app(**look), "good")
    styles = [f"'{style.digest(one)}'" for one in re.findall("<style>(.*?)</style>", page)]

    assert directives(style.policy((), app(**look)))["style-src"].split() == styles
    assert len(styles) == 1 + len(look)
