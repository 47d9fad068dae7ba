"""Starts a Dask cluster on this machine, each worker a process of one thread that can be killed."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def cluster(size: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Run a scheduler and workers while the block lasts; yield its address and the workers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    quiet: dict[str, Any] = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    }

    def start(kind: str, *words: str) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard"]
        return subprocess.Popen([*program, *words], **quiet)

    main = start("scheduler", "--host", "127.0.0.1", "--port", port)
    workers = [start("worker", address, "--nthreads", "1", "--no-nanny") for _ in range(size)]
    try:
        yield address, workers
    finally:
        for process in [main, *workers]:
            process.kill()
            process.wait()
