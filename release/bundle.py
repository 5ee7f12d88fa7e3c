"""A project that is deployed without a clone: the template beside its functions, built for one processor.

One folder lies in the archive, as `sam init --location` asks of one.
"""

import os
import shutil
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from local.errors import LocalError
from release.running import run
from release.source import Source

PROCESSORS = ("x86_64", "arm64")
BUILT_BY_SAM = "    Metadata: {BuildMethod: makefile}\n"
DEFAULT_PROCESSOR = "    Default: x86_64\n"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A built project in `folder`, for one processor."""

    folder: Path
    processor: str
    source: Source

    @property
    def functions(self) -> Path:
        """The code of all functions, with their packages."""
        return self.folder / "functions"

    def archived(self, into: Path) -> Path:
        """Write it as a zip file: files in order, all with the commit's time and the same modes."""
        name = f"logout-coordinator-{self.source.version}"
        file = into / f"{name}-{self.processor}.zip"
        year, month, day, hour, minute, second, *_ = time.gmtime(self.source.epoch)
        moment = (year, month, day, hour, minute, second)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            # `sam init` looks for the one folder as the first entry.
            archive.writestr(_entry(f"{name}/", moment, 0o40755), b"")
            for path in sorted(path for path in self.folder.rglob("*") if path.is_file()):
                entry = f"{name}/{path.relative_to(self.folder).as_posix()}"
                mode = 0o100755 if os.access(path, os.X_OK) else 0o100644
                archive.writestr(_entry(entry, moment, mode), path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
        return file


def _entry(name: str, moment: tuple[int, int, int, int, int, int], mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, moment)
    entry.external_attr = mode << 16
    return entry


def built(source: Source, processor: str, folder: Path) -> Bundle:
    """Build the functions for a processor, by the Makefile that SAM builds each of them by: one copy serves all."""
    bundle = Bundle(folder / "project", processor, source)
    artefact = folder / "build" / "functions"
    artefact.mkdir(parents=True)
    target = [f"ARTIFACTS_DIR={artefact}", f"ARCHITECTURE={processor}", "build-LogoutFunction"]
    run(["make", "--silent", *target], source.folder / "functions", epoch=source.epoch)
    bundle.folder.mkdir()
    artefact.rename(bundle.functions)
    template = (source.folder / "template.yaml").read_text(encoding="utf-8")
    (bundle.folder / "template.yaml").write_text(deployable(template, processor), encoding="utf-8")
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "samconfig.toml"):
        (bundle.folder / name).write_bytes((source.folder / name).read_bytes())
    # Where the links of README.md lead, without what makes a site of it.
    shutil.copytree(source.folder / "docs", bundle.folder / "docs", ignore=shutil.ignore_patterns("conf.py", "static"))
    return bundle


def deployable(template: str, processor: str) -> str:
    """Return the template for functions that are built already. Raises LocalError when it has another form."""
    if BUILT_BY_SAM not in template or template.count(DEFAULT_PROCESSOR) != 1:
        raise LocalError("template.yaml has another form than release/bundle.py knows.")
    return template.replace(BUILT_BY_SAM, "").replace(DEFAULT_PROCESSOR, f"    Default: {processor}\n")
