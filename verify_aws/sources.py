"""Who says so: a page with its address and when it was read, others who are not AWS, or nobody."""

from dataclasses import dataclass

READ = "read 2026-08"


@dataclass(frozen=True, slots=True)
class Source:
    """What a person reads of a source, and its address where it has one."""

    told: str
    url: str = ""


def guide(page: str, more: str = "") -> Source:
    """Return a page of the Amazon Cognito developer guide."""
    url = f"https://docs.aws.amazon.com/cognito/latest/developerguide/{page}.html"
    return Source(f"developer guide, {page}{more} ({READ})", url)


def knowledge_center(page: str) -> Source:
    """Return an article of AWS's knowledge center."""
    return Source(f"AWS knowledge center, {page} ({READ})", f"https://repost.aws/knowledge-center/{page}")


def not_documented(instead: str, url: str = "") -> Source:
    """Return that AWS says nothing that we found, and what is relied on instead."""
    return Source(f"not documented; {instead}", url)


def github(thread: str, instead: str) -> Source:
    """Return a thread such as `owner/repository#1`, in which users say what AWS does not."""
    repository, _, number = thread.partition("#")
    return not_documented(f"{instead}: {thread}", f"https://github.com/{repository}/issues/{number}")


OURS = Source("this project: docs/reference.md")
