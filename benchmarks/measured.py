"""Runs a command and writes what it and all that it started took: `python measured.py FILE COMMAND...`.

The file is JSON with seconds of CPU and the largest peak memory of one process in bytes, of
processes that the command left behind too. It is a small program of its own, since the memory of
whoever starts a process counts in that process's peak.
"""

import contextlib
import ctypes
import json
import os
import subprocess
import sys


def main() -> None:
    """Run the command; end with its status."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans become ours
    process = subprocess.Popen(sys.argv[2:])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    usages = [usage]
    with contextlib.suppress(ChildProcessError):
        while True:
            usages.append(os.wait4(-1, 0)[2])
    took = {
        "cpu": sum(usage.ru_utime + usage.ru_stime for usage in usages),
        "peak": max(usage.ru_maxrss for usage in usages) * 1024,
    }
    with open(sys.argv[1], "w", encoding="ascii") as file:
        json.dump(took, file)
    sys.exit(process.returncode)


if __name__ == "__main__":
    main()
