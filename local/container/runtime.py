"""Is Docker there, is the image there, and how does a container find this machine?"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.errors import LocalError

AWS_IMAGE = "public.ecr.aws/lambda/python"
AWS_IMAGE_OF_OURS = f"{AWS_IMAGE}:3.13"
SECONDS = 30.0


def ask(*arguments: str) -> str | None:
    """What the docker command answers; None when it fails, takes too long, or is not installed."""
    program = shutil.which("docker")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are this project's own
            [program, *arguments], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def require_docker(command: str) -> None:
    """Raise LocalError with one sentence when no Docker answers; `command` is what the person typed."""
    if ask("version", "--format", "{{.Server.Version}}") is None:
        raise LocalError(f"{command} runs the function in a container: install or start Docker, then try again.")


def has_image(image: str | None) -> bool:
    """Whether an image is on this machine: the one named, else AWS's own with whatever tag SAM gave it."""
    return bool(ask("image", "inspect", image) if image else ask("image", "ls", "--quiet", AWS_IMAGE))


def require_image(image: str | None) -> None:
    """Raise LocalError with one sentence when the image that a person named is not here. SAM fetches AWS's itself."""
    if image and not has_image(image):
        raise LocalError(f"The image {image} is not on this machine: build or load it, or leave IMAGE out for AWS's.")


def no_image_or(text: str, image: str | None) -> LocalError:
    """Why SAM could start no container: that there is no image, where that is so, else `text`."""
    if has_image(image):
        return LocalError(text)
    advice = "let this machine reach it, or name an image of your own with IMAGE=<its name>."
    return LocalError(f"The image {AWS_IMAGE_OF_OURS} could not be fetched: {advice}")


def image_options(image: str | None) -> list[str]:
    """SAM's options for an image of one's own, none for AWS's."""
    return ["--invoke-image", image, "--skip-pull-image"] if image else []


def containers_of(folder: Path) -> list[str]:
    """The ids of the containers, running or not, that a folder of this machine is mounted into."""
    return (ask("ps", "--all", "--quiet", "--filter", f"volume={folder}") or "").split()


@contextmanager
def none_left_of(folder: Path) -> Iterator[None]:
    """Remove in the end what SAM left: interrupted while it makes a container, it forgets that one."""
    try:
        yield
    finally:
        for container in containers_of(folder):
            ask("rm", "--force", container)


def bridge_address() -> str | None:
    """This machine's address on Docker's default network, which only containers and this machine reach."""
    return ask("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}") or None
