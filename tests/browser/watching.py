"""What is asked of every browser when its test is over."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.other_site import ADDRESS
from tests.browser.visitor import Visitor

# Whether a test passed, noted by the hook in conftest.py.
PASSED = pytest.StashKey[bool]()


@contextmanager
def watched(request: pytest.FixtureRequest) -> Iterator[list[Visitor]]:
    """A list for the visitors of a test: no browser may complain in one that passes, each shows where another ended."""
    visitors: list[Visitor] = []
    yield visitors
    for visitor in visitors:
        if request.node.stash.get(PASSED, False):
            assert visitor.complaints.heard(but_for=ADDRESS) == []
        else:
            visitor.last_pictures()
