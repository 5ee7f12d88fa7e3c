"""Run mutmut over the core and the token checks, and hold what survives against the list that explains it."""

import subprocess
import sys
from collections import Counter
from contextlib import chdir
from pathlib import Path

from tests.mutation import survivors, workplace

LIST = Path(__file__).with_name("survivors.toml")


def main() -> int:
    """Return 0 when the list explains all that no test notices, and nothing else."""
    workplace.lay_out()
    log = workplace.WORKPLACE / "log.txt"
    with log.open("w", encoding="utf-8") as output:
        mutmut = [str(Path(sys.executable).with_name("mutmut")), "run"]
        done = subprocess.run(mutmut, cwd=workplace.WORKPLACE, stdout=output, stderr=output, check=False)  # noqa: S603
    if done.returncode:
        print(f"mutmut stopped, see {log}")
        return 1
    counts, found = outcome()
    print(", ".join(f"{count} mutants {status}" for status, count in counts.most_common()))
    explained = survivors.read(LIST.read_text(encoding="utf-8"))
    complaints = survivors.complaints(found, explained)
    print("\n\n".join([*survivors.idle(found, explained), *complaints]))
    if not complaints:
        print(f"{LIST.name} explains every one of those that live")
    return 1 if complaints else 0


def outcome() -> tuple[Counter[str], list[survivors.Mutant]]:
    """Return how many mutants met which fate, and those that were not killed."""
    # `mutmut show` says the same at half a second for each; and mutmut reads its settings when it is imported.
    with chdir(workplace.WORKPLACE):
        from mutmut import __main__ as mutmut
        from mutmut.mutation.data import SourceFileMutationData

        fates: dict[str, str] = {}
        for path in mutmut.walk_mutatable_files():
            data = SourceFileMutationData(path=path)
            data.load()
            fates |= {key: mutmut.status_by_exit_code[code] for key, code in data.exit_code_by_key.items()}
        alive = {key: status for key, status in fates.items() if status != "killed"}
        found = [survivors.mutant(key, mutmut.get_diff_for_mutant(key), status) for key, status in alive.items()]
    return Counter(fates.values()), found


if __name__ == "__main__":
    sys.exit(main())
