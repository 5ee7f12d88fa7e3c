"""Is a domain a public suffix, on which browsers allow no cookie? Parameters of publicsuffix.org's list."""

from functools import cache
from pathlib import Path


@cache
def is_public(domain: str) -> bool:
    """Tell whether `domain` is a public suffix such as `co.uk`; names of one label always are.

    Only the rules that end in the domain's own top level are read: the whole list takes ten times as long.
    """
    if "." not in domain:
        return True
    import publicsuffixlist

    top = domain.rpartition(".")[2]
    lines = Path(publicsuffixlist.PSLFILE).read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line.endswith(top)]
    return bool(publicsuffixlist.PublicSuffixList(source=rules).is_public(domain))
