"""The site's pages, wheels and pins, without what builds the site: tests/journeys has it built and walks it."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.bundle import REGION, bundle_files, find_leaks, write_zip
from autograder.authoring.site import building, pieces
from autograder.authoring.site.browser import week_wheel
from autograder.authoring.site.leaks import site_leaks
from autograder.authoring.site.pages import Lesson, lesson, week_page, write_pages
from autograder.authoring.site.serving import serve, server
from autograder.examining import load_week, solution_source
from autograder.files import ROOT, UserError, week_names

WEEKS = week_names()
FIRST, LAST = WEEKS[0], WEEKS[-1]


@pytest.fixture(scope="module", params=WEEKS)
def week(request: pytest.FixtureRequest) -> tuple[Lesson, dict[str, bytes]]:
    files = bundle_files(request.param)
    return lesson(request.param, files), files


@pytest.fixture(scope="module")
def page(week: tuple[Lesson, dict[str, bytes]]) -> tuple[dict[str, Any], dict[str, bytes]]:
    about, files = week
    return week_page(about, json.loads(files[f"{about.name}.ipynb"]))


def code_cells(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in page["cells"] if cell["cell_type"] == "code"]


def shown(cell: dict[str, Any]) -> str:
    return "".join(output["data"]["text/html"] for output in cell["outputs"])


# ---------------------------------------------------------------------------------- a week's page


def test_a_page_holds_no_answer_of_its_week_or_a_later_one(week, page) -> None:
    about, _ = week
    content = json.dumps(page[0]).encode()
    assert list(find_leaks(about.name, {f"{about.name}.ipynb": content})) == []


def test_only_demonstrations_show_what_comes_out(week, page) -> None:
    about, files = week
    student = {cell["id"]: cell for cell in json.loads(files[f"{about.name}.ipynb"])["cells"]}
    showing = [cell for cell in code_cells(page[0]) if cell["outputs"]]
    assert len(showing) >= 3 or not load_week(about.name).whole
    for cell in showing:
        metadata = student[cell["id"]]["metadata"]
        assert "demo" in metadata.get("tags", []) and "nbgrader" not in metadata


def test_every_figure_has_words_for_those_who_do_not_see_it(page) -> None:
    content, figures = page
    pictures = re.findall(r"<img [^>]*>", "".join(map(shown, code_cells(content))))
    assert pictures
    for picture in pictures:
        alt = re.search('alt="([^"]*)"', picture)
        assert alt and len(html.unescape(alt[1])) > 15, picture
        assert re.search(r"/figures/([0-9a-f]{16}\.png)", picture)[1] in figures


def test_what_a_guess_comes_before_is_folded(page) -> None:
    for cell in code_cells(page[0]):
        if "guess=" in cell["source"] and "check.ready" in cell["source"] and cell["outputs"]:
            assert shown(cell).startswith('<details class="guess-first"><summary>')
            assert len(cell["outputs"]) == 1


def test_a_page_begins_with_the_ways_into_its_notebook(week, page) -> None:
    about, _ = week
    title, ways = (cell["source"] for cell in page[0]["cells"][:2])
    assert title.startswith(f"# Week {about.number}: ")
    assert f'href="../open/{about.name}.html">Open in the browser</a>' in ways
    assert f'href="../downloads/{about.name}.zip"' in ways
    assert f"{about.points} points" in ways and about.duration in ways
    assert about.duration, "the week does not say how long it takes"


def test_a_page_says_nothing_that_has_a_meaning_only_in_the_notebook(page) -> None:
    prose = [cell["source"] for cell in page[0]["cells"] if cell["cell_type"] == "markdown"]
    assert not [text for text in prose if "cell above once" in text or "YOUR ANSWER HERE" in text]
    assert page[0]["metadata"]["myst"]["html_meta"]["description"]


# ------------------------------------------------------------------------------ what lists the weeks


def test_every_function_of_every_week_is_listed_and_no_word_is_left_to_fill_in(
    tmp_path: Path,
) -> None:
    write_pages(tmp_path, {name: bundle_files(name) for name in WEEKS}, all_weeks=True)
    listed = (tmp_path / "functions.md").read_text(encoding="utf-8")
    for name in WEEKS:
        for exercise in load_week(name).exercises:
            for function in exercise.functions:
                assert f"[`{function}`](weeks/{name}.ipynb#" in listed
    start = (tmp_path / "index.md").read_text(encoding="utf-8")
    assert "{{" not in start + listed
    assert "Likely cause" in start, "the start page shows no verdict"


# ---------------------------------------------------------------------------------- a week's wheel


def test_a_wheel_holds_what_its_notebook_imports_and_no_answer_of_its_own(week) -> None:
    about, files = week
    name, content = week_wheel(about.name, files)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = {path: archive.read(path) for path in archive.namelist()}
    assert name.startswith(f"course_{about.short}-0.") and name.endswith("-py3-none-any.whl")
    assert "helpers/checking.py" in inside and f"helpers/cases/{about.name}.json" in inside
    brought = {path[10:-3] for path in inside if path.startswith("solutions/week")}
    assert brought == set(about.brings)
    assert all(other < about.name for other in brought)
    assert list(find_leaks(about.name, inside)) == []


def test_a_wheels_version_changes_with_its_content_and_only_then() -> None:
    files = {"helpers/a.py": b"a = 1\n", "solutions/week0.py": b""}
    name, content = week_wheel(FIRST, files)
    assert week_wheel(FIRST, dict(files)) == (name, content)
    assert week_wheel(FIRST, files | {"helpers/a.py": b"a = 2\n"})[0] != name


# ------------------------------------------------------------------------------------- leaks


def answer(week: str) -> str:
    return max(REGION.findall(solution_source(week)), key=len)


def test_an_answer_between_the_colours_of_a_page_is_found(tmp_path: Path) -> None:
    words = html.escape(answer(FIRST)).split(" ")
    coloured = " ".join(f'<span class="k">{word}</span>' for word in words)
    (tmp_path / "weeks").mkdir()
    (tmp_path / "weeks" / f"{FIRST}.html").write_text(f"<pre>{coloured}</pre>", encoding="utf-8")
    (found,) = site_leaks(tmp_path, WEEKS)
    assert f"weeks/{FIRST}.html holds an answer of {FIRST}" in found


@pytest.mark.parametrize("kind", ["wheel", "zip", "script", "start page"])
def test_an_answer_is_found_wherever_it_lies(kind: str, tmp_path: Path) -> None:
    text = f"def f():\n{answer(LAST)}"
    if kind == "wheel":
        name, content = week_wheel(LAST, {"helpers/f.py": text.encode()})
        (tmp_path / name).write_bytes(content)
    elif kind == "zip":
        write_zip(tmp_path / f"{LAST}.zip", LAST, {"helpers/f.py": text.encode()})
    else:
        name = "searchindex.js" if kind == "script" else "index.html"
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert any(f"an answer of {LAST}" in line for line in site_leaks(tmp_path, WEEKS))


def test_a_week_may_bring_the_answers_before_it_but_a_page_of_all_may_not(tmp_path: Path) -> None:
    text = f"def f():\n{answer(FIRST)}".encode()
    name, content = week_wheel(LAST, {"solutions/week0.py": text})
    (tmp_path / name).write_bytes(content)
    assert list(site_leaks(tmp_path, WEEKS)) == []
    (tmp_path / "ways.html").write_bytes(text)
    assert any(
        f"ways.html holds an answer of {FIRST}" in line for line in site_leaks(tmp_path, WEEKS)
    )


# ------------------------------------------------------------------------------------- pieces


def test_every_wheel_that_a_browser_loads_is_pinned_by_its_hash() -> None:
    pinned = pieces.pinned()
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in pinned.values())
    wheels = (pieces.PINS / "wheels.txt").read_text(encoding="utf-8").splitlines()
    hashes = {path: digest for path, digest in pinned.items() if path.startswith("wheels/")}
    assert sorted(hashes.values()) == sorted(line.split("sha256:")[1] for line in wheels)
    assert {path.split("/")[0] for path in pinned} == set(pieces.ROOMS)


def test_a_piece_that_is_not_what_its_hash_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = hashlib.sha256(b"right").hexdigest()
    monkeypatch.setattr(pieces, "pinned", lambda: {"npm/tool.js": wanted})
    arrives = b"wrong"
    monkeypatch.setattr(
        pieces, "ROOMS", {"npm": lambda target, *_: (target / "tool.js").write_bytes(arrives)}
    )
    with pytest.raises(UserError, match="tool.js has the sha256 .* expects"):
        pieces.fetch(tmp_path / "pieces", Path(sys.executable), print)
    assert list((tmp_path / "pieces").rglob("*.js")) == []
    arrives = b"right"
    pieces.fetch(tmp_path / "pieces", Path(sys.executable), print)
    assert (tmp_path / "pieces" / "npm" / "tool.js").read_bytes() == b"right"


# ---------------------------------------------------------------------------------- the command


def test_without_its_tools_the_command_says_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "INSTALLED", tmp_path / ".stamp")
    with pytest.raises(UserError, match="`make site` does that"):
        building.build_site([FIRST], tmp_path / "site")


def test_there_must_be_a_site_to_serve(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no site in .* yet; run `make site`"):
        serve(tmp_path, 0, print, open_it=False)


def test_a_folder_that_is_no_site_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "WORK", tmp_path / "work")
    (tmp_path / "work").mkdir()
    for name in ("mine", "fresh"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name, encoding="utf-8")
    with pytest.raises(UserError, match="holds something that is no site"):
        building._replace(tmp_path / "mine", tmp_path / "fresh")
    assert (tmp_path / "mine" / "index.html").read_text(encoding="utf-8") == "mine"
    (tmp_path / "mine" / "lite").mkdir()
    building._replace(tmp_path / "mine", tmp_path / "fresh")
    assert (tmp_path / "mine" / "index.html").read_text(encoding="utf-8") == "fresh"


def test_two_builds_do_not_meet_in_one_checkout(tmp_path: Path) -> None:
    with building.alone(tmp_path / "work"):
        with pytest.raises(UserError, match="being built in this checkout already; wait"):
            with building.alone(tmp_path / "work"):
                pass
    with building.alone(tmp_path / "work"):
        pass


def test_a_browser_that_goes_away_is_no_fault_to_tell(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    serving = server(tmp_path)
    for fault, told in ((ConnectionResetError, False), (RuntimeError, True)):
        try:
            raise fault("a fault")
        except fault:
            serving.handle_error(None, ("127.0.0.1", 1))
        assert ("a fault" in capfd.readouterr().err) == told
    serving.server_close()


def test_weeks_whose_deadline_must_be_over_are_named() -> None:
    about = [lesson(name, bundle_files(name)) for name in (FIRST, "week2_shallow_net")]
    (note,) = building.deadlines(about)
    assert note.startswith(
        "note: week2_shallow_net brings the answers of week1_logistic_regression"
    )


def test_the_bars_script_is_a_script() -> None:
    node = subprocess.run(["which", "node"], capture_output=True, text=True).stdout.strip()
    if not node:
        pytest.skip("no Node.js on this machine")
    script = ROOT / "site" / "static" / "open.js"
    done = subprocess.run(
        [node, "--input-type=module", "--check"], input=script.read_text("utf-8"), text=True
    )
    assert done.returncode == 0
