"""The bill of materials in CycloneDX: what lies in the archives, with versions, licences and who needs what."""

import json
import venv
from pathlib import Path

from release.bundle import Bundle
from release.programs import program
from release.running import run


def written(bundle: Bundle, into: Path) -> Path:
    """Write the bill of a bundle, whose packages are those of every processor. Raises LocalError when that fails."""
    file = into / f"logout-coordinator-{bundle.source.version}.cdx.json"
    environment = bundle.folder.parent / "environment"
    venv.create(environment)
    (packages,) = environment.glob("lib/*/site-packages")
    (packages / "bundle.pth").write_text(str(bundle.functions), encoding="utf-8")
    about = bundle.folder.parent / "pyproject.toml"
    about.write_text(_project(bundle), encoding="utf-8")
    command = [str(program("cyclonedx-py")), "environment", "--output-reproducible", "--mc-type", "application"]
    command += ["--pyproject", str(about), "--output-file", str(file), str(environment)]
    run(command, into, epoch=bundle.source.epoch)
    return file


def _project(bundle: Bundle) -> str:
    """The root of the bill: the product, and what it asks for by itself."""
    asked = (bundle.source.folder / "functions/requirements.in").read_text(encoding="utf-8").split("\n")
    return f"""[project]
name = "logout-coordinator"
version = {json.dumps(bundle.source.version)}
license = "Apache-2.0"
dependencies = {json.dumps([line for line in asked if line])}
"""
