"""Starts a week or an exercise: files with everything that has to be filled in, which build as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.files import (
    EXERCISES,
    NARRATIVES,
    ROOT,
    SOLUTIONS,
    UserError,
    week_names,
    write_atomically,
)

WEEK = re.compile(r"week\d+_[a-z0-9_]+")
SAMPLE = "example"

ANSWERS = '''"""FILL IN: what this week's answers are about."""

import numpy as np
'''

ANSWER = '''

def {name}(x):
    """Return FILL IN: what comes of x.

    Arguments:
        x -- an array of any shape

    Returns:
        y -- an array of the same shape as x
    """
    # Step 1: FILL IN: what is to be done, in words.
    ### BEGIN SOLUTION
    y = 2 * np.asarray(x)
    ### END SOLUTION
    return y
'''

INIT = '''"""How {week} is examined. FILL IN: what is special about its cases."""

from autograder.examining import Question, Week, exercises_of

WEEK = Week(
    "{week}",
    "FILL IN: the title",
    exercises=exercises_of(
        __name__,
        "{name}",
    ),
    questions=(
        Question(
            "why_{name}",
            rubric=(
                (2, "FILL IN: what earns the first two points"),
                (2, "FILL IN: what earns two more"),
            ),
        ),
    ),
    whole=False,  # take this line out when the points total 100
)
'''

EXAMINED = '''"""Examines `{name}`."""

from autograder.examining import Exercise, Part, call, distinct_sizes


def arrays(rng):
    """FILL IN: cases in which no mistake can hide."""
    rows, columns = distinct_sizes(rng, 2)
    yield call("{name}", rng.normal(1, 1, (rows, columns)))
    yield call("{name}", rng.normal(0, 3, rows))


