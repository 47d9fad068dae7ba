"""Loads numpy, matplotlib and IPython once; forks workers, and those a confined runner per submission.

It runs inside the sandbox and is started by grading/sandbox.py, which hands it a socket as an open
descriptor. Whoever has its other end may ask for a worker: {"uid": N} with the worker's control
socket as ancillary data. A worker has a user and a network of its own, and never ends with another.
Its orders come as JSON lines: {"do": "fork", ...} with the runner's socket as ancillary data,
{"do": "waited"}, which asks how long the submission waited for a processor, and {"do": "end"}, which
kills what is left of it.
No code of a student ever runs in these processes themselves, only in a worker's forks.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
import types
from pathlib import Path
from typing import Any

from . import confine
from .alarms import alarm, disarm, held_back
from .keeping import compiled_apart, kept_between
from .nearby import near
from .probe import OutOfTimeError, breach_of, observe
from .shell import Shell, make_shell
from .waiting import Process, Seen, stuck

POLL_SECONDS = 0.1
GOODBYE_SECONDS = 0.3
# Who was killed is gone in a moment, also on a busy machine; who still runs then closed the channel.
LOST_SECONDS = 3.0
OVER_CPU = 3
TICKS = os.sysconf("SC_CLK_TCK")
BY_SIGNAL = 128  # and the signal's number, as a shell says it


def main() -> None:
    """Fork a worker for each that is asked for, until nobody is left who could ask."""
    settings = json.loads(sys.argv[1])
    asked = socket.socket(fileno=settings["asked"])
    confined = settings["confined"]
    if confined:
        confine.set_dumpable(False)
    gc.disable()  # nothing that is loaded is let go again
    if confined:
        with open(settings["kept"], "r+b") as file, kept_between(file):
            shell = _load(settings)
    else:
        shell = _load(settings)
    gc.enable()
    gc.collect()
    gc.freeze()
    while True:
        # Each question is a packet of its own, so that several processes can ask over one socket.
        data, descriptors, _, _ = socket.recv_fds(asked, 1 << 10, 1)
        with contextlib.suppress(ChildProcessError):
            # Workers that have ended; when nobody is left they all do, and their CPU time is counted.
            while os.waitpid(-1, os.WNOHANG if data else 0)[0]:
                pass
        if not data:
            os._exit(0)
        if os.fork() == 0:
            try:
                asked.close()
                _be_worker(socket.socket(fileno=descriptors[0]), json.loads(data), shell, confined)
            finally:
                os._exit(1)
        os.close(descriptors[0])


def _be_worker(control: socket.socket, order: dict[str, Any], shell: Shell, confined: bool) -> None:
    """Serve one of the grader's processes until it is gone."""
    answer: dict[str, Any] = {"ready": True}
    try:
        if confined:
            confine.become_worker(order["uid"])
        else:
            confine.die_with_parent()
    except OSError as error:
        answer = {"ready": False, "why": str(error)}
    control.sendall(json.dumps(answer).encode() + b"\n")
    if answer["ready"]:
        Zygote(control, shell, confined).serve()


def _load(settings: dict[str, Any]) -> Shell:
    """Import what every submission needs and make the shell that each fork goes on with."""
    for entry in list(sys.path):
        if entry == settings["engine"]:
            sys.path.remove(entry)
    sys.path[:0] = settings["path"]
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.figure
    import matplotlib.pyplot as plt
    import numpy as np
    import numpy.random  # numpy itself loads it when it is first asked for: in each fork anew

    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    shell = make_shell(vars(module), module, settings["output_bytes"])
    with compiled_apart() if settings["confined"] else contextlib.nullcontext():
        for name in settings["preload"]:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    # One figure and one error: what they import lazily is then there for every fork.
    plt.plot(np.arange(3.0))
    plt.close("all")
    shell.run_cell("1 / 0")
    shell.run_cell("1 + 1")
    shell.reset(new_session=True)
    shell.outputs.clear()
    return shell


