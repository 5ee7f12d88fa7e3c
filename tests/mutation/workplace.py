"""Where mutmut works: a copy of the code below `.local`, laid out and written so that mutmut can mutate all of it.

mutmut takes the path of a file for its module's name, but for a leading `src`; and it leaves out what has a decorator
(mutmut 3.7, `get_mutant_name` and `_skip_node_and_children`). So `functions` is called `src` there, and where our
values compute something, `@dataclass` and `@property` are applied after the definition instead of above it.
"""

import shutil
from pathlib import Path

import libcst
from libcst import matchers

ROOT = Path(__file__).parents[2]
WORKPLACE = ROOT / ".local" / "mutation"
DATACLASS = matchers.Decorator(matchers.Call(matchers.Name("dataclass")))
PROPERTY = matchers.Decorator(matchers.Name("property"))


def lay_out() -> None:
    """Make the workplace anew: what an earlier run found is gone, since mutmut would not see that a test changed."""
    shutil.rmtree(WORKPLACE, ignore_errors=True)
    code = WORKPLACE / "src"
    shutil.copytree(ROOT / "functions", code, ignore=shutil.ignore_patterns("__pycache__"))
    for path in code.rglob("*.py"):
        path.write_text(opened(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name in ("tests", "events", "pyproject.toml"):
        (WORKPLACE / name).symlink_to(ROOT / name)


def opened(source: str) -> str:
    """Return a module that does the same, with the decorators of data classes and properties applied by assignment."""
    return libcst.parse_module(source).visit(_Opening()).code


class _Opening(libcst.CSTTransformer):
    def leave_ClassDef(  # noqa: N802 - libcst calls it so
        self, original_node: libcst.ClassDef, updated_node: libcst.ClassDef
    ) -> libcst.ClassDef | libcst.FlattenSentinel[libcst.BaseStatement]:
        return _assigned(updated_node, DATACLASS)

    def leave_FunctionDef(  # noqa: N802 - libcst calls it so
        self, original_node: libcst.FunctionDef, updated_node: libcst.FunctionDef
    ) -> libcst.FunctionDef | libcst.FlattenSentinel[libcst.BaseStatement]:
        return _assigned(updated_node, PROPERTY)


def _assigned[Defined: (libcst.ClassDef, libcst.FunctionDef)](
    defined: Defined, mark: matchers.Decorator
) -> Defined | libcst.FlattenSentinel[libcst.BaseStatement]:
    if len(defined.decorators) != 1 or not matchers.matches(defined.decorators[0], mark):
        return defined
    decorator = libcst.Module([]).code_for_node(defined.decorators[0].decorator)
    name = defined.name.value
    later = libcst.parse_statement(f"{name} = {decorator}({name})")
    return libcst.FlattenSentinel([defined.with_changes(decorators=[]), later])
