"""Reads the receipt as a developer does, from the codes that lie folded on its page."""

import re

CODE = re.compile(r"<li><code>([a-z_]+)(?: \(.*?\))?: ([a-z_]+)[^<]*</code></li>")


def legs(page: str) -> dict[str, str]:
    """The outcome of each leg of a receipt."""
    return dict(CODE.findall(page))
