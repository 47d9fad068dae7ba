"""Fetches what the site is made of and others wrote: Python for the browser, wheels, MathJax; each file by its hash."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from autograder.files import ROOT, UserError

Say = Callable[[str], None]
PINS = ROOT / "site" / "pins"
PYODIDE = "SITE_PYODIDE"  # a folder with Pyodide's official files, with the wheels of a release
BROWSERS_PYTHON = "3.14"
CARRIERS_PYTHON = "3.12"  # the carrier's own condition; nothing of it is run
INSIDE_CARRIER = "open_webui/frontend/pyodide/"
FROM_NPM = (
    "axe-core/axe.min.js",
    "mathjax/es5/tex-svg.js",
    "pyodide/pyodide-lock.json",
    "pyodide/pyodide.asm.mjs",
    "pyodide/pyodide.asm.wasm",
    "pyodide/pyodide.mjs",
    "pyodide/python_stdlib.zip",
)
PATIENCE = 900  # seconds for one download


def pinned() -> dict[str, str]:
    """Return the sha256 of each piece by its path, as `sha256sum` writes them."""
    lines = (PINS / "pieces.sha256").read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def fetch(folder: Path, tools: Path, say: Say) -> None:
    """Put every pinned piece into `folder`, where it is not there already.

    tools: the Python whose pip downloads. Raises UserError when a piece cannot be fetched, or is
    not what its hash says; no such piece is left in the folder.
    """
    lacking = _lacking(folder)
    if not lacking:
        return
    say(f"fetching {len(lacking)} files of the browser's Python, its wheels and MathJax")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as name:
        scratch = Path(name)
        arrived = scratch / "arrived"
        for room, source in ROOMS.items():
            if any(path.startswith(f"{room}/") for path in lacking):
                (arrived / room).mkdir(parents=True)
                source(arrived / room, scratch, tools)
        for path in lacking:
            _take(arrived / path, folder / path, pinned()[path])


def _lacking(folder: Path) -> list[str]:
    return [path for path, digest in pinned().items() if _digest(folder / path) != digest]


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _take(arrived: Path, target: Path, wanted: str) -> None:
    found = _digest(arrived)
    if found != wanted:
        said = "did not arrive" if found is None else f"has the sha256 {found}"
        raise UserError(
            f"{target.name} {said}, and site/pins/pieces.sha256 expects {wanted}. "
            "Nothing of it was kept; run `make site` again, or renew the pins (docs/site.md)"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(arrived, target)


# ------------------------------------------------------------------------------ where it comes from


def _carrier(target: Path, scratch: Path, tools: Path) -> None:
    """Wheels that Pyodide's makers built: from the folder that SITE_PYODIDE names, else out of a wheel.

    That wheel, of another project, is a carrier only: each file in it is known by its hash, which
    is the one in Pyodide's own lock.
    """
    names = [path.split("/", 1)[1] for path in pinned() if path.startswith("carrier/")]
    if given := os.environ.get(PYODIDE):
        for name in names:
            if (Path(given) / name).is_file():
                shutil.copyfile(Path(given) / name, target / name)
        return
    _download(scratch / "carrier", tools, "carrier.txt", CARRIERS_PYTHON)
    (wheel,) = (scratch / "carrier").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        for name in names:
            if INSIDE_CARRIER + name in inside:
                (target / name).write_bytes(archive.read(INSIDE_CARRIER + name))


def _wheels(target: Path, scratch: Path, tools: Path) -> None:
    _download(target, tools, "wheels.txt", BROWSERS_PYTHON)


def _npm(target: Path, scratch: Path, tools: Path) -> None:
    """Pyodide itself; MathJax for the formulas; axe, which judges the pages and is not served."""
    npm = shutil.which("npm")
    if npm is None:
        raise UserError(
            "Pyodide and MathJax come from npm, which is not on PATH. Install Node.js with npm (on Debian and "
            "Ubuntu: sudo apt-get install npm), then run `make site` again"
        )
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PINS / name, scratch / name)
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], scratch)
    for path in FROM_NPM:
        if (scratch / "node_modules" / path).is_file():
            os.replace(scratch / "node_modules" / path, target / Path(path).name)


ROOMS = {"carrier": _carrier, "wheels": _wheels, "npm": _npm}


def _download(target: Path, tools: Path, pins: str, python: str) -> None:
    """Download what a file of pins names, for another Python than ours, by hash."""
    command = [str(tools), "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
    command += ["--no-input", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    command += [f"--python-version={python}", f"--dest={target}", f"--requirement={PINS / pins}"]
    _run(command, target.parent)


def _run(command: list[str], folder: Path) -> None:
    run_tool(
        command,
        folder,
        PATIENCE,
        name=command[0],
        fault=f"what the site needs could not be fetched with {command[0]}",
    )


def run_tool(
    command: list[str],
    folder: Path,
    patience: int,
    *,
    name: str,
    fault: str,
    environment: dict[str, str] | None = None,
) -> None:
    """Run a tool in a folder. Raises UserError, with its last lines, when it fails or takes too long.

    patience: seconds; name and fault: how the tool and its failing are told.
    """
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=patience
        )
    except subprocess.TimeoutExpired:
        raise UserError(f"{name} did not finish in {patience} s; try again") from None
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise UserError(f"{fault}:\n{last}")
