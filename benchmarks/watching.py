"""From a hand-in to its finished page under `autograder grade --watch`, and what waiting costs.

    python benchmarks/watching.py [--week WEEK] [--class 120] [--rounds 5] [--idle 30]

A class's folders are there and graded as "no notebook"; then one student after another hands in right
answers. Told are the seconds on the clock, the CPU seconds that grader and sandbox used for it, and
the share of a core that waiting for the next one takes.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder.files import ROOT, resolve_weeks
from tests.support import answered, hand_in, make_course

TICKS = os.sysconf("SC_CLK_TCK")


def family(root: int) -> dict[int, float]:
    """Return the CPU seconds of a process and of all that descend from it, those that ended too."""
    parents, used = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(path.parent.name)
        parents[pid] = int(fields[1])
        used[pid] = sum(map(int, fields[11:15])) / TICKS
    members = {root}
    while more := {pid for pid, parent in parents.items() if parent in members} - members:
        members |= more
    return {pid: used[pid] for pid in members if pid in used}


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--week", default="week1")
    parser.add_argument("--class", type=int, default=120, dest="size")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--idle", type=float, default=30)
    asked = parser.parse_args()
    (week,) = resolve_weeks([asked.week])
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder) / "course", week)
        for i in range(asked.size):
            hand_in(course, f"student{i}", week, b"no notebook")
        right = answered(course, week)
        command = [sys.executable, "-m", "autograder", "grade", str(course.root), "--watch"]
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            wait_for(course.feedback(f"student{asked.size - 1}", week))
            time.sleep(5)
            seconds, cpu = [], []
            for i in range(asked.rounds):
                before = sum(family(process.pid).values())
                hand_in(course, f"new{i}", week, right)
                begun = time.perf_counter()
                wait_for(course.feedback(f"new{i}", week))
                seconds.append(time.perf_counter() - begun)
                time.sleep(2)
                cpu.append(sum(family(process.pid).values()) - before)
            before = sum(family(process.pid).values())
            time.sleep(asked.idle)
            idle = (sum(family(process.pid).values()) - before) / asked.idle
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
    print(f"hand-in to page: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s")
    print(f"CPU for one: median {statistics.median(cpu):.2f} s")
    print(f"waiting, {asked.size + asked.rounds} submissions there: {idle:.2%} of a core")
    print(f"load of the machine meanwhile: {os.getloadavg()[0]:.1f}")


def wait_for(path: Path) -> None:
    """Wait until a file is there."""
    while not path.exists():
        time.sleep(0.01)


if __name__ == "__main__":
    main()
