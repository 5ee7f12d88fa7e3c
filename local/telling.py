"""One run from start to end: start the system, tell every story, give the verdict."""

import time
from collections.abc import Callable

from local import journeys
from local.audit import AuditTrail
from local.deployment import functions_log
from local.findings import Chapter
from local.places import Places
from local.report import Report
from local.system import LocalSystem


def run(report: Report, places: Places, *, skip_provider: bool) -> bool:
    """Start, tell, end. True when everything that should be dead is dead; raises LocalError when nothing can start."""
    began = time.monotonic()
    with LocalSystem(places, report) as system:
        try:
            chapters = tell(system, report, f"{system.provider.issuer}/logout" if skip_provider else None)
        finally:
            places.logs("logout-function").write_text("\n".join(functions_log(system.clients)) + "\n")
    return report.verdict(chapters, time.monotonic() - began)


def tell(system: LocalSystem, report: Report, unvisited: str | None) -> list[Chapter]:
    """Tell every story and print each as soon as it is over."""
    audit = AuditTrail(system.clients)
    stories: dict[str, Callable[[], Chapter]] = {
        "Sign out with Cognito alone": lambda: journeys.cognito_alone(system),
        "Sign out of this browser": lambda: journeys.browser_logout(system, audit, unvisited=unvisited),
        "Sign out a native user": lambda: journeys.native_logout(system, audit),
        "Sign out everywhere": lambda: journeys.everywhere(system, audit),
    }
    chapters = []
    for text, story in stories.items():
        with report.step(text):
            chapter = story()
        report.chapter(chapter)
        chapters.append(chapter)
    return chapters
