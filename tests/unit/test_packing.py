"""Documents for the browser: they come back as they were, and take little memory on the way."""

from coordinator.core import packing
from hypothesis import given
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_a_document_comes_back_as_it_was(document: object) -> None:
    assert packing.unpack(packing.pack(document)) == document


def test_zlib_looks_back_upon_four_kilobytes_alone() -> None:
    # RFC 1950 section 2.2: the window's size, as the base-2 logarithm less eight, is in the first byte's upper half.
    assert 2 ** ((packing.pack({"a": 1})[0] >> 4) + 8) == 4_096
