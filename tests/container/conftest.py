"""Docker and an image for these tests, the function built once, and a local system that containers reach."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.container import function, runtime
from local.container.bridge import Bridge
from local.system import LocalSystem
from tests.e2e.conftest import Silent, unused_places
from tests.left_out import leave_out

HERE = Path(__file__).parent
IMAGE = os.environ.get("IMAGE") or None

type Left = Callable[[Path], list[str]]


def what_is_missing() -> str:
    """What these tests lack on this machine; an empty text when nothing is."""
    if runtime.ask("version", "--format", "{{.Server.Version}}") is None:
        return "no Docker answers here"
    named = IMAGE or runtime.AWS_IMAGE_OF_OURS
    # SAM fetches AWS's image itself; here its registry is only asked for it.
    if runtime.has_image(IMAGE) or (not IMAGE and runtime.ask("manifest", "inspect", named)):
        return ""
    return f"the image {named} is not to be had (IMAGE names another)"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of this folder that run a container where there is none to run."""
    lacking = [item for item in items if HERE in item.path.parents and "image" in getattr(item, "fixturenames", ())]
    if lacking and (missing := what_is_missing()):
        # CI gives an image where it can; nothing that a project's own files install brings Docker's engine.
        leave_out(config, items, lacking, f"container tests left out: {missing}", in_ci=IMAGE is None)


@pytest.fixture(scope="session")
def image() -> str | None:
    """The image to run, None for AWS's own. Tests that ask for it are left out where there is none."""
    return IMAGE


@pytest.fixture(scope="session")
def template(image: str | None) -> Path:
    """The built template, in a folder that is kept for the next time."""
    places = unused_places("container")
    with places.exclusively():
        return function.built(places)


@pytest.fixture(scope="session")
def system(image: str | None) -> Iterator[LocalSystem]:
    """Everything but a deployed function, where containers reach it."""
    places = unused_places("container-live")
    with (
        LocalSystem(places, Silent(), deployed=False) as running,
        Bridge((places.aws_port, places.cognito_port)),
    ):
        yield running


@pytest.fixture
def folder() -> Path:
    """A folder for a command of its own; SAM's cache in it is kept for the next time."""
    return unused_places("container-command").root


@pytest.fixture
def left() -> Left:
    """Tells which containers still hold what was built in a folder."""

    return lambda folder: runtime.containers_of(folder / "build" / function.FUNCTION)
