"""Lets tests press Ctrl+C, and prints what the attacks came to and how long the solved notebooks took."""

from __future__ import annotations

import signal
from typing import Any

import pytest

# A shell has what it runs in the background ignore Ctrl+C, and what that starts inherits it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Add up what tests recorded with `record_property`, also in xdist's workers."""
    reports = [
        report
        for several in terminalreporter.stats.values()
        for report in several
        if isinstance(report, pytest.TestReport) and report.when == "call"
    ]
    found = [pair for report in reports for pair in report.user_properties]
    attacks = [value for name, value in found if name == "attack"]
    broken = [value for name, value in found if name == "broken"]
    notebooks = [value for name, value in found if name == "notebook"]
    kills = [value for name, value in found if name == "kills survived"]
    rows: list[tuple[str, Any]] = []
    if attacks:
        rows += [
            ("attacks tried", len(attacks)),
            ("points gained", f"{sum(value[0] for value in attacks):g}"),
            ("secrets read", sum(value[1] for value in attacks)),
        ]
    if broken:
        rows += [
            ("broken submissions", len(broken)),
            ("  graded", broken.count("graded")),
            ("  explained", broken.count("explained")),
        ]
    if kills:
        rows.append(("kills survived", sum(kills)))
    if rows:
        terminalreporter.section("the grader under attack")
        for name, value in rows:
            terminalreporter.write_line(f"{name:<20} {value:>6}")
    if notebooks:
        terminalreporter.section("solved notebooks: seconds of CPU, with pytest around them")
        for name, seconds in sorted(notebooks):
            terminalreporter.write_line(f"{name:<30} {seconds:>6.1f}")
