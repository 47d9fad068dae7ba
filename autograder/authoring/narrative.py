"""Reads a week's narrative: its cells with the lines they stand on, and what is wrong with them."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.examining import AuthoringError, Week
from autograder.files import NARRATIVES

DEMO = "demo"
GUESS = "guess"
HIDDEN = {"source_hidden": True}  # JupyterLab shows such a cell collapsed
UNSTEADY = "nbval-ignore-output"
OPTIONS = ("exercise", "question", "guess", "tags", "name", "hidden")
TAGS = (DEMO, UNSTEADY)
FENCE = re.compile(r"^\s*`{3,}\s*\{?\s*code[-_ ]?ce\w*")
NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Place:
    """Where a cell comes from: a file, the line its marker stands on, the line its text begins on."""

    file: str
    marker: int
    first: int
    options: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}:{self.marker}"

    def line(self, number: int) -> str:
        """Return "file:line" of a line of the cell's text, which is counted from 1."""
        return f"{self.file}:{self.first + number - 1}"

    def option(self, name: str) -> str:
        """Return "file:line" of one of the cell's options."""
        return f"{self.file}:{self.options.get(name, self.marker)}"


@dataclass(frozen=True)
class Passage:
    """A cell of the narrative, with the options that its author gave it in the metadata."""

    cell: NotebookNode
    place: Place

    @property
    def is_code(self) -> bool:
        """Whether it is a code cell."""
        return self.cell.cell_type == "code"

    @property
    def tags(self) -> list[str]:
        """Its tags."""
        return self.cell.metadata.get("tags") or []


def read_narrative(name: str) -> list[Passage]:
    """Return the cells of `notebooks/NAME.md`. Raises AuthoringError with file and line."""
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook

    path, file = NARRATIVES / f"{name}.md", f"notebooks/{name}.md"
    if not path.exists():
        raise AuthoringError(f"there is no narrative {file}")
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if re.match(r"\s*:tags:\s*[^\s\[]", line):  # a notebook cannot even hold such tags
            raise AuthoringError("tags are a list, such as :tags: [demo]", f"{file}:{number}")
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        found = re.search(r"at line (\d+)", str(error))
        where = f"{file}:{found[1]}" if found else file
        raise AuthoringError(f"the options of this cell cannot be read: {error}", where) from None
    starts = notebook.metadata.source_map
    passages = [
        Passage(cell, _place(file, [line.rstrip() for line in lines], cell, start))
        for cell, start in zip(notebook.cells, starts, strict=True)
    ]
    problems = [problem for passage in passages for problem in _misspelt(passage)]
    if problems:
        raise AuthoringError("\n".join(problems))
    return passages


def _place(file: str, lines: list[str], cell: NotebookNode, start: int) -> Place:
    """Return where a cell stands; `start` is what jupytext says: for text, one line less."""
    # White space at an end of line is dropped on the way.
    source = [line.rstrip() for line in cell.source.splitlines()]
    first = next(n for n in range(start, len(lines) + 1) if lines[n : n + len(source)] == source)
    if cell.cell_type == "markdown":
        return Place(file, first + 1, first + 1)
    options: dict[str, int] = {}
    for number, line in enumerate(lines[start:], start + 1):
        match = re.match(r"\s*:?([\w-]+):", line)
        if number > first and not match:
            break
        if match:
            options.setdefault(match[1], number)
    return Place(file, start, first + 1, options)


def _misspelt(passage: Passage) -> Iterator[str]:
    """Yield what looks like a cell, an option or a tag and is none."""
    if not passage.is_code:
        for number, line in enumerate(passage.cell.source.splitlines(), 1):
            if FENCE.match(line):
                yield (
                    f"{passage.place.line(number)}: {line.strip()!r} begins no code cell; "
                    "write ```{code-cell} ipython3, at the beginning of the line"
                )
        return
    for option in passage.cell.metadata:
        if option not in OPTIONS:
            where = passage.place.option(option)
            yield f"{where}: there is no cell option :{option}:{_near(option, OPTIONS)}"
    if "hidden" in passage.cell.metadata and DEMO not in passage.tags:
        where = passage.place.option("hidden")
        yield f"{where}: only demonstrations are hidden; tag this cell, :tags: [demo], or show it"
    for tag in passage.tags:
        if tag not in TAGS:
            yield f"{passage.place.option('tags')}: there is no tag {tag!r}{_near(str(tag), TAGS)}"


