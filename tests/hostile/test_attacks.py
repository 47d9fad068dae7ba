"""Grades every hostile submission of `attacks/` with the real grader and looks what it gained."""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import nbformat
import pytest

from autograder.examining import Week, function_sources, load_week
from autograder.files import ROOT, SOLUTIONS, exercise_files
from autograder.grading.course import Course, read_record
from tests.hostile.corpus import Attack, HandedIn, hand_in_attack, read_attacks, target_of
from tests.hostile.pages import active_parts
from tests.support import answered, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

WEEK = "week1_logistic_regression"
ATTACKS = read_attacks()
# Kinds that would work on the next submission of the same worker: one worker grades them all, and
# after each of them somebody innocent, whose notebook looks whether anything was left.
ON_ONE_WORKER = {"leaving", "patching"}
PAGED = [attack for attack in ATTACKS if attack.kind not in ON_ONE_WORKER]
# Short, since endless loops use all of it; a busy machine does not matter (grading/inside/waiting.py).
LIMITS = {
    "cell_seconds": 1, "call_seconds": 1, "grace_seconds": 0.5, "submission_seconds": 20, "cpu_seconds": 20,
    "memory_mb": 900, "disk_mb": 8, "output_mb": 0.3, "submission_mb": 5, "processes": 24, "crashes": 3,
}  # fmt: skip
INSPECTION = """
import builtins, os, signal, socket, subprocess, sys, threading
left = [
    f"{folder}/{name}"
    for folder in ("/tmp", "/dev/shm", os.path.expanduser("~"))
    for name in os.listdir(folder)
    if not os.path.realpath(f"{folder}/{name}").startswith("/bundle/")
]
left += [name for name in ("left_behind",) for place in (builtins, np) if hasattr(place, name)]
left += [pid for pid in os.listdir("/proc") if pid.isdigit() and b"sleep" in open(f"/proc/{pid}/cmdline", "rb").read()]
left += ["numpy"] * (float(np.exp(0.0)) != 1.0 or float(np.sum([1.0, 2.0])) != 3.0)
left += ["the path"] * ("/tmp" in sys.path)
left += ["threads"] * (threading.active_count() != 1)
left += ["handlers"] * (signal.getsignal(signal.SIGTERM) == signal.SIG_IGN)
left += ["shared memory"] * (len(open("/proc/sysvipc/shm").readlines()) > 1)
left += ["a timer"] * (signal.getitimer(signal.ITIMER_REAL)[0] > 3)
left += ["transformers"] * bool(get_ipython().ast_transformers or get_ipython().input_transformers_post)
with socket.socket(socket.AF_UNIX) as s:
    if s.connect_ex("\\0left-behind") == 0:
        left.append("a socket")
print("LEFT BEHIND", left) if left else print("clean")
"""


@dataclass
class Aftermath:
    """All that was graded, in two courses, and what the host looks like afterwards."""

    week: Week
    handed: dict[str, HandedIn]
    courses: dict[str, Course]
    innocents: dict[str, list[str]]
    canaries: dict[str, str]
    calls: list[str]

    def place(self, attack: Attack) -> tuple[Course, str]:
        """Return the course that an attack was handed in to, and its student's name."""
        return self.courses[_course_of(attack)], f"m {attack.name}"


def _course_of(attack: Attack) -> str:
    return "one worker" if attack.kind in ON_ONE_WORKER else "two workers"


def record_of(course: Course, student: str) -> dict[str, Any]:
    """Return the record of a student's grading."""
    found = read_record(course.record(student, WEEK))
    assert found is not None, f"{student} was not graded"
    return found


def outputs_of(course: Course, student: str) -> str:
    """Return all that a student's notebook shows besides its sources."""
    notebook = nbformat.read(course.autograded(student, WEEK), as_version=4)
    return json.dumps([cell.get("outputs") for cell in notebook.cells], ensure_ascii=False)


def page_of(course: Course, student: str) -> str:
    """Return a student's feedback page."""
    return course.feedback(student, WEEK).read_text(encoding="utf-8")


def _hidden_lines() -> dict[str, str]:
    """Return lines that stand in the answers and exercises only: reading one shows a leak."""
    answers = (SOLUTIONS / f"{WEEK}.py").read_text(encoding="utf-8")
    regions = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", answers, re.S)
    lines = [line.strip() for region in regions for line in region.splitlines()]
    examined = "".join(path.read_text(encoding="utf-8") for path in exercise_files(WEEK))
    hidden = [line.strip() for line in examined.splitlines() if "yield call(" in line]
    return {
        "a line of an answer": max(lines, key=len),
        "a line of the exercises": max(hidden, key=len),
    }


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    week = load_week(WEEK)
    host = tmp_path_factory.mktemp("host")
    (host / "canary.txt").write_text("untouched")
    host.chmod(0o777)
    (host / "canary.txt").chmod(0o666)
    canaries = {
        name: f"canary-{secrets.token_hex(12)}"
        for name in ("gradebook", "neighbour", "environment")
    }
    os.environ["GRADER_SECRET"] = canaries["environment"]
    canaries |= _hidden_lines()

    calls: list[str] = []
    handed: dict[str, HandedIn] = {}
    courses: dict[str, Course] = {}
    innocents: dict[str, list[str]] = {}
    abstract = f"autograder-test-{secrets.token_hex(8)}"
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(f"\0{abstract}")
        unix.listen()
        for name in ("one worker", "two workers"):
            course = courses[name] = make_course(
                tmp_path_factory.mktemp("course"), WEEK, limits=LIMITS
            )
            for folder in (course.root, course.private):
                (folder / "canary.txt").write_text(canaries["gradebook"])
            canaries[f"secret of {name}"] = course.secret().hex()
            neighbour = hand_in(course, "b neighbour", WEEK, answered(course, WEEK)).parent
            (neighbour / "canary.txt").write_text(canaries["neighbour"])
            words = {
                "ROOT": str(ROOT),
                "COURSE": str(course.root),
                "WEEK": WEEK,
                "NEIGHBOUR": str(neighbour),
                "HOST": str(host),
                "PORT": str(tcp.getsockname()[1]),
                "ABSTRACT": abstract,
            }
            attacks = [attack for attack in ATTACKS if _course_of(attack) == name]
            innocents[name] = _hand_in_all(course, week, attacks, handed, words)
            # In alphabetical order, one after the other: who is innocent comes after each attack.
            alone = name == "one worker"
            grade_all(course, jobs=1 if alone else 2, feedback=not alone)
        for server, name in ((tcp, "over TCP"), (unix, "over an abstract socket")):
            server.settimeout(0.05)
            try:
                server.accept()
                calls.append(name)
            except TimeoutError:
                pass
    del os.environ["GRADER_SECRET"]
    yield Aftermath(week, handed, courses, innocents, canaries, calls)
    assert (host / "canary.txt").read_text() == "untouched"
    assert os.listdir(host) == ["canary.txt"]


