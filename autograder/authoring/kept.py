"""Keeps what earlier builds found out, each thing by the digest of all that it depends on.

It lies in `build/kept`, which nobody commits: whoever checks the project out proves from nothing.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from autograder.files import (
    CASES,
    EXERCISES,
    HELPERS,
    NARRATIVES,
    ROOT,
    SOLUTIONS,
    exercise_files,
    write_atomically,
)

KEPT = ROOT / "build" / "kept"
ROOMS = ("helpers", "solutions", "autograder")


@dataclass
class Kept:
    """What is known of a week: things by name, each with the digest under which it holds."""

    week: str
    things: dict[str, tuple[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, week: str) -> Kept:
        """Return what is kept of a week; nothing if nothing is, or if it cannot be read."""
        try:
            data = json.loads(_path(week).read_text(encoding="utf-8"))
            return cls(week, {name: (digest, value) for name, (digest, value) in data.items()})
        except (OSError, ValueError, AttributeError):
            return cls(week)

    def get(self, name: str, digest: str) -> Any:
        """Return what is kept under a name if it was found under the same digest, else None."""
        known, value = self.things.get(name, ("", None))
        return value if known == digest else None

    def put(self, name: str, digest: str, value: Any) -> None:
        """Keep a thing, in place of what its name held before."""
        self.things[name] = (digest, value)

    def write(self) -> None:
        """Write all of it."""
        write_atomically(_path(self.week), json.dumps(self.things, separators=(",", ":")))


def _path(week: str) -> Path:
    return KEPT / f"{week}.json"


# ---------------------------------------------------------------- a whole week at a glance


def is_sealed(week: str) -> bool:
    """Return whether the week was built or checked, and nothing that it depends on changed since."""
    path = KEPT / f"{week}.seal"
    return path.exists() and path.read_text(encoding="utf-8") == _seal(
        week, digest_of_sources(week)
    )


def seal(week: str, sources: str) -> None:
    """Note that what is built of a week is what its sources said when they had this digest."""
    write_atomically(KEPT / f"{week}.seal", _seal(week, sources))


def _seal(week: str, sources: str) -> str:
    built = (NARRATIVES / f"{week}.ipynb", SOLUTIONS / f"{week}.ipynb", CASES / f"{week}.json")
    return f"{sources} {digest_of_files(built)}"


def digest_of_sources(week: str) -> str:
    """Return the digest of all sources that may have to do with a week, whether they do or not."""
    engine = ROOT / "autograder"
    files = [
        *engine.glob("*.py"),
        *(engine / "authoring").glob("*.py"),
        *(engine / "examining").glob("*.py"),
        *exercise_files(week),
        *SOLUTIONS.glob("*.py"),
        *HELPERS.rglob("*.py"),
        *_data_files(),
        NARRATIVES / f"{week}.md",
    ]
    return digest_of_files(files)


# ---------------------------------------------------------------- what depends on what


def digest_of_files(files: Iterable[Path], *more: str) -> str:
    """Return a digest of files, by their names and contents, of texts, and of the versions used."""
    found = hashlib.sha256("\0".join([*_versions(), *more]).encode())
    for path in sorted(set(files)):
        found.update(f"\0{path.relative_to(ROOT)}\0{_digest_of(path)}".encode())
    return found.hexdigest()


def _digest_of(path: Path) -> str:
    try:
        state = path.stat()
    except FileNotFoundError:
        return ""
    return _digest_of_content(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(4096)
def _digest_of_content(path: Path, changed: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@functools.cache
def _versions() -> tuple[str, ...]:
    """Return the versions on which computed numbers and drawn figures depend."""
    return (sys.version, *(version(name) for name in ("numpy", "matplotlib", "ipykernel")))


def digest_of_proof(week: str, name: str, functions: Iterable[str]) -> str:
    """Return the digest of all that an exercise's sheet and its proof depend on.

    Of the answers these are the functions that the exercise is about or names, and what they call.
    """
    folder = EXERCISES / week
    own = [folder / f"{name}.py", folder / f"{name}.md", *sorted(folder.glob("_[a-z]*.py"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in own if path.exists())
    solutions = SOLUTIONS / f"{week}.py"
    answers = _answers_behind(solutions.read_text(encoding="utf-8"), {*functions, *_words(text)})
    engine = ROOT / "autograder" / "authoring" / "proof.py"
    modules = files_behind([path for path in own if path.suffix == ".py"] + [engine])
    modules |= files_behind([solutions]) - {solutions}
    modules.discard(folder / "__init__.py")  # the order of the exercises proves nothing
    return digest_of_files({*own, *modules, *_data_files()}, answers)


def digest_of_mutants(week: str, name: str) -> str:
    """Return the digest of the texts that say what small changes of an exercise's answer yield.

    Versions have no part in it, so that it holds on every machine.
    """
    folder = EXERCISES / week
    own = [folder / f"{name}.py", folder / f"{name}.md", *sorted(folder.glob("_[a-z]*.py"))]
    examining = ROOT / "autograder" / "examining"
    engine = [
        examining / "mutating.py",
        examining / "nearby.py",
        examining / "nodes.py",
        HELPERS / "judge" / "mutants.py",
    ]
    answers = files_behind([SOLUTIONS / f"{week}.py"])
    found = hashlib.sha256()
    for path in sorted({*own, *engine, *(p for p in answers if p.parent == SOLUTIONS)}):
        if path.exists():
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def digest_of_run(week: str, code: Sequence[str], cells: Sequence[str] = ()) -> str:
    """Return the digest of all that the code of a notebook uses, and of its `cells` if they are given."""
    text = "\n".join(code)
    named = {HELPERS / "checking.py", *filter(None, map(_file_of, _modules_in(text)))}
    return digest_of_files({*files_behind(named), *_data_files(), CASES / f"{week}.json"}, *cells)


def files_behind(files: Iterable[Path]) -> set[Path]:
    """Return files of the project and all those that they import or name, imports followed.

    With a module comes the `__init__` of each package on the way to it.
    """
    pending = list(files)
    found: set[Path] = set()
    while pending:
        path = pending.pop()
        if path not in found:
            found.add(path)
            package = ".".join(path.relative_to(ROOT).parent.parts)
            modules = _modules_of(path, path.stat().st_mtime_ns, package)
            pending += filter(None, map(_file_of, (*modules, package, package.rpartition(".")[0])))
    return found


@functools.lru_cache(4096)
def _modules_of(path: Path, changed: int, package: str) -> tuple[str, ...]:
    return tuple(_modules_in(path.read_text(encoding="utf-8"), package))


def _modules_in(text: str, package: str = "") -> Iterator[str]:
    """Yield the modules of the project that code imports, or names in a string, as `Built` does."""
    for match in re.finditer(
        r"^\s*(?:from ([\w.]+) import (\([^)]*\)|[^#\n]*)|import ([\w.]+))", text, re.M
    ):
        module, names, alone = match.groups()
        if alone:
            module = alone
        elif module.startswith("."):
            rest = module.lstrip(".")
            above = package.split(".")[: len(package.split(".")) - (len(module) - len(rest)) + 1]
            module = ".".join([*above, rest]).rstrip(".")
        if module.split(".")[0] in ROOMS:
            yield module
            yield from (f"{module}.{name}" for name in re.findall(r"\w+", names or ""))
    for match in re.finditer(r"""["'](helpers\.[\w.]+)\.\w+["']""", text):
        yield match[1]


def _file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.exists():
            return candidate
    return None


def _data_files() -> list[Path]:
    """Return what lies in helpers beside modules and cases: data sets, the style sheet."""
    return [
        path
        for path in HELPERS.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and path.parent != CASES
    ]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _answers_behind(text: str, names: set[str]) -> str:
    """Return the functions of a module of answers that are named, what they call, and the rest."""
    lines = text.splitlines(keepends=True)
    functions = {
        node.name: "".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }
    rest = text
    for source in functions.values():
        rest = rest.replace(source, "")
    pending, found = [*(names | _words(rest)) & functions.keys()], {}
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = functions[name]
            pending += _words(functions[name]) & functions.keys()
    return rest.strip() + "".join(found[name] for name in sorted(found))
