"""Puts the numbers that prose quotes from the outputs of executed cells into their places.

A place is written `{{cell-name: the words in front}}`: of all that the cell called `cell-name`
printed, the first number behind these words, on their line. `{{cell-name: words #2}}` is the
second one there, and `| .0%` or another of Python's format specifications at the end writes the
number in another form.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.authoring.narrative import NAME, UNSTEADY, Passage
from autograder.examining import AuthoringError

# Braces of LaTeX hold no cell's name with a colon behind it.
QUOTE = re.compile(
    rf"\{{\{{[ \t]*({NAME.pattern})[ \t]*:([^{{}}|#\n]*)(?:#[ \t]*(\d+)[ \t]*)?(?:\|([^{{}}\n]*))?\}}\}}"
)
NUMBER = re.compile(
    r"(?<![\w.])[-+\u2212]?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?%?", re.IGNORECASE
)


@dataclass(frozen=True)
class Quote:
    """One place in the prose that quotes a number."""

    cell: str
    words: str
    which: int
    form: str
    where: str

    def read(self, printed: str) -> str:
        """Return the number as the prose has it. Raises AuthoringError."""
        words = r"\s+".join(map(re.escape, self.words.split()))
        found = list(re.finditer(words, printed)) if words else []
        if len(found) != 1:
            raise AuthoringError(
                f"the output of {self.cell!r} holds the words {self.words!r} {len(found)} times; "
                f"they must stand there once. It printed:\n{_indented(printed)}",
                self.where,
            )
        rest = printed[found[0].end() :].split("\n", 1)[0]
        numbers = NUMBER.findall(rest)
        if not 1 <= self.which <= len(numbers):
            raise AuthoringError(
                f"behind {self.words!r} the output of {self.cell!r} has {len(numbers)} numbers on "
                f"that line, so there is no number {self.which}:\n{_indented(rest)}",
                self.where,
            )
        return self._in_form(numbers[self.which - 1])

    def _in_form(self, number: str) -> str:
        if not self.form:
            return number
        value = float(number.replace(",", "").replace("\u2212", "-").rstrip("%"))
        try:
            return format(value / 100 if number.endswith("%") else value, self.form)
        except ValueError as error:
            raise AuthoringError(
                f"{self.form!r} is no format of a number: {error}", self.where
            ) from None


def _indented(text: str) -> str:
    lines = text.strip("\n").splitlines() or ["(nothing)"]
    return "\n".join(f"    {line}" for line in lines[:12])


def _quotes_of(passage: Passage) -> Iterator[Quote]:
    for number, line in enumerate(passage.cell.source.splitlines(), 1):
        for match in QUOTE.finditer(line):
            cell, words, which, form = match.groups()
            where = passage.place.line(number)
            yield Quote(cell, words.strip(), int(which or 1), (form or "").strip(), where)


def quote_problems(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield what is wrong with names of cells and with the places that quote them."""
    named: dict[str, Passage] = {}
    for passage in passages:
        name = passage.cell.metadata.get("name")
        if name is None:
            continue
        if not isinstance(name, str) or not NAME.fullmatch(name):
            yield f"{passage.place.option('name')}: a cell's name is of small letters, digits and hyphens: {name!r}"
        elif name in named:
            yield f"{passage.place.option('name')}: the cell at {named[name].place} is called {name!r} too"
        named[str(name)] = passage
    above: set[str] = set()
    for passage in passages:
        yield from _misspelt(passage, named) if _is_prose(passage) else ()
        above.add(str(passage.cell.metadata.get("name")))
        for quote in _quotes_of(passage) if _is_prose(passage) else ():
            if quote.cell not in named:
                known = ", ".join(named) or "none"
                yield (
                    f"{quote.where}: no cell is called {quote.cell!r} (with `:name: {quote.cell}`); "
                    f"there are: {known}"
                )
            elif quote.cell not in above:
                yield (
                    f"{quote.where}: a number stands below the cell that it comes from, and "
                    f"{quote.cell!r} stands at {named[quote.cell].place}"
                )
            elif UNSTEADY in named[quote.cell].tags:
                yield (
                    f"{quote.where}: {quote.cell!r} is tagged {UNSTEADY}: its output differs from run "
                    "to run and cannot be quoted"
                )


def _misspelt(passage: Passage, named: Mapping[str, Passage]) -> Iterator[str]:
    """Yield what begins like a quote of a cell and is none."""
    for number, line in enumerate(passage.cell.source.splitlines(), 1):
        for match in re.finditer(rf"\{{\{{[ \t]*({NAME.pattern})", QUOTE.sub("", line)):
            if match[1] in named:
                yield (
                    f"{passage.place.line(number)}: a number is quoted in one line, as "
                    f"{{{{{match[1]}: the words in front of it}}}}; this is not of that form"
                )


def _is_prose(passage: Passage) -> bool:
    return not passage.is_code or "question" in passage.cell.metadata


def quoted_numbers(passages: Sequence[Passage], executed: NotebookNode) -> dict[Quote, str]:
    """Return the number of each place. Raises AuthoringError with the line of each that has none."""
    printed = {
        str(cell.metadata["name"]): printed_text(cell)
        for cell in executed.cells
        if "name" in cell.metadata
    }
    numbers: dict[Quote, str] = {}
    problems = []
    for passage in passages:
        for quote in _quotes_of(passage) if _is_prose(passage) else ():
            try:
                numbers[quote] = quote.read(printed.get(quote.cell, ""))
            except AuthoringError as error:
                problems.append(str(error))
    if problems:
        raise AuthoringError("\n".join(problems))
    return numbers


def printed_text(cell: NotebookNode) -> str:
    """Return all the text that an executed cell shows, in its order."""
    texts = []
    for output in cell.get("outputs", []):
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        texts.append("".join(text))
    return "\n".join(texts)


def changed(numbers: Mapping[Quote, str], before: NotebookNode) -> Iterator[str]:
    """Yield each place whose number is not the one that the notebook built before would give."""
    printed = {
        str(cell.metadata["name"]): printed_text(cell)
        for cell in before.cells
        if "name" in cell.metadata
    }
    for quote, number in numbers.items():
        try:
            old = quote.read(printed[quote.cell])
        except (KeyError, AuthoringError):
            continue  # this place, or its cell, is new
        if old != number:
            yield f"{quote.where}: this quotes {old} ({quote.words}), and the output is now {number}"


def filled(notebook: NotebookNode, numbers: Mapping[Quote, str]) -> NotebookNode:
    """Return a copy of a notebook in whose prose each place holds its number."""
    by_text = {(q.cell, q.words, q.which, q.form): number for q, number in numbers.items()}

    def number_of(match: re.Match[str]) -> str:
        cell, words, which, form = match.groups()
        return by_text[cell, words.strip(), int(which or 1), (form or "").strip()]

    told = copy.deepcopy(notebook)
    for cell in told.cells:
        if cell.cell_type == "markdown":
            cell.source = QUOTE.sub(number_of, cell.source)
    return told
