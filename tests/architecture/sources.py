"""The source files of functions/, parsed: what each module is called, imports and says about itself."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = ROOT / "functions"
HANDLERS = tuple(sorted(path.parent.name for path in FUNCTIONS.glob("*/handler.py")))


@dataclass(frozen=True)
class Import:
    """One module that is imported; `lazy` says that it happens inside of a function."""

    module: str
    lazy: bool
    line: int


class Source:
    """One file of functions/."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = ".".join(path.relative_to(FUNCTIONS).with_suffix("").parts).removesuffix(".__init__")
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)

    def __repr__(self) -> str:
        return self.name

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import, `from package import name` as `package.name` where that is a module of ours."""
        lazy = {
            id(inner)
            for outer in ast.walk(self.tree)
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
            for inner in ast.walk(outer)
        }
        found = []
        for node in ast.walk(self.tree):
            for module in _modules(node):
                found.append(Import(module, id(node) in lazy, getattr(node, "lineno", 0)))
        return tuple(found)

    def imports_from(self, package: str) -> list[str]:
        """Return what it imports of `package` or below it."""
        return [one.module for one in self.imports if one.module == package or one.module.startswith(f"{package}.")]


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "say whole names: they can be searched for"
        below = [f"{node.module}.{alias.name}" for alias in node.names]
        return [_known(name) or str(node.module) for name in below]
    return []


def _known(name: str) -> str | None:
    path = FUNCTIONS.joinpath(*name.split("."))
    return name if path.with_suffix(".py").exists() or (path / "__init__.py").exists() else None


SOURCES = tuple(Source(path) for path in sorted(FUNCTIONS.rglob("*.py")))


def below(package: str) -> list[Source]:
    """Return the sources of a package."""
    return [source for source in SOURCES if source.name == package or source.name.startswith(f"{package}.")]
