"""Builds JupyterLite: each week's notebook, the browser's Python, and a wheel for each week of what it imports."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.authoring.bundle import ZIP_DATE
from autograder.authoring.site.pieces import run_tool
from autograder.files import write_atomically

KERNEL = "@jupyterlite/pyodide-kernel-extension"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
PYODIDE = "static/pyodide"
APP = "notebooks"  # JupyterLite's interface of one notebook, without a file browser
SHIPPED = ("helpers/", "solutions/")
UNUSED = ("widgetsnbextension",)  # for the classic notebook; ipywidgets does without it here
AUTOSAVE = 5  # seconds; JupyterLab's own two minutes lose work when a telephone kills a page
BUILD_PATIENCE = 600
SETTINGS = {
    "appName": "Neural networks, properly",
    "exposeAppInBrowser": True,  # the bar above the notebook saves, downloads and starts afresh
    "litePluginSettings": {
        f"{KERNEL}:kernel": {
            "pyodideUrl": f"./{PYODIDE}/pyodide.mjs",
            "disablePyPIFallback": True,
        }
    },
}


def build(
    weeks: Mapping[str, Mapping[str, bytes]], target: Path, pieces: Path, tools: Path, work: Path
) -> None:
    """Write JupyterLite with some weeks to `target`, which must not be there yet.

    weeks: of each week, in order, the content of every file of its bundle; pieces: what
    `pieces.fetch` has filled; tools: the Python that has jupyterlite; work: a folder for what is
    made on the way, which is emptied. Raises UserError when jupyterlite does not build.
    """
    shutil.rmtree(work, ignore_errors=True)
    (work / "files").mkdir(parents=True)
    for name, files in weeks.items():
        (work / "files" / f"{name}.ipynb").write_bytes(files[f"{name}.ipynb"])
    wheels = {name: week_wheel(name, files) for name, files in weeks.items()}
    lock = _fill_pyodide(work / PYODIDE, pieces, wheels, _kernels_own(tools))
    _write_json(work / "jupyter-lite.json", _lite(SETTINGS))
    _write_json(work / "overrides.json", _preferences())
    _run_jupyterlite(work, target, tools)
    shutil.copytree(work / PYODIDE, target / PYODIDE, dirs_exist_ok=True)
    common = [name for name in sorted(lock["packages"]) if name not in map(_package, weeks)]
    for name in weeks:
        _write_app(target, name, [*common, _package(name)])


# ---------------------------------------------------------------------------------- what is loaded


def week_wheel(name: str, files: Mapping[str, bytes]) -> tuple[str, bytes]:
    """Return the name and the content of a wheel with what a week's notebook imports.

    Its version follows from its content, so that a browser never takes an old one for it.
    """
    shipped = {path: data for path, data in files.items() if path.startswith(SHIPPED)}
    digest = hashlib.sha256()
    for path in sorted(shipped):
        digest.update(path.encode() + b"\0" + hashlib.sha256(shipped[path]).digest())
    version = f"0.{int(digest.hexdigest()[:12], 16)}"
    stem = f"{_package(name).replace('-', '_')}-{version}"
    about = f"{stem}.dist-info"
    shipped[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: {_package(name)}\nVersion: {version}\n".encode()
    )
    shipped[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: site\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = "".join(f"{path},{_hash(data)},{len(data)}\n" for path, data in shipped.items())
    shipped[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in shipped.items():
            archive.writestr(zipfile.ZipInfo(path, ZIP_DATE), data, zipfile.ZIP_DEFLATED)
    return f"{stem}-py3-none-any.whl", buffer.getvalue()


def _package(week: str) -> str:
    return f"course-{week.split('_')[0]}"


def _normal(name: str) -> str:
    """Return a package's name as Pyodide and the kernel look for it."""
    return name.replace("_", "-").lower()


def _hash(data: bytes) -> str:
    digest = hashlib.sha256(data).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _kernels_own(tools: Path) -> list[Path]:
    """Return the wheels that the kernel's extension brings along."""
    extensions = tools.parent.parent / "share/jupyter/labextensions"
    wheels = sorted((extensions / KERNEL / "static" / "pypi").glob("*.whl"))
    return [wheel for wheel in wheels if not wheel.name.startswith(UNUSED)]


def _fill_pyodide(
    folder: Path, pieces: Path, weeks: Mapping[str, tuple[str, bytes]], own: list[Path]
) -> dict[str, Any]:
    """Write Pyodide and every wheel into a folder, and a lock that names only these; return the lock."""
    folder.mkdir(parents=True)
    official = json.loads((pieces / "npm" / "pyodide-lock.json").read_text(encoding="utf-8"))
    known = {item["sha256"]: (key, item) for key, item in official["packages"].items()}
    packages = {}
    for name in CORE:
        shutil.copyfile(pieces / "npm" / name, folder / name)
    pure = [*sorted((pieces / "wheels").glob("*.whl")), *own]
    for wheel in [*sorted((pieces / "carrier").glob("*.whl")), *pure]:
        shutil.copyfile(wheel, folder / wheel.name)
        entry = _entry(wheel.name, wheel.read_bytes())
        key, entry = known.get(entry["sha256"], (entry["name"], entry))
        packages[key] = entry
    for file_name, data in weeks.values():
        (folder / file_name).write_bytes(data)
        entry = _entry(file_name, data)
        packages[entry["name"]] = entry
    lock = {"info": official["info"], "packages": packages}
    _write_json(folder / "pyodide-lock.json", lock)
    return lock


def _entry(file_name: str, data: bytes) -> dict[str, Any]:
    """Return what a lock says of a pure wheel. All of them are loaded, so none names another."""
    name, version = file_name.split("-")[:2]
    return {
        "name": _normal(name),
        "version": version,
        "file_name": file_name,
        "install_dir": "site",
        "sha256": hashlib.sha256(data).hexdigest(),
        "package_type": "package",
        "imports": [],
        "depends": [],
        "unvendored_tests": False,
    }


# --------------------------------------------------------------------------------------- settings


def _lite(settings: dict[str, Any]) -> dict[str, Any]:
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}


def _preferences() -> dict[str, Any]:
    return {
        "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": AUTOSAVE},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    }


def _run_jupyterlite(work: Path, target: Path, tools: Path) -> None:
    command = [str(tools), "-m", "jupyterlite_core", "build", "--lite-dir", str(work)]
    command += ["--output-dir", str(target), "--apps", APP, "--contents", str(work / "files")]
    command += ["--no-sourcemaps", "--no-unused-shared-packages"]
    run_tool(
        command,
        work,
        BUILD_PATIENCE,
        name="jupyter lite",
        fault="jupyter lite could not build the notebooks",
    )


def _write_app(target: Path, week: str, packages: list[str]) -> None:
    """Write a week's own copy of the interface: it differs in what Python loads at its start."""
    shutil.copytree(target / APP, target / week)
    path = target / week / "jupyter-lite.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    kernel = {"loadPyodideOptions": {"packages": packages}}
    config["jupyter-config-data"]["litePluginSettings"] = {f"{KERNEL}:kernel": kernel}
    _write_json(path, config)


def _write_json(path: Path, content: dict[str, Any]) -> None:
    write_atomically(path, json.dumps(content, indent=1, sort_keys=True) + "\n")
