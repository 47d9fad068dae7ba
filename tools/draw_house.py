"""Draws docs/pictures/house.svg: the rooms of the project, and arrows read from its own imports.

Run `.venv/bin/python tools/draw_house.py` when a room imports another one for the first time;
tests/test_house.py compares the arrows with the imports.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.cells import python_of
from autograder.files import NARRATIVES, ROOT

PICTURE = ROOT / "docs" / "pictures" / "house.svg"
PACKAGES = ("helpers", "solutions", "autograder")
# Each room by the modules that it holds: the longest name that a module begins with is its room.
ROOMS = {
    "notebooks": "notebooks",
    "helpers": "checking",
    "helpers.judge": "judge",
    "helpers.figures": "figures",
    "helpers.data": "data",
    "helpers.weeks": "weeks",
    "solutions": "solutions",
    "autograder": "files, cells",
    "autograder.cli": "cli",
    "autograder.__main__": "cli",
    "autograder.instructors": "cli",
    "autograder.desk": "desk",
    "autograder.examining": "examining",
    "autograder.exercises": "exercises",
    "autograder.authoring": "authoring",
    "autograder.grading": "grading",
    "autograder.grading.inside": "inside",
    "autograder.reporting": "reporting",
}
# The sandbox mounts this room of helpers beside the engine, under a name of the engine's own.
MOUNTED = {"autograder.grading.inside.judge": "helpers.judge"}
# Where the rooms stand: who imports stands above whom it imports.
PLACES = {
    "cli": (7.6, 6.6),
    "desk": (4.7, 6.6),
    "authoring": (3.8, 5.5),
    "reporting": (6.75, 5.5),
    "grading": (8.8, 5.5),
    "inside": (10.5, 4.6),
    "exercises": (3.8, 4.1),
    "examining": (6.7, 4.0),
    "files, cells": (9.4, 3.9),
    "solutions": (3.4, 2.5),
    "notebooks": (1.0, 2.9),
    "checking": (1.0, 1.2),
    "weeks": (3.2, 1.2),
    "figures": (6.1, 1.3),
    "data": (4.8, 0.1),
    "judge": (8.3, 0.6),
}
# Arrows that would pass behind another room go round it.
BENDS = {
    ("notebooks", "data"): 0.32,
    ("grading", "judge"): 0.04,
    ("cli", "files, cells"): 0.16,
    ("cli", "examining"): -0.28,
    ("desk", "grading"): -0.03,
    ("desk", "judge"): 0.17,
    ("desk", "files, cells"): 0.26,
    ("exercises", "weeks"): 0.62,
    ("exercises", "data"): -0.1,
    ("inside", "judge"): -0.25,
}
HOUSES = {
    "helpers/ ships to students": (0.1, -0.45, 9.6, 2.35),
    "autograder/ the instructors' engine": (2.9, 3.35, 8.5, 3.9),
}
WIDTH, HEIGHT = 1.5, 0.56


def modules() -> dict[str, Path]:
    """Return every module of the project by its name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def imports(path: Path) -> set[str]:
    """Return the project's modules that a file imports, wherever in it."""
    return {name for name in everything_imported(path) if name.split(".")[0] in PACKAGES}


def everything_imported(path: Path) -> set[str]:
    """Return what a file imports, wherever in it, relative imports by their whole name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return _imported(tree, path.relative_to(ROOT).parts[:-1])


def _imported(tree: ast.Module, package: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join([*above, *([node.module] if node.module else [])])
            found |= {origin} | {f"{origin}.{alias.name}" for alias in node.names}
    return found


def room_of(module: str) -> str:
    """Return the room that a module stands in."""
    fits = [name for name in ROOMS if module == name or module.startswith(f"{name}.")]
    return ROOMS[max(fits, key=len)]


def arrows() -> set[tuple[str, str]]:
    """Return (room that imports, room that is imported), read from modules and built notebooks."""
    # `from helpers import plots` names a package and a module: what is no module is left out.
    known = modules()
    pairs = [(name, other) for name, path in known.items() for other in imports(path)]
    pairs += [("notebooks", other) for other in _imports_of_notebooks()]
    packages = {name for name, path in known.items() if path.name == "__init__.py"}
    pairs = [(name, _origin(other)) for name, other in pairs]
    found = {
        (room_of(name), room_of(other))
        for name, other in pairs
        if other in known and (other not in packages or other.count(".") > 0)
    }
    return {(one, other) for one, other in found if one != other}


def _origin(module: str) -> str:
    """Return what a module is in the checkout: in the sandbox it may be mounted elsewhere."""
    for mounted, origin in MOUNTED.items():
        if module == mounted or module.startswith(f"{mounted}."):
            return origin + module.removeprefix(mounted)
    return module


def _imports_of_notebooks() -> Iterator[str]:
    for path in sorted(NARRATIVES.glob("week*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield from _imported(python_of("".join(cell["source"]))[1], ())


def drawn() -> set[tuple[str, str]]:
    """Return the arrows of the picture that is committed."""
    text = PICTURE.read_text(encoding="utf-8")
    return {
        (one, other) for one, other in re.findall(r'id="arrow from ([^"]+?) to ([^"]+?)"', text)
    }


def draw() -> None:
    """Write the picture."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "house", "svg.fonttype": "none", "font.size": 11}
    from matplotlib.figure import Figure
    from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

    figure = Figure(figsize=(11.6, 8.0))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 11.6), ylim=(-0.6, 7.4))
    axes.axis("off")
    for title, (x, y, width, height) in HOUSES.items():
        box = FancyBboxPatch(
            (x, y), width, height, boxstyle="round,pad=0.02", fc="#f2f2f2", ec="#999999"
        )
        axes.add_patch(box)
        axes.text(
            x + width - 0.15,
            y + 0.12 if y < 0 else y + height - 0.25,
            title,
            ha="right",
            style="italic",
            color="#444444",
        )
    boxes = {}
    for room, (x, y) in PLACES.items():
        corner = (x - WIDTH / 2, y - HEIGHT / 2)
        boxes[room] = FancyBboxPatch(
            corner, WIDTH, HEIGHT, boxstyle="round,pad=0.03", fc="white", ec="black", zorder=3
        )
        axes.add_patch(boxes[room])
        axes.text(x, y, room, ha="center", va="center", zorder=4)
    for one, other in sorted(arrows()):
        arrow = FancyArrowPatch(
            PLACES[one],
            PLACES[other],
            patchA=boxes[one],
            patchB=boxes[other],
            connectionstyle=f"arc3,rad={BENDS.get((one, other), 0.08)}",
            arrowstyle="-|>",
            mutation_scale=12,
            linewidth=1.1,
            color=SHADES[one],
            zorder=2,
        )
        arrow.set_gid(f"arrow from {one} to {other}")
        axes.add_patch(arrow)
    figure.savefig(PICTURE, metadata={"Date": None, "Title": "The rooms and who imports whom"})


# An arrow has the colour of the room it starts from; rooms side by side differ in lightness too.
SHADES = dict(
    zip(
        PLACES,
        (
            "#000000",
            "#cc79a7",
            "#0072b2",
            "#999999",
            "#d55e00",
            "#d55e00",
            "#009e73",
            "#555555",
            "#999999",
        )
        + ("#cc79a7", "#0072b2", "#555555", "#009e73", "#999999", "#999999", "#000000"),
        strict=True,
    )
)


if __name__ == "__main__":
    draw()
    print(f"wrote {PICTURE.relative_to(ROOT)}: {len(arrows())} arrows")
