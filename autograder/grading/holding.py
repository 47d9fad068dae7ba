"""Remembers where the sandbox was seen to hold, so that its self-test runs once a host and setting.

A record stands for one key, a digest of all that the outcome of the self-test depends on and that
this process can read. docs/security.md says what a record promises, and why it is believed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.files import write_atomically
from autograder.grading.enclosing import JUDGE, SandboxError, Spec, sandbox_command
from autograder.grading.own import believed, own_folder
from autograder.grading.pins import digest_of, engine_digest
from autograder.grading.sandbox import Worker, WorkerLostError
from autograder.grading.selftest import require_holding

SETTINGS = (
    "kernel/apparmor_restrict_unprivileged_userns",
    "kernel/apparmor_restrict_unprivileged_unconfined",
    "kernel/random/boot_id",
    "kernel/seccomp/actions_avail",
    "kernel/unprivileged_userns_clone",
    "kernel/yama/ptrace_scope",
    "user/max_user_namespaces",
)
OWN = ("attr/current", "cgroup", "mountinfo", "uid_map", "gid_map")
BOUNDS = sorted(name for name in dir(resource) if name.startswith("RLIMIT_"))
STATUS = ("Uid:", "Gid:", "Groups:", "Cap", "NoNewPrivs:", "Seccomp")


def require_held(worker: Worker, hidden: tuple[str, ...]) -> None:
    """Start a worker; raise SandboxError unless its sandbox was seen to hold, or holds when tried now.

    Of several processes that come at once, one tries and the others wait for what it finds. Only
    that a sandbox held is recorded. Without a folder of this user's own, each process tries.
    """
    try:
        worker.start()  # meanwhile another process may be trying
    except WorkerLostError:
        worker.stop()
    try:
        folder = own_folder()
        record = folder / f"holds-{key_of(worker.spec, hidden)}"
        with _turn(folder / "holds.lock"):
            if believed(record) == record.name.encode():
                return
            record.unlink(missing_ok=True)
            require_holding(worker, hidden)
            write_atomically(record, record.name)
    except SandboxError:
        worker.stop()
        raise
    except OSError:
        require_holding(worker, hidden)


@contextlib.contextmanager
def _turn(lock: Path) -> Iterator[None]:
    """Wait until no other process of this user is in such a block."""
    with open(lock, "a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def key_of(spec: Spec, hidden: tuple[str, ...]) -> str:
    """Return the digest of all that decides whether a sandbox holds.

    That is its whole command with each folder that it shows, the programs behind it, the engine, the
    limits, what must stay hidden, the kernel as it was started and its settings, and what this
    process itself may do.
    """
    command = sandbox_command(spec, 0, 0)
    # The shell around it, bwrap; after the last `--`, Python.
    starts = [0, *(i + 1 for i, word in enumerate(command) if word == "--")]
    facts = {
        "command": command,
        "programs": [_version_of(Path(command[i])) for i in starts if "/" in command[i]],
        "engine": [
            engine_digest(),
            digest_of({p.name: p.read_bytes() for p in JUDGE.glob("*.py")}),
        ],
        "limits": spec.limits.to_json(),
        "hidden": hidden,
        "system": list(os.uname()),
        "settings": [_text(Path("/proc/sys", name)) for name in SETTINGS],
        "own": [_text(Path("/proc/self", name)) for name in OWN],
        "status": [x for x in _text(Path("/proc/self/status")).split("\n") if x.startswith(STATUS)],
        "bounds": [resource.getrlimit(getattr(resource, name)) for name in BOUNDS],
    }
    return hashlib.sha256(json.dumps(facts).encode("utf-8", "surrogateescape")).hexdigest()


def _version_of(program: Path) -> list[Any]:
    """Return by what a program is known: its file, as it lies there."""
    real = program.resolve()
    found = real.stat()
    facts = [str(real), found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns]
    return [*facts, found.st_ctime_ns, found.st_mode, found.st_uid]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
