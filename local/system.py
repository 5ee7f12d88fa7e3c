"""The whole local system, started in the right order and ended as a whole."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Protocol, Self

from local import app, deployment
from local.access_log import access_log
from local.apps_elsewhere import AppElsewhere, register
from local.aws import Clients, aws_process
from local.cognito_domain.application import application as cognito_application
from local.cognito_domain.domain import Domain
from local.gateway import Gateway
from local.other_providers import OpenIdProvider, federate
from local.places import Places
from local.pool import PROVIDER, Pool, create_pool
from local.provider.process import discovery, provider_process
from local.provider.setup import ProviderSetup
from local.remembering import Shape, attach
from local.saml_provider.process import saml_process
from local.saml_provider.setup import SamlSetup
from local.servers import Server

LONG = 1_300
"""Characters of padding that make an ID token of the provider longer than any attribute of a user."""


class Progress(Protocol):
    """Whoever shows how far the start has come."""

    def step(self, text: str) -> AbstractContextManager[object]:
        """Show that `text` goes on, until the context ends."""


class LocalSystem:
    """The embedded AWS, the provider, the Cognito domain, the apps and the deployed API. Use it with `with`.

    With `saml` there is a SAML provider, too, and an app whose people come from there; `others` gives more OpenID
    providers, each with an app of its own; `elsewhere` names apps of the pool that the caller serves. With `remember`
    sign-ins are remembered, and the trigger is told of each in this shape; the first provider's ID tokens are then
    longer than any attribute.
    Entering raises LocalError when something cannot start; whatever had started is ended then, too.
    """

    places: Places
    clients: Clients
    provider: ProviderSetup
    saml_provider: SamlSetup | None = None
    others: dict[str, OpenIdProvider]
    pool: Pool
    domain: Domain

    def __init__(
        self,
        places: Places,
        progress: Progress,
        *,
        deployed: bool = True,
        saml: bool = False,
        remember: Shape | None = None,
        others: Sequence[Callable[[Places], OpenIdProvider]] = (),
        elsewhere: Sequence[AppElsewhere] = (),
    ) -> None:
        self.places = places
        self.others = {}
        self._others = others
        self._elsewhere = elsewhere
        self._progress = progress
        self._deployed = deployed
        self._saml = saml
        self._remember = remember
        self._cleanup = ExitStack()
        self._gateway = Gateway(places.aws_port)

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._cleanup.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cleanup.close()

    @property
    def api_id(self) -> str:
        """The id of the deployed API."""
        return self._gateway.api_id

    def _start(self) -> None:
        self._cleanup.enter_context(self.places.exclusively())
        self.places.require_free_ports()
        self._cleanup.enter_context(access_log(self.places.logs("servers")))
        self.clients = Clients(self.places)
        self.provider = ProviderSetup.create(self.places, LONG if self._remember else 0)
        building = deployment.build(self.places)
        if self._deployed:
            self._cleanup.callback(building.stop)
            building.start(self.places.root)
        self._start_servers()
        if self._deployed:
            with self._progress.step("Build the functions (sam build)"):
                building.finish(deployment.BUILD_SECONDS)
            with self._progress.step("Deploy the template (sam deploy)"):
                others = list(self.others.values())
                self._gateway.api_id = deployment.deploy(
                    self.places, self.clients, self.pool, self.provider, others, remember=self._remember is not None
                )
                if self._remember:
                    attach(self.clients, self.pool, self.domain, self._remember)

    def _start_servers(self) -> None:
        aws, provider = aws_process(self.places), provider_process(self.places, self.provider)
        for process in (aws, provider):
            self._cleanup.callback(process.stop)
            process.start()
        with self._progress.step(f"Start the embedded AWS at {self.places.aws}"):
            aws.wait_for_answer(f"{self.places.aws}/_ministack/health")
        with self._progress.step(f"Start the OpenID provider at {self.places.provider}"):
            provider.wait_for_answer(discovery(self.provider))
        with self._progress.step(f"Create the user pool, and its domain at {self.places.cognito}"):
            self.pool = create_pool(self.clients, self.places, self.provider, maps_token=self._remember is None)
            self.domain = Domain(self.places, self.pool.pool_id, {PROVIDER: f"{self.provider.issuer}/token/"})
        if self._saml:
            self._start_saml_provider()
        for create in self._others:
            self._start_other(create(self.places))
        self._serve(Server(cognito_application(self.domain), self.places.cognito_port))
        self._serve(Server(app.application(self.places, self.pool), self.places.app_port))
        for other in self._elsewhere:
            register(self.clients, self.places, self.pool, other)
        self._serve(Server(self._gateway, self.places.logout_port))

    def _start_other(self, other: OpenIdProvider) -> None:
        with self._progress.step(f"Start the provider {other.name} at {other.issuer}"):
            self._cleanup.callback(other.process.stop)
            other.process.start()
            other.process.wait_for_answer(other.discovery)
            federate(self.clients, self.places, self.pool, self.domain, other)
            self.others[other.name] = other

    def _start_saml_provider(self) -> None:
        # Its library loads slowly and needs xmlsec1: only for who asks for it.
        from local.saml_provider.federation import federate

        with self._progress.step(f"Start the SAML provider at {self.places.saml_provider}"):
            self.saml_provider = SamlSetup.create(self.places)
            process = saml_process(self.places, self.saml_provider)
            self._cleanup.callback(process.stop)
            process.start()
            process.wait_for_answer(self.saml_provider.entity_id)
            federate(self.clients, self.places, self.pool, self.domain, self.saml_provider)

    def _serve(self, server: Server) -> None:
        self._cleanup.callback(server.stop)
        server.start()
