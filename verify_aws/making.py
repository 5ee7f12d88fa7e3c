"""Makes everything that the facts are asked of, in order, each thing told to the ledger before it is there."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import requests
from botocore.exceptions import ClientError, WaiterError

from verify_aws import api_role, deployment, trigger
from verify_aws.account import Account, code_of
from verify_aws.deployment import Deployment
from verify_aws.errors import CannotWork, CouldNotCheck
from verify_aws.ledger import Ledger
from verify_aws.made import App, Pool
from verify_aws.names import Run
from verify_aws.pools import PoolMaker
from verify_aws.scene import Scene
from verify_aws.surroundings import PROVIDER, Surroundings
from verify_aws.visitor import Visitor

DOMAIN_SECONDS = 300.0
CLASSIC_SECONDS = 90.0
"""Until a changed domain shows its other pages everywhere."""
POLL_SECONDS = 3.0

type Progress = Callable[[str], AbstractContextManager[object]]
"""Shows that what it is told goes on, until the context ends."""


@dataclass
class Maker:
    """Makes the scene of one run. `reached` is told each step before it begins: a test ends the run there."""

    account: Account
    run: Run
    surroundings: Surroundings
    ledger: Ledger
    folder: Path
    progress: Progress
    reached: Callable[[str], None] = lambda step: None

    def make(self) -> Scene:
        """Make it all. Raises CannotWork with a sentence, or what boto3 raises."""
        deployment_ = Deployment(self.account, self.run, self.folder)
        with self._step("build the functions (sam build)"):
            deployment_.build()
        if api_role.is_needed(self.account):
            with self._step("lend API Gateway a role for its logs", "role", self.run.api_role):
                api_role.lend(self.account, self.run)
        scene = self._scene(deployment_, PoolMaker(self.account, self.run))
        with self._step("wait for the pools' domains, and sign in for the first time"):
            self._wait_for_domains(scene)
            first_sign_in(scene)
        return scene

    def _scene(self, deployment_: Deployment, pools: PoolMaker) -> Scene:
        with self._step("make the pool that is the provider", "user pool", self.run.upstream):
            upstream = pools.pool(self.surroundings, self.run.upstream, "ada", upstream=True)
        with self._step("make the pool that is looked at", "user pool", self.run.name):
            pool = pools.pool(self.surroundings, self.run.name, "grace", upstream=False)
        with self._step("make the app clients and the provider"):
            client_id, secret = pools.upstream_client(upstream, pool)
            pools.provider(pool, self.surroundings.provider_details(upstream.pool_id), client_id, secret)
            apps = self._apps(pools, pool)
        no_trigger = self._triggered()
        outputs = self._deployed(deployment_, pool, deployment.stage_file(apps, upstream, client_id))
        scene = Scene(
            account=self.account,
            pool=pool,
            upstream=upstream,
            upstream_client=client_id,
            apps=apps,
            outputs=outputs,
            logout=self.surroundings.logout_base(outputs),
            discovery=self.surroundings.discovery(pool.pool_id),
            run=self.run,
            no_trigger=no_trigger,
        )
        with self._step("allow the sign-out URLs"):
            for app in apps.values():
                pools.may_return_to(pool.pool_id, app.client_id, [scene.return_url, app.signed_out])
            pools.may_return_to(upstream.pool_id, client_id, [scene.return_url])
        return scene

    def _apps(self, pools: PoolMaker, pool: Pool) -> dict[str, App]:
        return {
            "shop": pools.app(pool, "shop", PROVIDER),
            "desk": pools.app(pool, "desk", "COGNITO"),
            "till": pools.app(pool, "till", "COGNITO"),
        }

    def _triggered(self) -> str:
        """Make the trigger's function; why there is none, or an empty string. The other facts do not need it."""
        with self._step("make a function for the pool's trigger", "trigger", self.run.trigger):
            try:
                trigger.make(self.account, self.run)
            except (ClientError, WaiterError) as error:
                return f"the trigger could not be made: {code_of(error) if isinstance(error, ClientError) else 'slow'}"
        return ""

    def _deployed(self, deployment_: Deployment, pool: Pool, stage: str) -> dict[str, str]:
        with self._step("write the configuration", "SSM parameter", self.run.parameter):
            deployment_.make_parameter(stage)
        with self._step("make the bucket", "bucket", self.run.name):
            deployment_.make_bucket()
        with self._step("deploy the template (sam deploy)", "stack", self.run.name):
            values = deployment.parameters(self.run, pool, self.surroundings.parameters(pool.pool_id))
            return deployment_.deploy(values)

    def _step(self, text: str, kind: str = "", name: str = "") -> AbstractContextManager[object]:
        if kind:
            self.ledger.begin(kind, name)
        self.reached(text)
        return self.progress(text)

    def _wait_for_domains(self, scene: Scene) -> None:
        deadline = time.monotonic() + DOMAIN_SECONDS
        waiting = [scene.pool.domain, scene.upstream.domain]
        while waiting := [domain for domain in waiting if not answers(domain)]:
            if time.monotonic() > deadline:
                raise CannotWork("A pool's domain gave no answer within five minutes: try again later.")
            time.sleep(POLL_SECONDS)


def answers(domain: str) -> bool:
    """Tell whether a domain is there: a new one takes a while to be known everywhere."""
    try:
        return requests.get(f"{domain}/login", timeout=10, allow_redirects=False).status_code < 500
    except requests.RequestException:
        return False


def first_sign_in(scene: Scene) -> None:
    """Sign in once; where managed login has no form that works without scripts, show the classic pages from then on.

    Where these do not help either, the checks say so, one by one.
    """
    if not signs_in(scene):
        scene.show_classic_pages()
        deadline = time.monotonic() + CLASSIC_SECONDS
        while not signs_in(scene) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)


def signs_in(scene: Scene) -> bool:
    """Tell whether somebody can sign in to the first pool now."""
    try:
        Visitor(scene, "desk").sign_in()
    except (CouldNotCheck, requests.RequestException, RuntimeError):
        return False
    return True
