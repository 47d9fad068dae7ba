"""A narrative's cells: guesses, hidden cells and quoted numbers, and what is told when one is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from autograder.authoring import narrative, quotes
from autograder.authoring.narrative import Passage, read_narrative, waiting_problems
from autograder.examining import AuthoringError, Exercise, Week

NAME = "week9_guessing"
WEEK = Week(NAME, "Guessing", exercises=(Exercise("double", parts=()),))

GUESS = """```{code-cell} ipython3
:guess: spread

guess_spread = ...  # the spread of 1000 numbers, a number; None if you would rather not
```"""
DEMONSTRATION = """```{code-cell} ipython3
:tags: [demo]
:name: spread-of-numbers

if check.ready("double", guess="spread"):
    spread = 0.5
    print(f"spread of the numbers: {spread:.2f}, of their means: {spread / 10:.3f}")
    check.reveal("spread", spread, "the spread of 1000 numbers")
```"""
PROSE = "They spread by {{spread-of-numbers: spread of the numbers:}}, and $e^{{x}}$ is LaTeX."
WHOLE = f"# Guessing\n\n{GUESS}\n\n{DEMONSTRATION}\n\n{PROSE}\n"


Read = Callable[[str], list[Passage]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    monkeypatch.setattr(narrative, "NARRATIVES", tmp_path)

    def reading(text: str) -> list[Passage]:
        (tmp_path / f"{NAME}.md").write_text(text, encoding="utf-8")
        return read_narrative(NAME)

    return reading


def told(read: Read, text: str) -> str:
    """Return what is said of a narrative, having seen that it is told at a line of it."""
    try:
        passages = read(text)
    except AuthoringError as error:
        said = str(error)
    else:
        said = "\n".join([*waiting_problems(WEEK, passages), *quotes.quote_problems(passages)])
    for line in said.splitlines():
        if not line.startswith(" "):
            assert line.startswith(f"notebooks/{NAME}.md:"), line
    return said


def line_of(text: str, part: str) -> str:
    """Return "file:line" of the one place of `part` in a narrative."""
    assert text.count(part) == 1
    return f"notebooks/{NAME}.md:{1 + text[: text.index(part)].count(chr(10))}"


def test_a_narrative_with_a_guess_and_a_quoted_number_is_accepted(read: Read) -> None:
    assert told(read, WHOLE) == ""


# ---------------------------------------------------------------- guesses


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("guess_spread = ...  # the", "guess_spread = ... # the"),
        ("guess_spread = ...  # the", "guess_spread = None  # the"),
        ("guess_spread = ...  # the", "spread = ...  # the"),
        ("would rather not", "would rather not\nprint()"),
    ],
)
def test_a_guess_of_another_form_is_refused_with_its_line(
    read: Read, cell: str, wrong: str
) -> None:
    said = told(read, WHOLE.replace(cell, wrong))
    assert said.startswith(f"{line_of(WHOLE, 'guess_spread = ...')}: the cell of a guess holds one")
    assert "guess_spread = ...  # what to guess" in said


def test_an_unknown_guess_is_refused_where_it_is_awaited_and_where_it_is_revealed(
    read: Read,
) -> None:
    text = WHOLE.replace('guess="spread"', 'guess="spraed"').replace('l("spread"', 'l("spraed"')
    said = told(read, text)
    for place in ('guess="spraed"', 'l("spraed"'):
        assert f"{line_of(text, place)}: there is no guess 'spraed'; did you mean 'spread'?" in said


def test_a_guess_that_nobody_reveals_is_refused(read: Read) -> None:
    text = WHOLE.replace("check.reveal", "print")
    assert told(read, text).startswith(f"{line_of(text, ':guess: spread')}: nobody reveals")


def test_a_result_that_stands_above_its_guess_is_refused(read: Read) -> None:
    text = f"{DEMONSTRATION}\n\n{GUESS}\n"
    said = told(read, text)
    assert f"{line_of(text, 'check.reveal')}: this stands above the cell of its guess" in said


def test_a_result_that_does_not_wait_for_its_guess_is_refused(read: Read) -> None:
    text = WHOLE.replace(', guess="spread"', "")
    assert f"{line_of(text, 'check.reveal')}: the cell that reveals" in told(read, text)


def test_a_guess_named_twice_or_not_like_a_variable_is_refused(read: Read) -> None:
    said = told(read, WHOLE.replace(GUESS, f"{GUESS}\n\n{GUESS}"))
    assert "there is a guess 'spread' above already" in said
    said = told(read, WHOLE.replace(":guess: spread", ":guess: the spread"))
    assert f"{line_of(WHOLE, ':guess: spread')}: a guess is named like a variable" in said


def test_a_demonstration_that_waits_for_an_unknown_function_is_refused(read: Read) -> None:
    text = WHOLE.replace('ready("double"', 'ready("duoble"')
    said = told(read, text)
    assert said == (
        f"{line_of(text, 'duoble')}: check.ready('duoble') waits for no function of this week; "
        "did you mean 'double'?"
    )


@pytest.mark.parametrize(
    "code",
    [
        "def double(x): ...",
        "double = 2",
        "for double in (): ...",
        "from numpy import sum as double",
    ],
)
def test_a_cell_that_replaces_a_function_of_the_student_is_refused(read: Read, code: str) -> None:
    text = f"{WHOLE}\n```{{code-cell}} ipython3\nx = 1\nif x:\n    {code}\n```\n"
    said = told(read, text)
    assert said.startswith(f"{line_of(text, code)}: this replaces the student's 'double'")
    assert told(read, text.replace(code, "f = lambda: [double for double in ()]")) == ""
    assert told(read, text.replace(code, "def f(): double = 1")) == ""


# ---------------------------------------------------------------- options


def test_an_unknown_option_or_tag_is_refused_with_its_line(read: Read) -> None:
    text = WHOLE.replace(":tags: [demo]", ":tag: [demo]")
    said = told(read, text)
    assert f"{line_of(text, ':tag:')}: there is no cell option :tag:; did you mean 'tags'?" in said
    text = WHOLE.replace("[demo]", "[dmeo]")
    assert f"{line_of(text, 'dmeo')}: there is no tag 'dmeo'; did you mean 'demo'?" in told(
        read, text
    )
    text = WHOLE.replace("[demo]", "demo")
    assert f"{line_of(text, ':tags:')}: tags are a list" in told(read, text)


def test_a_fence_that_is_nearly_a_cell_is_quoted_at_its_line(read: Read) -> None:
    text = WHOLE.replace("```{code-cell} ipython3\n:guess", "```{code-cel} ipython3\n:guess")
    said = told(read, text)
    assert said == (
        f"{line_of(text, 'code-cel}')}: '```{{code-cel}} ipython3' begins no code cell; write "
        "```{code-cell} ipython3, at the beginning of the line"
    )


def test_only_demonstrations_are_hidden(read: Read) -> None:
    assert told(read, WHOLE.replace(":name:", ":hidden:\n:name:")) == ""
    text = WHOLE.replace(":guess:", ":hidden:\n:guess:")
    assert f"{line_of(text, ':hidden:')}: only demonstrations are hidden" in told(read, text)


# ---------------------------------------------------------------- numbers quoted from outputs


def executed(*printed: str) -> nbformat.NotebookNode:
    """Return an executed notebook of one named cell."""
    cell = nbformat.v4.new_code_cell("", metadata={"name": "spread-of-numbers"})
    cell.outputs = [new_output("stream", name="stdout", text=text) for text in printed]
    return nbformat.v4.new_notebook(cells=[cell])


PRINTED = "spread of the numbers: 0.50, of their means: .050\n cost  1,234.5  -3e-04 97%\n"


@pytest.mark.parametrize(
    ("quote", "number"),
    [
        ("spread of the numbers:", "0.50"),
        ("of their   means", ".050"),
        ("spread of the numbers: #2", ".050"),
        ("cost", "1,234.5"),
        ("cost #2", "-3e-04"),
        ("cost #3", "97%"),
        ("cost #3 | .2f", "0.97"),
        ("of their means | .1%", "5.0%"),
        ("cost|.0f", "1234"),
    ],
)
def test_a_number_is_found_behind_its_words(read: Read, quote: str, number: str) -> None:
    passages = read(f"{DEMONSTRATION}\n\nIt is {{{{spread-of-numbers: {quote}}}}}.\n")
    assert list(quotes.quoted_numbers(passages, executed(PRINTED)).values()) == [number]


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("the cost", "holds the words 'the cost' 0 times"),
        ("cost #4", "has 3 numbers on that line, so there is no number 4"),
        ("o", "'o' 3 times; they must stand there once. It printed:\n    spread of the numbers"),
        ("cost | .2q", "'.2q' is no format of a number"),
    ],
)
def test_a_number_that_is_not_there_is_told_with_the_line_that_quotes_it(
    read: Read, quote: str, said: str
) -> None:
    passages = read(f"{DEMONSTRATION}\n\nIt is\nso: {{{{spread-of-numbers: {quote}}}}}.\n")
    with pytest.raises(AuthoringError) as caught:
        quotes.quoted_numbers(passages, executed(PRINTED))
    assert str(caught.value).startswith(f"notebooks/{NAME}.md:12: ")
    assert said in str(caught.value)


def test_an_unknown_cell_a_malformed_place_and_a_number_above_its_cell_are_refused(
    read: Read,
) -> None:
    text = WHOLE.replace("{{spread-of", "{{sprad-of")
    assert f"{line_of(text, 'sprad-of')}: no cell is called 'sprad-of-numbers'" in told(read, text)
    text = WHOLE.replace("numbers: spread of the numbers:}}", "numbers spread}}")
    assert "this is not of that form" in told(read, text)
    text = f"{GUESS}\n\n{PROSE}\n\n{DEMONSTRATION}\n"
    assert f"{line_of(text, PROSE)}: a number stands below the cell" in told(read, text)


def test_a_cell_whose_output_differs_from_run_to_run_is_not_quoted(read: Read) -> None:
    text = WHOLE.replace("[demo]", "[demo, nbval-ignore-output]")
    assert "cannot be quoted" in told(read, text)


def test_two_cells_of_one_name_are_refused(read: Read) -> None:
    again = "```{code-cell} ipython3\n:name: spread-of-numbers\n\n1\n```"
    assert "is called 'spread-of-numbers' too" in told(read, f"{WHOLE}\n{again}\n")


def test_a_number_that_changed_is_told_and_further_digits_are_not(read: Read) -> None:
    numbers = quotes.quoted_numbers(read(WHOLE), executed(PRINTED))
    assert list(quotes.changed(numbers, executed(PRINTED))) == []
    (said,) = quotes.changed(numbers, executed(PRINTED.replace("0.50", "0.52")))
    assert said == (
        f"{line_of(WHOLE, PROSE)}: this quotes 0.52 (spread of the numbers:), and the output is now 0.50"
    )


def test_the_prose_holds_the_number_and_latex_is_left_alone(read: Read) -> None:
    passages = read(WHOLE)
    notebook = nbformat.v4.new_notebook(cells=[p.cell for p in passages])
    told = quotes.filled(notebook, quotes.quoted_numbers(passages, executed(PRINTED)))
    assert told.cells[-1].source == "They spread by 0.50, and $e^{{x}}$ is LaTeX."
