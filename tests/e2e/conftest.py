"""A whole local system for these tests, on ports of its own, so that a `make run` beside them is not disturbed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from local.audit import AuditTrail
from local.errors import LocalError
from local.lemonldap import setup as lemonldap
from local.node_oidc_provider.setup import provider as node_oidc_provider
from local.person import Person
from local.places import REPOSITORY, Names, Places
from local.remembering import Shape
from local.saml_provider import process as saml_provider
from local.system import LocalSystem
from tests.left_out import leave_out

# What a machine may lack, and whose fixture needs it.
SOFTWARE = {
    "saml_system": ("SAML", saml_provider.what_is_missing),
    "lemon_system": ("LemonLDAP::NG", lemonldap.what_is_missing),
}


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of the tests in this folder."""
    config.addinivalue_line("markers", "e2e: starts a local AWS, a Cognito domain and an OpenID provider")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that this machine lacks the software for."""
    for fixture, (name, what_is_missing) in SOFTWARE.items():
        lacking = [item for item in items if fixture in getattr(item, "fixturenames", ())]
        if lacking and (missing := what_is_missing()):
            leave_out(config, items, lacking, f"{name} tests left out: {missing}")


class Silent:
    """Shows nothing: pytest has its own progress."""

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Nothing."""
        yield


def unused_places(name: str, names: Names = "python") -> Places:
    """Free ports, and a folder that is kept for the next time (SAM's cache lies there) but that nobody uses now."""
    for number in range(10):
        places = Places.with_free_ports(REPOSITORY / ".local" / f"{name}-{number}", names)
        with suppress(LocalError), places.exclusively():
            return places
    raise LocalError(f"Ten test runs are under way in {REPOSITORY / '.local'}: wait until one has ended.")


@pytest.fixture(scope="session")
def domain_system() -> Iterator[LocalSystem]:
    """Everything but the product: enough to see how the Cognito domain and the provider behave."""
    with LocalSystem(unused_places("e2e-domain"), Silent(), deployed=False) as system:
        yield system


@pytest.fixture(scope="session")
def system() -> Iterator[LocalSystem]:
    """Everything, the template deployed."""
    with LocalSystem(unused_places("e2e"), Silent()) as system:
        yield system


@pytest.fixture(scope="session")
def remember_system() -> Iterator[LocalSystem]:
    """Everything, and sign-ins are remembered."""
    with LocalSystem(unused_places("e2e-remember"), Silent(), remember=Shape.RAW_TOKENS) as system:
        yield system


@pytest.fixture(scope="session")
def saml_system() -> Iterator[LocalSystem]:
    """Everything, and SimpleSAMLphp as one more provider."""
    with LocalSystem(unused_places("e2e-saml"), Silent(), saml=True) as system:
        yield system


@pytest.fixture(scope="session")
def node_system() -> Iterator[LocalSystem]:
    """Everything, and panva's oidc-provider as one more provider."""
    with LocalSystem(unused_places("e2e-node"), Silent(), others=[node_oidc_provider]) as system:
        yield system


@pytest.fixture(scope="session")
def lemon_system() -> Iterator[LocalSystem]:
    """Everything, and LemonLDAP::NG as one more provider."""
    with LocalSystem(unused_places("e2e-lemon"), Silent(), others=[lemonldap.provider]) as system:
        yield system


@pytest.fixture(scope="session")
def audit(system: LocalSystem) -> AuditTrail:
    """The audit events of the deployed function."""
    return AuditTrail(system.clients)


@pytest.fixture
def ada(domain_system: LocalSystem) -> Person:
    """Signed in through the provider."""
    person = Person(domain_system, "shop")
    assert person.sign_in()
    return person


@pytest.fixture
def grace(domain_system: LocalSystem) -> Person:
    """Signed in at Cognito's own page."""
    person = Person(domain_system, "desk")
    assert person.sign_in()
    return person


@pytest.fixture
def barbara(node_system: LocalSystem) -> Person:
    """Signed in through panva's oidc-provider."""
    person = Person(node_system, "studio")
    assert person.sign_in()
    return person


@pytest.fixture
def rose(lemon_system: LocalSystem) -> Person:
    """Signed in through LemonLDAP::NG."""
    person = Person(lemon_system, "library")
    assert person.sign_in()
    return person


@pytest.fixture
def edsger(saml_system: LocalSystem) -> Person:
    """Signed in through the SAML provider."""
    person = Person(saml_system, "intranet")
    assert person.sign_in()
    return person
