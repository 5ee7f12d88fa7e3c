"""`python -m local.pages`: writes those parts of docs/ anew that come from the code."""

import sys

from local.places import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "functions"))

from local.pages import deployer, providers, reference
from local.pages.marks import DOCS

PAGES = {
    "providers.md": providers.rendered,
    "backchannel.md": providers.rendered_signals,
    "reference.md": reference.rendered,
    "deploying.md": deployer.rendered,
}


def main() -> None:
    """The command."""
    for name, rendered in PAGES.items():
        page = DOCS / name
        page.write_text(rendered(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
