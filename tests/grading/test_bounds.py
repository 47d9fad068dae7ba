"""Bounds on the trusted side: on what is read, shown and answered, also in threads of a Dask worker."""

from __future__ import annotations

import json
import resource
import threading
import time
from pathlib import Path

import pytest

from autograder.grading.limits import Limits, count_values
from autograder.grading.sanitizing import clean_html, clean_markdown
from autograder.grading.session import _bounded_memory
from autograder.grading.staging import MAX_BLANK_LINES, read_cells, stage
from autograder.grading.timers import time_limit


def test_a_reference_that_takes_too_long_is_stopped_in_a_thread_too() -> None:
    found: list[object] = []

    def answer() -> None:
        started = time.monotonic()
        for seconds in (0.05, 5.0):
            try:
                with time_limit(seconds):
                    while time.monotonic() < started + 2:
                        pass
                found.append("ran")
            except TimeoutError:
                found.append("stopped")
                started = time.monotonic() - 1.9

    thread = threading.Thread(target=answer)
    thread.start()
    thread.join(20)
    assert found == ["stopped", "ran"]


def test_threads_that_answer_at_once_leave_no_bound_on_memory_behind() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    seen: list[int] = []

    def answer() -> None:
        for _ in range(50):
            with _bounded_memory(2**30):
                seen.append(resource.getrlimit(resource.RLIMIT_AS)[0])

    threads = [threading.Thread(target=answer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 200 and before[0] not in seen
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_a_text_of_escaped_quotes_is_counted_in_one_pass() -> None:
    started = time.monotonic()
    count_values(b"[" * 20_000 + b'"' + b'\\"' * 1_000_000)
    assert time.monotonic() - started < 2


def test_formatting_that_is_opened_again_and_again_stays_small() -> None:
    page = "<p>" + "".join(f"<b title={i}>" for i in range(3000)) + "</p><p>x" * 3000
    assert len(clean_html(page)) < 2 * len(page)


@pytest.mark.parametrize(
    "text", ["```mermaid\nx\n```", "> ~~~ sql\nx\n~~~", "```a```b", "- ```c d\nx"]
)
def test_no_fence_names_a_language(text: str) -> None:
    assert not [word for word in ("mermaid", "sql", "c d") if word in clean_markdown(text)]
    assert "b" not in text or clean_markdown(text).endswith("b")


def test_blank_lines_without_end_are_cut_off(tmp_path: Path) -> None:
    folder = tmp_path / "week"
    folder.mkdir()
    cell = {"cell_type": "code", "metadata": {}, "source": "a\n" + "  \n\t\n" * 9_000 + "b"}
    (folder / "week.ipynb").write_text(json.dumps({"cells": [cell]}))
    cells = stage(folder, "week", Limits()).cells
    assert cells is not None and cells[0].source.count("\n") <= MAX_BLANK_LINES + 1
    assert cells[0].source[0] == "a" and cells[0].source[-1] == "b"


def test_many_large_notebooks_are_not_all_read(tmp_path: Path) -> None:
    folder = tmp_path / "week"
    folder.mkdir()
    for i in range(40):
        with open(folder / f"{i}.ipynb", "wb") as file:
            file.truncate(60 * 2**20)
    (folder / "week.ipynb").write_text('{"cells": []}')
    staged = stage(folder, "week", Limits())
    assert staged.cells == []
    assert any("left out" in note for note in staged.notes)


def test_numbers_of_any_size_are_no_obstacle() -> None:
    assert read_cells(f'{{"cells": [], "a": {"9" * 100_000}, "b": NaN}}'.encode()) == []