def _near(word: str, known: Sequence[str]) -> str:
    """Return the end of a sentence on an unknown word: what it may mean, or what there is."""
    close = difflib.get_close_matches(word, known, 1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; there are: {', '.join(known)}" if known else "; there are none"


# ---------------------------------------------------------------- cells that call check


@dataclass(frozen=True)
class CheckCall:
    """A call of `check.ready` or `check.reveal` in a cell: its line there, and what it names."""

    method: str
    line: int
    functions: tuple[str | None, ...]
    guess: str | None


def check_calls(source: str) -> Iterator[CheckCall]:
    """Yield the calls of `check.ready` and `check.reveal` in a cell, from top to bottom."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return  # magics, or a mistake that the cell shows when it runs
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Attribute(ast.Name("check"), "ready" | "reveal" as method)):
                keywords = {keyword.arg: keyword.value for keyword in node.keywords}
                ready = method == "ready"
                guess = keywords.get("guess") if ready else (*node.args, None)[0]
                functions = tuple(map(_constant, node.args)) if ready else ()
                yield CheckCall(method, node.lineno, functions, _constant(guess))


def _constant(node: ast.expr | None) -> str | None:
    match node:
        case ast.Constant(str(text)):
            return text
    return None


def waiting_problems(week: Week, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield what is wrong with guesses, and with what demonstrations wait for or reveal."""
    functions = [name for exercise in week.exercises for name in exercise.functions]
    known = guess_names(passages)
    above: list[str] = []
    revealed: set[str | None] = set()
    for passage in passages:
        if GUESS in passage.cell.metadata:
            yield from _guess_problems(passage, above)
            above.append(str(passage.cell.metadata[GUESS]))
        if not passage.is_code or "question" in passage.cell.metadata:
            continue
        yield from _redefined(passage, functions)
        calls = list(check_calls(passage.cell.source))
        awaited = {call.guess for call in calls if call.method == "ready"}
        for call in calls:
            where = passage.place.line(call.line)
            if call.method == "ready":
                yield from _unknown_functions(call, functions, where)
            else:
                revealed.add(call.guess)
            yield from _about_its_guess(call, known, above, awaited, where)
    for passage in passages:
        name = passage.cell.metadata.get(GUESS)
        if name is not None and name not in revealed:
            yield (
                f"{passage.place.option(GUESS)}: nobody reveals the guess {name!r}; a demonstration below it calls "
                f'check.reveal("{name}", result, "what it is")'
            )


def _redefined(passage: Passage, functions: Sequence[str]) -> Iterator[str]:
    """Yield each place at which a cell gives the name of an exercise's function to something else."""
    for name, line in _bound_names(passage.cell.source):
        if name in functions:
            yield (
                f"{passage.place.line(line)}: this replaces the student's {name!r}, a function of an "
                "exercise of this week; use another name"
            )


def _bound_names(source: str) -> Iterator[tuple[str, int]]:
    """Yield the names that a cell itself binds, not its functions, each with its line."""
    try:
        pending: list[ast.AST] = [ast.parse(source)]
    except SyntaxError:
        return
    while pending:
        node = pending.pop(0)
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
                continue
            case (
                ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp()
            ):
                continue
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name, node.lineno
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (((n.asname or n.name).split(".")[0], node.lineno) for n in names)
        pending += ast.iter_child_nodes(node)


def guess_names(passages: Sequence[Passage]) -> list[str]:
    """Return the names of the guesses, from top to bottom."""
    return [str(p.cell.metadata[GUESS]) for p in passages if GUESS in p.cell.metadata]


def _unknown_functions(call: CheckCall, functions: Sequence[str], where: str) -> Iterator[str]:
    for name in call.functions:
        if name is not None and name not in functions:
            yield (
                f"{where}: check.ready({name!r}) waits for no function of this week"
                f"{_near(name, functions)}"
            )


def _about_its_guess(
    call: CheckCall,
    known: Sequence[str],
    above: Sequence[str],
    awaited: set[str | None],
    where: str,
) -> Iterator[str]:
    """Yield what is wrong with the guess that a call names."""
    name = call.guess
    if name is None:
        if call.method == "reveal":
            yield f"{where}: check.reveal begins with the name of a guess, as text"
    elif name not in known:
        yield f"{where}: there is no guess {name!r}{_near(name, known)}"
    elif name not in above:
        yield f"{where}: this stands above the cell of its guess, `:guess: {name}`"
    elif call.method == "reveal" and name not in awaited:
        yield (
            f"{where}: the cell that reveals the guess {name!r} waits for it: "
            f'begin with `if check.ready(..., guess="{name}"):`'
        )


def _guess_problems(passage: Passage, above: Sequence[str]) -> Iterator[str]:
    name = passage.cell.metadata[GUESS]
    if not isinstance(name, str) or not name.isidentifier():
        yield f"{passage.place.option(GUESS)}: a guess is named like a variable, and {name!r} is not"
        return
    if name in above:
        yield f"{passage.place.option(GUESS)}: there is a guess {name!r} above already"
    if not re.fullmatch(rf"guess_{name} = \.\.\.  # \S.*", passage.cell.source):
        yield (
            f"{passage.place.line(1)}: the cell of a guess holds one line of this form:\n"
            f"    guess_{name} = ...  # what to guess, in which unit; None if you would rather not"
        )
