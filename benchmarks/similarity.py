"""How many made copies `autograder similar` finds in made classes, and how many others it lists.

    python benchmarks/similarity.py [--week WEEK] [--classes N] [--among DIR]

A class has 110 independent submissions: each exercise answered by the reference, another right
answer or a known mistake, drawn at random. Ten more are copies of ten of them, disguised in six
ways. `--among DIR` takes the independent ones from a folder instead: a folder for each person, with
Python files in it.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
from collections.abc import Callable, Collection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from autograder.examining import Week, function_sources, load_week, variant_source, without_markers
from autograder.files import resolve_weeks
from autograder.reporting.alike import Pair, Run, pairs, runs_of, stands_out, weigh

Code = dict[str, str]  # the source of each function
INDEPENDENT, COPIES, WRONG = 110, 10, 0.35


class _Renamed(ast.NodeTransformer):
    """Gives every name that a function binds another one."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self.names.get(node.arg, node.arg)
        return node


class _Restyled(ast.NodeTransformer):
    """Writes loops, sums in place and products of matrices in another way."""

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        match node:
            case ast.For(ast.Name(name), ast.Call(ast.Name("range"), [end])) if not any(
                isinstance(part, ast.Continue) for part in ast.walk(node)
            ):
                start, step = ast.parse(f"{name} = 0").body[0], ast.parse(f"{name} += 1").body[0]
                test = ast.parse(f"{name} < 0", mode="eval").body
                test.comparators = [end]
                return [start, ast.While(test, [*node.body, step], [])]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.Assign:
        self.generic_visit(node)
        value = ast.BinOp(
            ast.parse(ast.unparse(node.target), mode="eval").body, node.op, node.value
        )
        return ast.Assign([node.target], value)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.MatMult):
            dot = ast.parse("np.dot", mode="eval").body
            return ast.Call(dot, [node.left, node.right], [])
        return node


def renamed(code: Code, rng: random.Random) -> Code:
    """Every parameter and variable has another name."""
    return {name: _rename(source, rng) for name, source in code.items()}


def _rename(source: str, rng: random.Random) -> str:
    tree = ast.parse(source)
    bound = {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names = {name: f"{name}_{rng.choice('abcdefg')}{rng.randrange(99)}" for name in sorted(bound)}
    return ast.unparse(_Renamed(names).visit(tree))


def reordered(code: Code, rng: random.Random) -> Code:
    """Neighbouring statements that do not need each other have changed places."""
    made = {}
    for name, source in code.items():
        tree = ast.parse(source)
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list):
                _swap(body, rng)
        made[name] = ast.unparse(tree)
    return made


def _swap(body: list[ast.stmt], rng: random.Random) -> None:
    i = 0
    while i + 1 < len(body):
        one, other = body[i], body[i + 1]
        simple = all(isinstance(node, (ast.Assign, ast.AugAssign)) for node in (one, other))
        if simple and not (_stores(one) & _names(other) or _stores(other) & _names(one)):
            body[i], body[i + 1] = other, one
            i += 1
        i += 1


def _names(node: ast.stmt) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _stores(node: ast.stmt) -> set[str]:
    loose = (ast.Subscript, ast.Attribute)
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    stored = {
        part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)
    }
    return stored | ({"?"} if any(isinstance(target, loose) for target in targets) else set())


def commented(code: Code, rng: random.Random) -> Code:
    """Other comments, other blank lines, other brackets, no docstrings, prints between."""
    made = {}
    for name, source in code.items():
        lines = []
        for line in ast.unparse(_without_docstrings(ast.parse(source))).splitlines():
            indent = line[: len(line) - len(line.lstrip())]
            if rng.random() < 0.3 and indent and not line.lstrip().startswith(("el", "exc", "fin")):
                lines += [
                    f"{indent}# step {rng.randrange(99)}",
                    f"{indent}print({rng.randrange(9)})",
                ]
            lines.append(line)
        made[name] = "\n".join(lines)
    return made


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) and len(node.body) > 1:
            node.body = node.body[1:]
    return tree


def restyled(code: Code, rng: random.Random) -> Code:
    """`for` has become `while`, `x += y` has become `x = x + y`, `A @ B` has become np.dot(A, B)."""
    made = {}
    for name, source in code.items():
        tree = ast.fix_missing_locations(_Restyled().visit(ast.parse(source)))
        made[name] = ast.unparse(tree)
    return made


def swapped(code: Code, rng: random.Random, others: list[Code]) -> Code:
    """One function is somebody else's."""
    name = rng.choice(sorted(code))
    giver = rng.choice([other for other in others if name in other] or [code])
    return {**code, name: giver[name]}