class Zygote:
    """Forks one confined runner at a time and watches over it."""

    def __init__(self, control: socket.socket, shell: Shell, confined: bool) -> None:
        self.control = control
        self.shell = shell
        self.confined = confined
        self.keeper = 0
        self.memory = 0
        self.peak = 0
        self.over_memory = False
        self.seen = Seen()

    def serve(self) -> None:
        """Carry out orders; between them, watch the memory of what runs."""
        while True:
            readable, _, _ = select.select(
                [self.control], [], [], POLL_SECONDS if self.keeper else None
            )
            if not readable:
                self.watch()
                continue
            # Orders are short and come one at a time: each is read in one piece.
            data, descriptors, _, _ = socket.recv_fds(self.control, 1 << 16, 2)
            if not data:
                self.end()
                return
            order = json.loads(data)
            if order["do"] == "fork":
                self.fork(order, descriptors[0])
            elif order["do"] == "waited":
                self.answer({"waited": self.waited()})
            else:
                self.answer(self.end(LOST_SECONDS if order.get("lost") else GOODBYE_SECONDS))

    def answer(self, message: dict[str, Any]) -> None:
        """Send a message to the grader."""
        self.control.sendall(json.dumps(message).encode() + b"\n")

    def fork(self, order: dict[str, Any], descriptor: int) -> None:
        """Start the runner of a submission."""
        self.memory, self.peak = order["limits"]["memory_bytes"], 0
        self.over_memory, self.seen = False, Seen()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                self.control.close()
                status = _keep(order, descriptor, self.shell, self.confined)
            finally:
                os._exit(status)
        os.close(descriptor)
        self.keeper = pid

    def watch(self) -> None:
        """Kill the submission when all its processes together use more memory than they may."""
        pids, _ = self.look()
        used = sum(_resident(pid) for pid in pids)
        if used > self.memory:
            # Pages that forks share were counted once for each; this counts them fairly.
            used = sum(_proportional(pid) for pid in pids)
            self.peak = max(self.peak, used)
        if used > self.memory:
            self.over_memory = True
            self._kill()

    def look(self) -> tuple[list[int], int | None]:
        """Return the submission's processes and its runner, having noted what they computed."""
        processes = _processes()
        pids = _descendants(self.keeper, processes)
        # The first child of the namespace's first process; what a notebook leaves behind comes later.
        theirs = [pid for pid in pids if processes[pid].parent == pids[0]]
        runner = min(theirs, key=lambda pid: processes[pid].began, default=None)
        self.seen.look({pid: processes[pid] for pid in pids}, runner)
        return pids, runner

    def waited(self) -> float:
        """Return for how many seconds the runner has waited for a processor that others had."""
        _, runner = self.look()
        waits = 0.0 if runner is None else stuck(runner)
        self.look()
        return self.seen.waited + waits

    def end(self, patience: float = GOODBYE_SECONDS) -> dict[str, Any]:
        """Kill what is left of the submission; return how it ended, the CPU and memory it took."""
        if not self.keeper:
            return {"ended": True}
        killed = False
        # The grader has closed the runner's channel, so it ends by itself, and then the CPU time of
        # all it started is known; what does not end is killed.
        ends = time.monotonic() + patience
        pid, status, usage = os.wait4(self.keeper, os.WNOHANG)
        while not pid and time.monotonic() < ends:
            time.sleep(0.001)
            pid, status, usage = os.wait4(self.keeper, os.WNOHANG)
        if not pid:
            killed = True
            self._kill()
            _, status, usage = os.wait4(self.keeper, 0)
        elif not self.confined:
            self._kill()
        code = os.waitstatus_to_exitcode(status)
        self.keeper = 0
        return {
            "ended": True,
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak": max(self.peak, usage.ru_maxrss * 1024),
            "over_memory": self.over_memory,
            "over_cpu": code == OVER_CPU,
            "signal": None if killed or self.over_memory else _signal_of(code),
            "exited": not killed and not self.over_memory and _signal_of(code) is None,
        }

    def _kill(self) -> None:
        # The keeper's child is the first process of the pid namespace: when the keeper dies, so
        # does it (die_with_parent), and with it every process in that namespace. Without
        # namespaces, the process group goes.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if not self.confined:
                os.killpg(self.keeper, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.keeper, signal.SIGKILL)


def _signal_of(code: int) -> int | None:
    """Return the number of the signal that an exit code tells of, None for a process's own end."""
    number = -code if code < 0 else code - BY_SIGNAL
    return number if number > 0 else None


