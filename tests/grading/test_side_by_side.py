"""Two submissions at once in workers of one nursery have nothing in common that one could use."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.enclosing import Spec
from autograder.grading.limits import Limits
from autograder.grading.sandbox import Nursery, Worker, WorkerLostError

pytestmark = pytest.mark.sandbox
PROCESSES = 24
# Listens where a neighbour could connect: at an address, and at a name without a file.
LISTENS = """
import os, socket, sys
port = socket.create_server(("127.0.0.1", 47111))
name = socket.socket(socket.AF_UNIX)
name.bind("\\0side-by-side")
name.listen()
open("/tmp/here", "w").close()
"""
CONNECTS = """
import os, socket
found = [os.path.exists("/tmp/here")]
for family, address in ((socket.AF_INET, ("127.0.0.1", 47111)), (socket.AF_UNIX, "\\0side-by-side")):
    with socket.socket(family) as s:
        found.append(s.connect_ex(address) == 0)
with socket.create_server(("127.0.0.1", 47111)) as own:
    found.append(socket.create_connection(own.getsockname()).getpeername() != own.getsockname())
print(found)
"""
LOOKS = """
import os, signal
read, signalled = [], []
own = os.path.realpath("/proc/self")
for entry in filter(str.isdigit, os.listdir("/proc")):
    if f"/proc/{entry}" == own:
        continue
    for what in ("mem", "environ", "maps", "syscall"):
        try:
            with open(f"/proc/{entry}/{what}", "rb") as file:
                read.append(file.read(1) and what)
        except OSError:
            pass
    for what in ("root", "cwd", "exe", "fd/0"):
        try:
            read.append(os.readlink(f"/proc/{entry}/{what}"))
        except OSError:
            pass
    if int(entry) > 2:
        try:
            os.kill(int(entry), signal.SIGTERM)
            signalled.append(entry)
        except OSError:
            pass
print([item for item in read if item], signalled)
"""
FILLS = """
import threading
threading.stack_size(65536)
gate, started = threading.Event(), []
try:
    while True:
        started.append(threading.Thread(target=gate.wait, daemon=True))
        started[-1].start()
except RuntimeError:
    print("full")
"""
STARTS = """
import os
for _ in range(10):
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
print("started")
"""


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    bundle = tmp_path_factory.mktemp("bundle")
    bundle.chmod(0o755)
    nursery = Nursery(Spec(bundle, limits=Limits(processes=PROCESSES)))
    yield nursery
    nursery.stop()


@pytest.fixture
def pair(nursery: Nursery, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Worker, Worker]]:
    """Two workers, asked for as two processes of the grader do."""
    workers = []
    for number in (4_001, 4_002):
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda number=number: number)
            workers.append(Worker(nursery.spec, nursery.asked))
            workers[-1].start()
    yield workers[0], workers[1]
    for worker in workers:
        worker.stop()


def said(session: Any, source: str) -> str:
    reply = session.run(source)
    assert reply["error"] is None, reply["outputs"]
    return "".join(output["text"] for output in reply["outputs"]).strip()


def test_neither_reaches_the_others_network_names_or_files(pair: tuple[Worker, Worker]) -> None:
    with pair[0].submission({}) as one, pair[1].submission({}) as other:
        said(one, LISTENS)
        assert said(other, CONNECTS) == "[False, False, False, False]"


def test_neither_reads_or_signals_the_others_processes(pair: tuple[Worker, Worker]) -> None:
    with pair[0].submission({"secret.txt": b"mine"}) as one, pair[1].submission({}) as other:
        assert said(one, "import os; print(os.getcwd())") == said(
            other, "import os; print(os.getcwd())"
        )
        assert said(other, LOOKS) == "[] []"
        assert said(one, "print('still here')") == "still here"


def test_one_that_starts_all_it_may_leaves_the_other_its_own(pair: tuple[Worker, Worker]) -> None:
    with pair[0].submission({}) as one, pair[1].submission({}) as other:
        assert said(one, FILLS) == "full"
        assert said(other, STARTS) == "started"


@pytest.mark.skipif(os.geteuid() != 0, reason="without root, all workers are one user")
def test_started_by_root_each_is_another_user_without_rights(pair: tuple[Worker, Worker]) -> None:
    with pair[0].submission({}) as one, pair[1].submission({}) as other:
        users = {int(said(session, "import os; print(os.getuid())")) for session in (one, other)}
    assert len(users) == 2 and 0 not in users


def test_when_the_nursery_ends_each_goes_on_in_a_sandbox_of_its_own(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    shared = Nursery(Spec(tmp_path))
    worker = Worker(shared.spec, shared.asked)
    try:
        with pytest.raises(WorkerLostError), worker.submission({}) as session:
            shared.process.send_signal(signal.SIGKILL)
            shared.process.wait()
            session.run("import time; time.sleep(30)")
        with worker.submission({}) as session:
            assert said(session, "print(1 + 1)") == "2"
    finally:
        worker.stop()
        shared.stop()