EXERCISE = Exercise("{name}", parts=(Part("values and shapes", 10, arrays),))
'''

VARIANTS = """# Mistakes

## tripled: FILL IN: the mistake in a few words

FILL IN: a hint that says what to think about, and not the answer.

```diff
-    y = 2 * np.asarray(x)
+    y = 3 * np.asarray(x)
```

# Alternatives

## FILL IN: added to itself

```python
def {name}(x):
    return np.add(x, x)
```

## FILL IN: one entry after the other

```python
def {name}(x):
    return np.array([2 * v for v in np.ravel(x)]).reshape(np.shape(x))
```
"""

HEAD = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# FILL IN: the week's title

```{{code-cell}} ipython3
import numpy as np

from helpers.checking import bind_check

check = bind_check("{week}", globals())
```

Run the cell above once whenever you open this notebook. It loads the tools and the checks.
"""

SECTION = """
+++

## FILL IN: what `{name}` is needed for

FILL IN: the need, then the mathematics, derived.

```{{code-cell}} ipython3
:guess: {name}

guess_{name} = ...  # FILL IN: what to guess, in which unit; None if you would rather not
```

+++

### Exercise: `{name}`

```{{code-cell}} ipython3
:exercise: {name}
```

```{{code-cell}} ipython3
:tags: [demo]
:name: {slug}

if check.ready("{name}", guess="{name}"):
    twice = {name}(np.array([21.0]))[0]
    print(f"twice 21 is {{twice:.1f}}")
    check.reveal("{name}", twice, "FILL IN: what this number is")
```

FILL IN: what is to be seen, such as that twice 21 is {{{{{slug}: twice 21 is}}}}.

**To remember:** FILL IN: one sentence.
"""

TAIL = """
+++

## FILL IN: an open question

```{{code-cell}} ipython3
:question: why_{name}

**Question.** FILL IN: the question.
```

```{{code-cell}} ipython3
check.progress()
```
"""

PROGRESS = "```{code-cell} ipython3\ncheck.progress()\n```\n"


def start_week(name: str, exercise: str = SAMPLE) -> list[Path]:
    """Write the files of a new week with one exercise; return their paths.

    Raises UserError when a name is of another form, or a file is there already.
    """
    if not WEEK.fullmatch(name):
        raise UserError(f"a week is called like week7_regularization, and not {name!r}")
    if any(week.split("_")[0] == name.split("_")[0] for week in week_names()):
        raise UserError(f"there is a {name.split('_')[0]} already: {', '.join(week_names())}")
    _require_name(exercise)
    folder = EXERCISES / name
    texts = {
        SOLUTIONS / f"{name}.py": ANSWERS + ANSWER,
        folder / "__init__.py": INIT,
        folder / f"{exercise}.py": EXAMINED,
        folder / f"{exercise}.md": VARIANTS,
        NARRATIVES / f"{name}.md": HEAD + SECTION + TAIL,
    }
    return _write({path: _filled(text, name, exercise) for path, text in texts.items()})


def start_exercise(week: str, name: str) -> list[Path]:
    """Write the files of a new exercise and put it at the end of its week; return the paths written.

    Raises UserError when there is one of that name, or the week's files are of another form.
    """
    _require_name(name)
    solutions, narrative = SOLUTIONS / f"{week}.py", NARRATIVES / f"{week}.md"
    init = EXERCISES / week / "__init__.py"
    answers, prose, listed = (
        path.read_text(encoding="utf-8") for path in (solutions, narrative, init)
    )
    if re.search(rf"^def {name}\(", answers, re.M):
        raise UserError(f"{solutions.relative_to(ROOT)} defines {name} already")
    if not re.search(r"^import numpy as np$", answers, re.M):
        raise UserError(f"{solutions.relative_to(ROOT)} must `import numpy as np`")
    new = {
        EXERCISES / week / f"{name}.py": _filled(EXAMINED, week, name),
        EXERCISES / week / f"{name}.md": _filled(VARIANTS, week, name),
    }
    changed = {
        solutions: answers.rstrip("\n") + "\n" + _filled(ANSWER, week, name),
        narrative: _with_section(prose, _filled(SECTION, week, name)),
        init: _with_exercise(listed, name, init),
    }
    return [*_write(new), *_write(changed, new=False)]


def _require_name(name: str) -> None:
    if not re.fullmatch(r"[a-z]\w*", name) or not name.isidentifier():
        raise UserError(f"an exercise is called like its function, and {name!r} is no name for one")


def _filled(template: str, week: str, name: str) -> str:
    return template.format(week=week, name=name, slug=name.replace("_", "-").lower())


def _with_section(prose: str, section: str) -> str:
    """Return the narrative with a section before the open question at its end, or before progress."""
    question = prose.rfind(":question:")
    at = prose.rfind("\n+++\n", 0, question) if question >= 0 else prose.rfind(PROGRESS)
    if at < 0:
        return prose.rstrip("\n") + "\n" + section
    return prose[:at].rstrip("\n") + "\n" + section + "\n" + prose[at:].lstrip("\n")


def _with_exercise(listed: str, name: str, path: Path) -> str:
    """Return the week's `__init__.py` with an exercise more in `exercises_of(...)`."""
    found = re.search(r"exercises_of\(([^)]*)\)", listed)
    if not found:
        raise UserError(f"{path.relative_to(ROOT)} must list its exercises in `exercises_of(...)`")
    inside = found[1]
    if "\n" in inside:
        indent = re.search(r"\n([ ]+)\S", inside)
        grown = f'{inside.rstrip().rstrip(",")},\n{indent[1] if indent else ""}"{name}",'
        grown += inside[len(inside.rstrip()) :]
    else:
        grown = f'{inside.rstrip(", ")}, "{name}"'
    return listed[: found.start(1)] + grown + listed[found.end(1) :]


def _write(texts: dict[Path, str], *, new: bool = True) -> list[Path]:
    for path in texts:
        if new and path.exists():
            raise UserError(f"{path.relative_to(ROOT)} is there already; nothing was written")
    for path, text in texts.items():
        write_atomically(path, text)
    return list(texts)
