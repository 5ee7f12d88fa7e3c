"""Small documents as compressed JSON, to be sealed for the browser."""

import json
import zlib
from typing import Any

WINDOW, MEMORY = 12, 5
"""zlib's `wbits` and `memLevel`: 4 KB to look back upon, which is more than most documents have. The default asks the
system for a quarter of a megabyte, anew each time, which takes ten times as long as to compress."""


def pack(document: object) -> bytes:
    """Return a document as compressed JSON."""
    compressor = zlib.compressobj(wbits=WINDOW, memLevel=MEMORY)
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    return compressor.compress(text.encode()) + compressor.flush()


def unpack(packed: bytes) -> Any:
    """Return what `pack` was given; only what a seal has kept may be given."""
    return json.loads(zlib.decompress(packed))
