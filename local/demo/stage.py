"""Where the demo stands: who signed in, which way the sign-out went, what the owners said before and say now."""

import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.audit import AUTHENTICATION, parsed_line
from local.cognito_domain.authorize import NATIVE
from local.demo.hops import Teller
from local.demo.lamps import NOTHING, Lamps, SignIn, asked
from local.demo.verdict import COGNITO_ALONE, OURS, Moment, verdict
from local.demo.watching import Watcher
from local.deployment import functions_log
from local.explain.showing import elapsed
from local.explain.timeline import story
from local.pool import AppClient
from local.system import LocalSystem

# Seconds after which the owners are asked anew although nothing was seen: sessions also end by themselves.
OLD = 10.0
# What an outcome says that needs no reason to be one.
WHY = {"unconfirmed": "The browser came back from there; nothing proves more."}


@dataclass(slots=True)
class Scene:
    """What has happened: `step` is "", "in" or "out", `way` how the last sign-out went, `again` how the one before
    this sign-in did; `events_before` counts the lines of the log before a sign-out that leaves some."""

    step: str = ""
    way: str = ""
    again: str = ""
    provider: str = ""
    sign_in: SignIn | None = None
    before: Lamps | None = None
    now: Lamps = NOTHING
    events_before: int | None = None
    events: list[dict[str, str]] = field(default_factory=list)


class Stage:
    """One at a time: it follows the browser that opened the page last."""

    def __init__(self, system: LocalSystem, watcher: Watcher, app: AppClient) -> None:
        self.system, self.watcher, self.app = system, watcher, app
        self._lock = threading.RLock()
        self._scene, self._visitor = Scene(), ""
        self._asked, self._asked_at = -1, 0.0

    def follow(self, visitor: str, tokens: Mapping[str, str], provider: str) -> None:
        """A browser opens the page: one that is new here brings whatever tokens it still has."""
        with self._lock:
            if visitor != self._visitor:
                self._scene, self._visitor = Scene(), visitor
                self.watcher.begin(forget=True)
                if "refresh_token" in tokens:
                    self.signed_in(tokens, provider)

    def signing_in(self, provider: str) -> None:
        """Somebody clicks on a provider."""
        with self._lock:
            before = self._scene
            again = before.way if before.step == "out" and provider == before.provider else ""
            self._scene = Scene("in", again=again, provider=provider)
            if provider == before.provider:
                self._scene.sign_in, self._scene.now = before.sign_in, before.now
            self.watcher.begin()

    def signed_in(self, tokens: Mapping[str, str], provider: str) -> None:
        """The app has its tokens."""
        with self._lock:
            self._scene.sign_in = SignIn(provider, tokens.get("access_token", ""), tokens["refresh_token"])
            self._scene.step, self._scene.provider = "in", provider

    def signing_out(self, way: str) -> None:
        """Somebody clicks on "sign out": the owners are asked once more before anything happens."""
        with self._lock:
            self._ask()
            last = self._scene
            self._scene = Scene("out", way, provider=last.provider, sign_in=last.sign_in, before=last.now, now=last.now)
            if way == OURS:
                self._scene.events_before = len(functions_log(self.system.clients))
            self.watcher.begin()

    @property
    def left_by(self) -> str:
        """The provider of the person who signed out last; empty while nobody has."""
        return self._scene.provider if self._scene.step == "out" else ""

    @property
    def next_way(self) -> str:
        """The way out to try next: ours, for who has seen what Cognito's alone leaves."""
        return OURS if self._scene.again == COGNITO_ALONE else COGNITO_ALONE

    def look_again(self) -> None:
        """Ask the owners and read the log, where anything was seen since the last time, or that was long ago."""
        with self._lock:
            if self._asked != self.watcher.version or time.monotonic() > self._asked_at + OLD:
                self._ask()

    def shown(self) -> dict[str, Any]:
        """Everything that the page draws."""
        scene, (sights, under_way) = self._scene, self.watcher.sights()
        teller = Teller(self.system.places, scene.provider)
        asked_for = teller.asked_for_password(sights)
        moment = Moment(scene.step, scene.way, scene.again, under_way, asked_for, teller.name, scene.now)
        return {
            "provider": "" if scene.provider == NATIVE else scene.provider,
            "lamps": {
                name: {"before": getattr(scene.before, name, None), "now": now}
                for name, now in asdict(scene.now).items()
            },
            "step": scene.step,
            "way": scene.way,
            "under_way": under_way,
            "hops": teller.told(sights),
            "events": scene.events,
            "verdict": asdict(verdict(moment)),
        }

    def _ask(self) -> None:
        scene, version = self._scene, self.watcher.version
        if scene.sign_in:
            scene.now = asked(self.system, self.app, scene.sign_in, self.watcher.cookies())
        if scene.events_before is not None:
            scene.events = self._read(scene)
        self._asked, self._asked_at = version, time.monotonic()

    def _read(self, scene: Scene) -> list[dict[str, str]]:
        """The audit events of the scene, in a few words each; as they were, when AWS is silent."""
        try:
            lines = functions_log(self.system.clients)[scene.events_before :]
        except (BotoCoreError, ClientError):
            return scene.events
        events = [event for event in map(parsed_line, lines) if event.get("class_uid") == AUTHENTICATION]
        if not events:
            return []
        return [
            {
                "after": elapsed(line.after),
                "light": line.light.value,
                "what": line.what,
                "outcome": line.outcome,
                "why": line.meaning or WHY.get(line.outcome, ""),
            }
            for line in story(str(events[-1]["unmapped"]["logout"]["logout_id"]), events).lines
        ]
