"""Tries to break out of the sandbox, from inside, before any submission is graded in it."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.files import ROOT
from autograder.grading.enclosing import SandboxError
from autograder.grading.limits import Limits
from autograder.grading.sandbox import Worker, WorkerLostError
from autograder.grading.session import RunnerGoneError

TRIES = 9

# Each attempt is code that sets `gave_way` when it succeeds at what must not be possible.
ATTEMPTS = {
    "reading an answer": """
import importlib, os
for path in {secrets}:
    try:
        open(path).read(1)
        gave_way = path
    except OSError:
        pass
for name in ("autograder", "autograder.exercises", "nbgrader"):
    try:
        importlib.import_module(name)
        gave_way = name
    except ImportError:
        pass
""",
    "writing to the host": """
import os, sys
for path in (sys.base_prefix + "/x", "/bundle/x", "/engine/inside/x", "/packages/x", "/usr/x", "/etc/x", "/x"):
    try:
        open(path, "w").close()
        gave_way = path
    except OSError:
        pass
""",
    "using the network": """
import socket
for family, address in ((socket.AF_INET, ("127.0.0.1", {port})), (socket.AF_INET, ("192.0.2.1", 80))):
    try:
        with socket.socket(family) as s:
            s.settimeout(1)
            s.connect(address)
        gave_way = address
    except OSError:
        pass
try:
    socket.socket(40, socket.SOCK_STREAM).close()
    gave_way = "vsock"
except OSError:
    pass
""",
    "remounting": """
import ctypes
libc = ctypes.CDLL(None)
for target in (b"/", b"/bundle", b"/usr"):
    if libc.mount(None, target, None, 32 | 4096, None) == 0:
        gave_way = target
if libc.unshare(0x10000000) == 0:
    gave_way = "a new user namespace"
""",
    "tracing other processes": """
import ctypes, os
libc = ctypes.CDLL(None)
for entry in os.listdir("/proc"):
    if entry.isdigit() and int(entry) not in (os.getpid(),) and os.path.realpath("/proc/self") != "/proc/" + entry:
        try:
            open(f"/proc/{{entry}}/mem", "r+b").close()
            gave_way = entry
        except OSError:
            pass
if libc.ptrace(16, 1, 0, 0) == 0:
    gave_way = "ptrace"
""",
    "gaining privileges": """
import os
status = open("/proc/self/status").read()
for line in status.splitlines():
    if line.startswith(("CapEff", "CapPrm", "CapBnd", "CapAmb")) and int(line.split()[1], 16):
        gave_way = line
    if line.startswith("NoNewPrivs") and line.split()[1] != "1":
        gave_way = line
if os.getuid() == 0:
    gave_way = "uid 0"
""",
    # The kernel counts threads and processes alike, and threads are made in a tenth of the time.
    # Beside threads, os.fork warns from Python 3.12 on; a spawned program has nothing to do with them.
    "starting processes without end": """
import os, sys, threading
threading.stack_size(65536)
gate = threading.Event()
started = []
try:
    for _ in range({processes} + 20):
        thread = threading.Thread(target=gate.wait, daemon=True)
        thread.start()
        started.append(thread)
    gave_way = len(started)
except RuntimeError:
    try:
        os.posix_spawn(sys.executable, [sys.executable, "-S", "-c", ""], {{}})
        gave_way = "a process beyond the limit"
    except BlockingIOError:
        pass
gate.set()
""",
}


def try_sandbox(worker: Worker, secrets: list[Path], port: int, limits: Limits) -> dict[str, str]:
    """Return what gave way, by attempt; {} when the sandbox holds."""
    found: dict[str, str] = {}
    settings = {
        "secrets": json.dumps([str(path) for path in secrets]),
        "port": port,
        "processes": limits.processes,
    }
    with worker.submission({}) as session:
        for name, code in ATTEMPTS.items():
            source = (
                "gave_way = None\n"
                + code.format(**settings)
                + "\nprint('held' if gave_way is None else gave_way)"
            )
            try:
                outputs = session.run(source)["outputs"]
            except RunnerGoneError as error:
                if error.reason == "lost":
                    raise WorkerLostError(f"its self-test ended while {name}") from error
                found[name] = f"the attempt could not be carried through ({error})"
                break
            text = "".join(str(output.get("text", output.get("evalue", ""))) for output in outputs)
            if text.strip() != "held":
                found[name] = text.strip()[:300] or "(no answer)"
    return found


def require_holding(worker: Worker, hidden: tuple[str, ...]) -> None:
    """Start a worker, unless it runs, and raise SandboxError when its sandbox does not hold.

    `hidden` are files of the host that must not be readable inside.
    """
    import socket

    secrets = [ROOT, *map(Path, hidden)]
    for left in reversed(range(TRIES)):
        try:
            with socket.create_server(("127.0.0.1", 0)) as server:
                if not worker.running:
                    worker.start()
                port = server.getsockname()[1]
                broken = try_sandbox(worker, secrets, port, worker.spec.limits)
            break
        except WorkerLostError as error:  # somebody ended it: that says nothing of the sandbox
            worker.stop()
            if not left:
                broken = {"the self-test itself": str(error)}
    if broken:
        worker.stop()
        listed = "\n".join(f"  {name}: {what}" for name, what in broken.items())
        raise SandboxError(
            "the sandbox does not hold on this machine, so nothing is graded. What gave way:\n"
            f"{listed}\nUse a Linux machine with user namespaces and bubblewrap, see docs/security.md; "
            "`--isolation none` grades without any protection and says so in every verdict."
        )