def everything(code: Code, rng: random.Random, others: list[Code]) -> Code:
    """All of it at once."""
    code = swapped(code, rng, others)
    for disguise in (reordered, restyled, renamed, commented):
        code = disguise(code, rng)
    return code


DISGUISES: dict[str, Callable[[Code, random.Random, list[Code]], Code]] = {
    "renamed": lambda code, rng, _: renamed(code, rng),
    "reordered": lambda code, rng, _: reordered(code, rng),
    "comments and layout": lambda code, rng, _: commented(code, rng),
    "loops restyled": lambda code, rng, _: restyled(code, rng),
    "one function swapped": swapped,
    "all of these at once": everything,
}


def independent(week: Week, rng: np.random.Generator) -> Code:
    """Return answers of somebody who copied nobody."""
    made = {}
    for exercise in week.exercises:
        several = exercise.misconceptions if rng.random() < WRONG else exercise.alternatives
        choice = int(rng.integers(-1, len(several)))
        reference = {name: function_sources(week.name)[name] for name in exercise.functions}
        sources = variant_source(week.name, exercise, several[choice]) if choice >= 0 else reference
        made |= {name: without_markers(source) for name, source in sources.items()}
    return made


def from_folder(folder: Path) -> list[Code]:
    """Return what each person of a folder wrote; what is no Python of today is left out."""
    made = []
    for person in sorted(path for path in folder.iterdir() if path.is_dir()):
        code = {}
        for path in sorted(person.rglob("*.py")):
            try:
                text = path.read_text(encoding="utf-8")
                ast.parse(text)
            except (SyntaxError, ValueError):
                continue
            code[path.relative_to(person).as_posix()] = text
        made += [code] if code else []
    return made


def measured(
    people: list[Code], given: Collection[Run], known: Collection[str], rng: random.Random
) -> tuple[dict[str, list[bool]], list[Pair], int]:
    """Return which copies are found by disguise, what is listed beside them, and how many pairs are."""
    count = min(COPIES, len(people) // 3)
    copied = rng.sample(range(len(people)), count)
    truth: dict[tuple[str, str], str] = {}
    everybody = {f"{i:03}": code for i, code in enumerate(people)}
    order = rng.sample([*DISGUISES], len(DISGUISES)) * COPIES
    for i, disguise in zip(copied, order):
        others = [code for j, code in enumerate(people) if j != i]
        everybody[f"{i:03}-copy"] = DISGUISES[disguise](people[i], rng, others)
        truth[f"{i:03}", f"{i:03}-copy"] = disguise
    runs = {
        person: set().union(*(runs_of(source, known) for source in code.values()))
        for person, code in everybody.items()
    }
    found = pairs(runs, weigh(runs, given))
    listed, _ = stands_out(found, len(everybody))
    keys = {(pair.one, pair.other) for pair in listed}
    caught: dict[str, list[bool]] = {name: [] for name in DISGUISES}
    for key, disguise in truth.items():
        caught[disguise].append(key in keys)
    return caught, [pair for pair in listed if (pair.one, pair.other) not in truth], len(listed)


def main() -> None:
    """Print a table: recall by disguise, and the precision of the whole list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--week", default="week1")
    parser.add_argument("--classes", type=int, default=12)
    parser.add_argument("--among", type=Path)
    asked = parser.parse_args()
    (name,) = resolve_weeks([asked.week])
    week = load_week(name)
    known = {function for exercise in week.exercises for function in exercise.functions}
    given: set[Run] = set()
    if not asked.among:
        for source in function_sources(name).values():
            given |= set(runs_of(source, known))
    caught: dict[str, list[bool]] = {disguise: [] for disguise in DISGUISES}
    others, listed = 0, 0
    for seed in range(asked.classes):
        draw, rng = np.random.default_rng(seed), random.Random(seed)
        if asked.among:
            people = from_folder(asked.among)
        else:
            people = [independent(week, draw) for _ in range(INDEPENDENT)]
        found, beside, count = measured(people, given, known, rng)
        others, listed = others + len(beside), listed + count
        for disguise, hits in found.items():
            caught[disguise] += hits
    total = [hit for hits in caught.values() for hit in hits]
    for disguise, hits in caught.items():
        print(f"{disguise:24} found {sum(hits):3} of {len(hits):3}")
    print(
        f"recall {sum(total) / len(total):.3f}, precision {(listed - others) / max(listed, 1):.3f}"
    )
    print(f"{others / asked.classes:.2f} other pairs listed a class")


if __name__ == "__main__":
    main()
