"""The demo stands beside our pages, and wears their colors: its style names them again, since it is served alone."""

import re

from coordinator.web import style

from tests.architecture.sources import ROOT

DEMO = ROOT / "local" / "demo" / "static" / "demo.css"


def colors(css: str) -> list[dict[str, str]]:
    """The colors by name, of the light look and of the dark one."""
    looks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    return [dict(re.findall(r"(--[\w-]+): (rgb[^;]+);", look)) for look in looks]


def test_a_color_of_our_pages_is_the_same_in_the_demo() -> None:
    for ours, its in zip(colors(style.shared()), colors(DEMO.read_text(encoding="utf-8")), strict=True):
        assert len(ours) > 10
        assert its | ours == its
