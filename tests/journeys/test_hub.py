"""A week on a JupyterHub in a real browser: released, fetched, handed in, collected, graded, fed back.

Leaves pictures of the steps in build/screenshots/, for people to look at.
"""

from __future__ import annotations

import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.files import ROOT, week_names
from autograder.grading.course import Course, open_course
from tests.browser.lab import PICTURES, browsing, decline_news
from tests.support import answered

pytestmark = [pytest.mark.browser, pytest.mark.sandbox]
WEEK = week_names()[1]
START = ROOT / "tools" / "hub" / "start.py"
PATIENCE = 150_000  # milliseconds: three servers start one after the other on a busy machine
WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))\n"


class Hub:
    """A hub that runs, and who is logged in to it, each in a browser window of their own."""

    def __init__(
        self, folder: Path, address: str, password: str, window: Callable[[], Any]
    ) -> None:
        self.folder, self.address, self.password, self.window = folder, address, password, window
        self.pages: dict[str, Any] = {}

    @property
    def course(self) -> Course:
        """The teacher's course."""
        return open_course(self.home("teacher") / "course")

    def home(self, name: str) -> Path:
        """Where somebody's files lie."""
        return self.folder / "homes" / name

    def page(self, name: str) -> Any:
        """Return the page of somebody, logged in: their JupyterLab."""
        if name not in self.pages:
            page = self.pages[name] = self.window()
            page.goto(f"{self.address}/hub/login?next=%2Fhub%2Fspawn")
            page.fill("input[name=username]", name)
            page.fill("input[name=password]", self.password)
            page.click("#login_submit")
            page.get_by_role("menuitem", name="Nbgrader", exact=True).first.wait_for()
            decline_news(page)
        return self.pages[name]

    def formgrader(self) -> Any:
        """Return the teacher's Formgrader, in a tab of its own: a hub forbids frames."""
        page = self.page("teacher")
        page.goto(f"{self.address}/user/teacher/formgrader/")
        return page

    def assignments(self, name: str) -> Any:
        """Return a student's page with nbgrader's list of assignments."""
        page = self.page(name)
        page.get_by_role("menuitem", name="Nbgrader", exact=True).first.click()
        page.get_by_role("menuitem", name="Assignment List", exact=True).first.click()
        return page

    def picture(self, name: str, what: str) -> None:
        """Keep a picture of what somebody sees now."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.pages[name].screenshot(path=str(PICTURES / f"hub-{what}.png"))


def three_free_ports() -> int:
    """Return the first of three ports in a row that are free."""
    for first in range(18_000 + os.getpid() % 1_000 * 3, 30_000, 3):
        try:
            for port in range(first, first + 3):
                socket.create_server(("127.0.0.1", port)).close()
            return first
        except OSError:
            continue
    raise AssertionError("no three free ports")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    lacking = runpy.run_path(str(START))["what_lacks"]()
    if lacking:
        pytest.skip(lacking)
    folder = tmp_path_factory.mktemp("hub") / "hub"
    port, log = three_free_ports(), folder.parent / "hub.log"
    with browsing() as first, open(log, "wb") as file:
        command = [sys.executable, str(START), str(folder), "--port", str(port), "--week", WEEK]
        process = subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/hub/login", process, log)

            def window() -> Any:
                page = first.context.browser.new_context(
                    viewport={"width": 1250, "height": 900}
                ).new_page()
                page.set_default_timeout(PATIENCE)
                return page

            yield Hub(folder, address, (folder / "password").read_text(), window)
        finally:
            # The hub ends its proxy and everybody's server on its way out.
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1_200):
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except OSError:
            assert process.poll() is None, log.read_text()[-3000:]
            time.sleep(0.2)
    raise AssertionError("the hub does not answer: " + log.read_text()[-3000:])


def confirm(desk: Any) -> None:
    """Wait until Formgrader says that what was clicked has worked, and close its message."""
    dialog = desk.locator(".modal.in, .modal.show").first
    dialog.get_by_text(re.compile("[Ss]uccess")).first.wait_for()
    dialog.get_by_role("button", name="Close").last.click()
    dialog.wait_for(state="hidden")


# The tests below are one story, in this order.


def test_1_the_teacher_releases_the_week_in_formgrader(hub: Hub) -> None:
    desk = hub.formgrader()
    desk.locator(f"tr:has-text('{WEEK}') td.release a").click()
    confirm(desk)
    hub.picture("teacher", "1-released")
    assert (hub.folder / "exchange" / "neural_networks" / "outbound" / WEEK).is_dir()


@pytest.mark.parametrize("student", ["ada", "emmy"])
def test_2_a_student_fetches_it_works_and_hands_it_in(hub: Hub, student: str) -> None:
    page = hub.assignments(student)
    page.get_by_role("button", name="Fetch", exact=True).click()
    page.get_by_role("button", name="Submit", exact=True).wait_for()
    notebook = hub.home(student) / WEEK / f"{WEEK}.ipynb"
    assert (notebook.parent / "helpers" / "checking.py").is_file()
    written = {"sigmoid": WRONG} if student == "emmy" else {}
    nbformat.write(answered(hub.course, WEEK, written), notebook)
    page.get_by_role("button", name="Submit", exact=True).click()
    page.locator("#submitted_assignments_list", has_text=WEEK).wait_for()
    hub.picture(student, f"2-handed-in-by-{student}")


def test_3_the_teacher_collects_and_grades_both(hub: Hub) -> None:
    desk = hub.formgrader()
    desk.locator(f"tr:has-text('{WEEK}') td.collect a").click()
    confirm(desk)
    desk.locator(f"tr:has-text('{WEEK}') td.num-submissions a").click()
    for student in ("ada", "emmy"):
        desk.locator("tr", has_text=student).locator(".autograde a").click()
        confirm(desk)
    hub.picture("teacher", "3-graded")
    from nbgrader.api import Gradebook

    with Gradebook(hub.course.db_url, "neural_networks") as book:
        scores = {s.student.id: s.score for s in book.assignment_submissions(WEEK)}
    assert scores["ada"] > scores["emmy"] > 0


def test_4_the_teacher_makes_and_releases_the_feedback(hub: Hub) -> None:
    desk = hub.formgrader()
    for button in ("generate-feedback", "release-feedback"):
        desk.locator(f"tr:has-text('{WEEK}') td.{button} a").click()
        confirm(desk)
    hub.picture("teacher", "4-feedback-released")


@pytest.mark.parametrize("student", ["ada", "emmy"])
def test_5_each_student_fetches_and_reads_their_own_feedback(hub: Hub, student: str) -> None:
    page = hub.assignments(student)
    page.locator("#refresh_assignments_list").click()
    page.get_by_text("(feedback available to fetch)").first.wait_for()
    page.get_by_role("button", name="Fetch Feedback", exact=True).first.click()
    page.get_by_text("(view feedback)").first.wait_for()
    hub.picture(student, f"5-feedback-of-{student}")
    pages = list((hub.home(student) / WEEK / "feedback").rglob(f"{WEEK}.html"))
    assert len(pages) == 1
    text = pages[0].read_text(encoding="utf-8")
    mistake = "which sign does exp need"
    assert (mistake in text) == (student == "emmy")
