"""A copy of the project with two little weeks, on which a test may try anything that an author may do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.files import ROOT

FIRST = "week1_little"
SECOND = "week2_little"

ANSWERS = '''"""A little week."""

import numpy as np


def double(x):
    """Return two times x, an array of the same shape."""
    # Step 1: think of two.
    ### BEGIN SOLUTION
    factor_of_two_used_here_only = 2
    y = factor_of_two_used_here_only * np.asarray(x)
    ### END SOLUTION
    return y


def total(x):
    """Return the sum of all entries of x, twice, a number. Call double."""
    ### BEGIN SOLUTION
    total_of_all_entries = float(np.sum(double(x)))
    ### END SOLUTION
    return total_of_all_entries
'''

EXAMINED = {
    "__init__.py": '''"""How the little week is examined."""

from autograder.examining import Question, Week, exercises_of

WEEK = Week(
    "week1_little",
    "A little week",
    exercises=exercises_of(__name__, "double", "total"),
    questions=(Question("why", ((6, "says why"),)),),
)
''',
    "double.py": '''"""Examines `double`."""

from autograder.examining import Exercise, Part, call


def arrays(rng):
    yield call("double", rng.normal(1, 1, (2, 3)))


EXERCISE = Exercise("double", parts=(Part("values", 50, arrays),))
''',
    "double.md": """\
# Mistakes

## tripled: three in place of two

How often does x go in?

```diff
-    factor_of_two_used_here_only = 2
+    factor_of_two_used_here_only = 3
```

# Alternatives

## added

```python
def double(x):
    return x + x
```
""",
    "total.py": '''"""Examines `total`."""

from autograder.examining import Exercise, Part, call


def sums(rng):
    yield call("total", rng.normal(1, 1, 4))


EXERCISE = Exercise("total", parts=(Part("values", 44, sums),), depends_on=("double",))
''',
    "total.md": """\
# Mistakes

## mean: the mean in place of the sum

What does a mean divide by?

```diff
-    total_of_all_entries = float(np.sum(double(x)))
+    total_of_all_entries = float(np.mean(double(x)))
```
""",
}

NARRATIVE = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A little week

```{code-cell} ipython3
import numpy as np

from helpers.checking import bind_check

check = bind_check("week1_little", globals())
```

Double everything.

```{code-cell} ipython3
:exercise: double
```

```{code-cell} ipython3
:tags: [demo]

if check.ready("double"):
    print(double(np.ones(3)))
```

Then add it up.

```{code-cell} ipython3
:exercise: total
```

```{code-cell} ipython3
:question: why

Why twice?
```

```{code-cell} ipython3
check.progress()
```
"""


SECOND_ANSWERS = f'''"""A second little week."""

from solutions.{FIRST} import double


def fourfold(x):
    """Return four times x, an array of the same shape."""
    ### BEGIN SOLUTION
    doubled_and_doubled_again = double(double(x))
    ### END SOLUTION
    return doubled_and_doubled_again
'''

SECOND_EXAMINED = {
    "__init__.py": f'''"""How the second little week is examined."""

from autograder.examining import Week, exercises_of

WEEK = Week("{SECOND}", "A second little week", exercises=exercises_of(__name__, "fourfold"))
''',
    "fourfold.py": '''"""Examines `fourfold`."""

from autograder.examining import Exercise, Part, call


def arrays(rng):
    yield call("fourfold", rng.normal(1, 1, (2, 3)))


EXERCISE = Exercise("fourfold", parts=(Part("values", 100, arrays),))
''',
    "fourfold.md": """\
# Mistakes

## once: doubled only once

What is two times two?

```diff
-    doubled_and_doubled_again = double(double(x))
+    doubled_and_doubled_again = double(x)
```
""",
}


@dataclass(frozen=True)
class Project:
    """A folder that holds a project, and its command."""

    root: Path

    @property
    def narrative(self) -> Path:
        return self.root / "notebooks" / f"{FIRST}.md"

    @property
    def answers(self) -> Path:
        return self.root / "solutions" / f"{FIRST}.py"

    @property
    def examined(self) -> Path:
        return self.root / "autograder" / "exercises" / FIRST

    def built(self, name: str = FIRST) -> tuple[Path, Path, Path]:
        """Return the paths of the student's notebook, the solved notebook and the visible cases."""
        return (
            self.root / "notebooks" / f"{name}.ipynb",
            self.root / "solutions" / f"{name}.ipynb",
            self.root / "helpers" / "cases" / f"{name}.json",
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `autograder ARGUMENTS` of this project."""
        return subprocess.run(
            [sys.executable, "-m", "autograder", *arguments],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root), "OPENBLAS_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def copy(self, to: Path) -> Project:
        """Return a copy of the project in another folder."""
        shutil.copytree(self.root, to)
        return Project(to)


def edit(path: Path, old: str, new: str) -> int:
    """Replace the one place where `old` stands in a file; return the line it began on."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands in {path.name} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return 1 + text[: text.index(old)].count("\n")


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write some files into a new folder."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def make_project(root: Path) -> Project:
    """Return a new project: the engine and the helpers as they are, weeks of its own, nothing built."""
    leave = shutil.ignore_patterns("__pycache__", "week[0-9]_*", "*.npz")
    for folder in ("autograder", "helpers", "solutions"):
        shutil.copytree(ROOT / folder, root / folder, ignore=leave)
    for file in ("pyproject.toml", "environment.yml", "LICENSE", "LICENSE-CONTENT.md"):
        shutil.copy(ROOT / file, root)
    (root / "helpers" / "cases").mkdir(exist_ok=True)
    (root / "notebooks").mkdir()
    project = Project(root)
    project.narrative.write_text(NARRATIVE, encoding="utf-8")
    project.answers.write_text(ANSWERS, encoding="utf-8")
    write_files(project.examined, EXAMINED)
    return project


def add_second_week(project: Project) -> None:
    """Add a week that builds on the first: notebook and answers import the first week's answer."""
    built_on = f"from solutions.{FIRST} import double"
    narrative = project.narrative.with_name(f"{SECOND}.md")
    narrative.write_text(
        NARRATIVE[: NARRATIVE.index("Double everything.")]
        .replace("import numpy as np\n", f"import numpy as np\n\n{built_on}\n")
        .replace(FIRST, SECOND)
        .replace(f"solutions.{SECOND}", f"solutions.{FIRST}")
        + "```{code-cell} ipython3\n:exercise: fourfold\n```\n",
        encoding="utf-8",
    )
    project.answers.with_name(f"{SECOND}.py").write_text(SECOND_ANSWERS, encoding="utf-8")
    write_files(project.examined.with_name(SECOND), SECOND_EXAMINED)