def _processes() -> dict[int, Process]:
    found: dict[int, Process] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                text = Path(f"/proc/{entry}/stat").read_text(errors="replace")
                # From the third field on, see proc_pid_stat(5): the second may hold anything.
                fields = text.rpartition(")")[2].split()
                own, of_children = sum(map(int, fields[11:13])), sum(map(int, fields[13:15]))
                found[int(entry)] = Process(
                    int(fields[1]), own / TICKS, of_children / TICKS, int(fields[19])
                )
    return found


def _descendants(root: int, processes: dict[int, Process]) -> list[int]:
    found, frontier = [], [root]
    while frontier:
        parent = frontier.pop()
        children = [pid for pid, process in processes.items() if process.parent == parent]
        found += children
        frontier += children
    return found


def _resident(pid: int) -> int:
    """Return the memory of a process that is no file's, swapped or not, shared pages in full."""
    return _sum_of(f"/proc/{pid}/status", ("RssAnon:", "RssShmem:", "VmSwap:")) or 0


def _proportional(pid: int) -> int:
    """Return the memory of a process, with shared pages divided by the number that share them."""
    shares = _sum_of(f"/proc/{pid}/smaps_rollup", ("Pss_Anon:", "Pss_Shmem:", "SwapPss:"))
    # A process can make itself unreadable for this; then its pages count in full.
    return _resident(pid) if shares is None else shares


def _sum_of(path: str, names: tuple[str, ...]) -> int | None:
    try:
        lines = Path(path).read_text(errors="replace").splitlines()
        found = [int(line.split()[1]) for line in lines if line.startswith(names)]
    except (OSError, ValueError, IndexError):
        return None
    return sum(found) * 1024 if found else None


def _keep(order: dict[str, Any], descriptor: int, shell: Shell, confined: bool) -> int:
    """Be the parent of a submission's processes: confine, start the first one, wait for its end."""
    limits = order["limits"]
    if confined:
        # A process that is not dumpable may not write its own uid_map.
        confine.set_dumpable(True)
        confine.be_killed_first()
        confine.enter_namespaces()
    else:
        os.setpgid(0, 0)
    first = os.fork()
    if first == 0:
        status = 1
        try:
            if confined:
                confine.die_with_parent()
                confine.mount_scratch(limits["disk_bytes"])
                confine.drop_capabilities()
                confine.set_dumpable(False)
            status = _first_process(order, descriptor, shell, confined)
        finally:
            os._exit(status)
    if confined:
        confine.set_dumpable(False)
    os.close(descriptor)
    _, ended = os.waitpid(first, 0)
    code = os.waitstatus_to_exitcode(ended)
    return BY_SIGNAL - code if code < 0 else code


def _first_process(order: dict[str, Any], descriptor: int, shell: Shell, confined: bool) -> int:
    """Be the first process of the pid namespace: start the runner, reap what is orphaned."""
    runner = os.fork()
    if runner == 0:
        status = 1
        try:
            if confined:
                confine.die_with_parent()
            confine.set_limits(order["limits"])
            if confined:
                confine.set_dumpable(True)
                confine.refuse_system_calls()
            Runner(socket.socket(fileno=descriptor), shell, order, confined).serve()
            status = 0
        finally:
            os._exit(status)
    os.close(descriptor)
    while True:
        pid, status = os.wait()
        if pid == runner:
            code = os.waitstatus_to_exitcode(status)
            if code == -signal.SIGXCPU:
                return OVER_CPU
            return BY_SIGNAL - code if code < 0 else int(code != 0)


