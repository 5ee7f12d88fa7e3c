"""How Sphinx builds the site of these pages: `make docs`. Whatever it warns of (a link, an anchor) fails the build."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "Logout Coordinator for Amazon Cognito"
html_title = "Logout Coordinator"
language = "en"

extensions = ["myst_parser", "sphinx_copybutton"]
source_suffix = {".md": "markdown"}
# Pages are written as GitHub reads them: its anchors for every heading, and no other dialect.
myst_heading_anchors = 4
# Other files than pages (`../tests/…`) are copied beside the site and linked: what is shown in a page can be looked up.
nitpicky = True

html_theme = "furo"
# Nothing is fetched from anywhere: no font, no script, no counter.
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False  # LICENSE says it; the site has nobody's name to put there
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6e4f", "color-brand-content": "#0b6e4f"},
    "dark_css_variables": {"color-brand-primary": "#5cc8a1", "color-brand-content": "#5cc8a1"},
}

DOCS = Path(__file__).resolve().parent
LINK_TO_MARKDOWN = re.compile(r"\]\((\.\./[^):#]+\.md)\)")


def name_files_outside(app: "Sphinx", page: str, text: list[str]) -> None:
    """Link Markdown files outside of this folder as files: MyST would look for pages of the site."""

    def as_file(link: re.Match[str]) -> str:
        inside = (DOCS / page).parent.joinpath(link[1]).resolve().is_relative_to(DOCS)
        return link[0] if inside else f"](path:{link[1]})"

    text[0] = LINK_TO_MARKDOWN.sub(as_file, text[0])


def setup(app: "Sphinx") -> None:
    """Called by Sphinx."""
    app.connect("source-read", name_files_outside)