def _hand_in_all(
    course: Course, week: Week, attacks: list[Attack], handed: dict[str, HandedIn],
    words: dict[str, str],
) -> list[str]:  # fmt: skip
    """Hand in attacks and, around and between them, innocent notebooks; return the latter's names."""
    answers = function_sources(WEEK)
    names = ["a innocent", "y <img src=x onerror=alert(1)> '; drop table grade; --", "z innocent"]
    for number, attack in enumerate(attacks):
        handed[attack.name] = hand_in_attack(
            course, week, f"m {attack.name}", attack, answers, words
        )
        if attack.kind == "leaving" or number % 8 == 7:
            names.append(f"m {attack.name} then innocent")
    for name in names:
        notebook = answered(course, WEEK)
        setup = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
        notebook.cells.insert(setup + 1, nbformat.v4.new_code_cell(INSPECTION, id="inspection"))
        hand_in(course, name, WEEK, notebook)
    return names


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_gains_nothing(
    attack: Attack, aftermath: Aftermath, record_property: Any, request: pytest.FixtureRequest
) -> None:
    if attack.open:
        request.applymarker(pytest.mark.xfail(reason=attack.open, strict=True))
    course, student = aftermath.place(attack)
    record = record_of(course, student)
    earned = verdicts(course, WEEK)[student]
    gained = sum(
        points(earned[e.name]) for e in aftermath.week.exercises if e.name not in attack.honest
    )
    shown = outputs_of(course, student) + json.dumps(record, ensure_ascii=False)
    read = [name for name, text in aftermath.canaries.items() if text in shown]
    record_property("attack", [gained, len(read)])

    assert gained == 0, f"undeserved points: {earned}"
    assert read == []
    assert "GAVE WAY" not in shown
    deserved = {e: aftermath.week.exercise(e).points for e in attack.honest}
    assert {e: points(earned[e]) for e in attack.honest} == deserved
    assert record["score"] == sum(deserved.values())

    target = earned[target_of(attack)]
    if attack.outcome is not None:
        assert {part["outcome"] for part in target} == {attack.outcome}, target
    if attack.says is not None:
        assert attack.says in shown
    handed = aftermath.handed[attack.name]
    for text in handed.notes:
        assert text in " ".join([*record["notes"], record["problem"] or ""])
    for holds in handed.says:
        assert holds(shown), shown


@pytest.mark.parametrize("attack", PAGED, ids=lambda attack: attack.name)
def test_feedback_page_holds_nothing_of_the_student_that_acts(
    attack: Attack, aftermath: Aftermath
) -> None:
    course, student = aftermath.place(attack)
    page = page_of(course, student)
    assert not [
        name for name, text in aftermath.canaries.items() if text in page and "line" not in name
    ]
    assert not active_parts(page).keys() - active_parts(page_of(course, "a innocent")).keys()


def test_innocent_neighbours_keep_every_point(aftermath: Aftermath) -> None:
    full = sum(exercise.points for exercise in aftermath.week.exercises)
    for name, course in aftermath.courses.items():
        for student in aftermath.innocents[name]:
            assert record_of(course, student)["score"] == full, student


def test_nothing_is_left_behind_for_the_next_submission_of_a_worker(aftermath: Aftermath) -> None:
    for name, course in aftermath.courses.items():
        for student in aftermath.innocents[name]:
            shown = outputs_of(course, student)
            assert "clean" in shown and "LEFT BEHIND" not in shown, (student, shown[:2000])


def test_names_of_students_do_not_act_in_feedback(aftermath: Aftermath) -> None:
    course = aftermath.courses["two workers"]
    usual = active_parts(page_of(course, "a innocent"))
    for student in aftermath.innocents["two workers"]:
        assert not active_parts(page_of(course, student)).keys() - usual.keys()


def test_nobody_called_the_host(aftermath: Aftermath) -> None:
    assert aftermath.calls == []


def test_corpus_is_large_and_covers_every_kind() -> None:
    kinds = {attack.kind for attack in ATTACKS}
    assert len(ATTACKS) >= 100
    assert kinds == {
        "reading", "escaping", "network", "leaving", "patching", "forging", "lying", "bombs", "guessing", "rejudging",
        "editing", "browser", "exhausting",
    }  # fmt: skip
