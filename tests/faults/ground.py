"""Runs the cells on a deployed local system."""

import time
from collections.abc import Iterable, Mapping
from itertools import product
from urllib.parse import urlencode

from local.audit import parsed_line
from local.deployment import functions_log
from local.system import LocalSystem
from tests.driving.function import Function
from tests.driving.people import People, Session
from tests.driving.shop import shop
from tests.faults import receipt
from tests.faults.cell import Cell
from tests.faults.dependencies import DEPENDENCIES, DISCOVERY, Dependency
from tests.faults.ways import THROTTLE, WAYS, Faults
from tests.functional.answers import Answer
from tests.functional.audit_log import ours
from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.events import Event
from tests.functional.journeys import walk
from tests.functional.secrecy import Secrets
from tests.functional.sessions import app_cookies, keep

CELLS = tuple(product(DEPENDENCIES, WAYS))
HEALING_SECONDS = 90.0
"""More than a minute: the tokens of a user wait while a global sign-out may still run."""


def run(system: LocalSystem, wanted: Iterable[tuple[Dependency, str]] = CELLS) -> list[Cell]:
    """Run the cells one after the other, then wait until the retry function has done what was pending."""
    with Faults() as faults:
        ground = Ground(system, faults)
        cells = [ground.run(*one) for one in wanted]
        patience = time.monotonic() + HEALING_SECONDS
        ground.add_what_was_done_later(cells)
        while any(cell.waiting for cell in cells) and time.monotonic() < patience:
            time.sleep(0.5)
            ground.add_what_was_done_later(cells)
    return cells


class Ground:
    """A deployed local system, whose logout is done by processes of ours while the retry function is its own."""

    def __init__(self, system: LocalSystem, faults: Faults) -> None:
        self._system, self._faults = system, faults
        self._people = People(system)
        self._user = self._people.register()

    def run(self, dependency: Dependency, way: str) -> Cell:
        """Sign one person in and, with the fault, out."""
        cell, remembered = Cell(dependency, way), Secrets()
        session = self._people.sign_in(self._user)
        for token in session.tokens:
            remembered.add_token(token)
        changes = self._environment(dependency, self._faults.base(way, dependency.throttle))
        with Function(self._system, "LogoutFunction", changes) as function:
            browser = Browser(lambda event: self._send(function, event, cell), remembered)
            keep(browser, cookies(session))
            self._sign_out(browser, cell, changes["COGNITO_DOMAIN"])
        cell.left_cookies = app_cookies(browser)
        cell.secrets_shown = remembered.found_in("\n".join(function.lines))
        parsed = [parsed_line(line) for line in function.lines]
        cell.events = [one for one in parsed if one.get("class_uid")]
        cell.counted = {name for one in parsed if "_aws" in one for name in one}
        cell.logout_id = ours(cell.events[0])["logout_id"] if cell.events else ""
        return cell

    def add_what_was_done_later(self, cells: list[Cell]) -> None:
        """Give each cell the events that the retry function has written for it so far."""
        known = {one.logout_id: one for one in cells}
        for line in functions_log(self._system.clients, "RetryFunction"):
            event = parsed_line(line)
            logout_id = event.get("unmapped", {}).get("logout", {}).get("logout_id")
            if logout_id in known and event not in known[logout_id].events:
                known[logout_id].events.append(event)

    @staticmethod
    def _send(function: Function, event: Event, cell: Cell) -> Answer:
        answer = Answer(function.handle(event))
        cell.milliseconds = max(cell.milliseconds, function.milliseconds)
        return answer

    def _sign_out(self, browser: Browser, cell: Cell, domain: str) -> None:
        """Click the app's link, and go where it leads: without a return address, to the receipt."""
        query = urlencode({"client_id": self._people.client_id, "reach": cell.dependency.reach})
        answer = browser.visit(f"/logout?{query}")
        cell.status, cell.sent_to = answer.status, answer.location or ""
        end = walk(browser, Cognito(domain), answer).last
        cell.legs = receipt.legs(end.body) if end.is_page else {}

    def _environment(self, dependency: Dependency, base: str) -> Mapping[str, str]:
        throttled = self._faults.base(THROTTLE, "TooManyRequestsException")
        issuer = base if DISCOVERY in dependency.settings else self._system.provider.issuer
        return {
            **shop(self._people.client_id, issuer),
            "COGNITO_DOMAIN": throttled if dependency.cognito_throttles else self._system.places.cognito,
            **{name: base for name in dependency.settings if name != DISCOVERY},
        }


def cookies(session: Session) -> dict[str, str]:
    """The app's cookies."""
    tokens = {"shop_rt": session.refresh_token, "shop_at": session.access_token, "shop_id.0": session.id_token}
    return {"shop_session": "session-of-the-shop", **tokens}