class Runner:
    """Runs the cells of one submission and calls its functions, as the grader asks."""

    def __init__(
        self, channel: socket.socket, shell: Shell, order: dict[str, Any], confined: bool
    ) -> None:
        self.channel = channel
        self.reader = channel.makefile("rb")
        self.shell = shell
        self.streams = sys.stdout, sys.stderr
        self.pid = os.getpid()
        self.home = confine.HOME if confined else order["home"]
        self.bundle, self.confined = order["bundle"], confined
        self._prepare()

    def _prepare(self) -> None:
        import random

        import numpy as np

        random.seed()
        np.random.seed(None)
        os.chdir(self.home)
        for name, content in self.receive()["files"].items():
            path = Path(self.home) / name
            # What does not fit into the scratch folder is left out: the notebook runs without it.
            with contextlib.suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(base64.b64decode(content))
        _lay_out(self.bundle, self.home, self.confined)
        null = os.open(os.devnull, os.O_RDWR)
        for target in (0, 1, 2):
            os.dup2(null, target)
        if null > 2:
            os.close(null)
        sys.path.append(self.home)

    def send(self, message: dict[str, Any]) -> None:
        """Send a message to the grader."""
        self.channel.sendall(json.dumps(message).encode("utf-8", "replace") + b"\n")

    def receive(self) -> dict[str, Any]:
        """Return the grader's next message. Raises EOFError when there is none."""
        line = self.reader.readline()
        if not line:
            raise EOFError
        message: dict[str, Any] = json.loads(line)
        return message

    def serve(self) -> None:
        """Do what is asked until the other end closes."""
        while True:
            try:
                message = self.receive()
            except EOFError:
                return
            # Each answer is sent from here only, so that an error in sending is one of ours.
            answer = {"run": self.run, "probe": self.probe, "near": self.near}[message["do"]](
                message
            )
            if os.getpid() != self.pid:
                return  # a notebook's code has forked here, and only one can go on
            self.send({"id": message["id"], **answer})

    def run(self, message: dict[str, Any]) -> dict[str, Any]:
        """Run one cell."""
        outputs = self.shell.outputs
        outputs.clear()
        started = time.process_time()
        late, result = False, None
        # A cell that took them away would keep IPython from running the next one.
        sys.stdout, sys.stderr = self.streams
        try:
            with alarm(message["seconds"]):
                result = self.shell.run_cell(message["source"], store_history=True)
        except OutOfTimeError:
            late = True
        finally:
            disarm()
        error = result and (result.error_in_exec or result.error_before_exec)
        return {
            "outputs": outputs.plain(),
            "late": late or isinstance(error, OutOfTimeError),
            "breach": breach_of(error),
            "cut": outputs.size > outputs.limit,
            "error": error and [type(error).__name__, _text_of(error)],
            "missing": error.name if isinstance(error, NameError) else None,
            "cpu": time.process_time() - started,
        }

    def probe(self, message: dict[str, Any]) -> dict[str, Any]:
        """Call functions as a case asks; functions named in "asked" are answered by the grader."""
        self.shell.outputs.clear()
        try:
            with alarm(message["seconds"], message["cpu"]):
                outcome = observe(message["request"], self.shell.user_ns, self.ask)
        except OutOfTimeError as error:
            outcome = {"status": "limit", "detail": str(error)}
        finally:
            disarm()
        return {"outcome": outcome}

    def near(self, message: dict[str, Any]) -> dict[str, Any]:
        """Make the calls of the visible cases. What takes too long has nothing near it."""
        outcome: dict[str, Any] = {}
        try:
            with alarm(message["seconds"], message["cpu"]):
                outcome = near(message, self.shell.user_ns)
        except OutOfTimeError:
            pass
        finally:
            disarm()
        return {"outcome": outcome}

    def ask(self, function: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Have the grader's reference answer a call."""
        if os.getpid() != self.pid:
            raise RuntimeError("only the notebook's own process is answered, not one that it forks")
        with held_back() as clock:
            self.send({"ask": function, "args": args, "kwargs": kwargs})
            answer = self.receive()
            clock.paused = answer.get("paused", 0.0)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["value"]


def _lay_out(bundle: str, home: str, confined: bool) -> None:
    """Have the bundle's files lie beside the notebook, but for those that the student has too.

    As links: what they lead to cannot be written to, or else they are copies.
    """
    for entry in os.scandir(bundle):
        target = os.path.join(home, entry.name)
        with contextlib.suppress(OSError):
            if os.path.isdir(target) and entry.is_dir():
                _lay_out(entry.path, target, confined)
            elif confined:
                os.symlink(entry.path, target)
            elif not os.path.lexists(target):
                (shutil.copytree if entry.is_dir() else shutil.copy)(entry.path, target)


def _text_of(error: BaseException) -> str:
    try:
        return str(error)[:300]
    except BaseException:  # an exception whose own text raises
        return ""


if __name__ == "__main__":
    main()
