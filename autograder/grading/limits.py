"""What a submission may use, with defaults that a correct notebook never meets."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from autograder.files import UserError

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """Limits on one submission; times in seconds, sizes in megabytes.

    A cell that takes longer than `cell_seconds` is interrupted; if it ignores that for
    `grace_seconds`, its process is ended and the rest is run again without it.
    """

    cell_seconds: float = 30.0
    call_seconds: float = 10.0
    submission_seconds: float = 300.0
    grace_seconds: float = 3.0
    cpu_seconds: int = 300
    memory_mb: int = 2048
    disk_mb: int = 64
    output_mb: float = 2.0
    message_mb: int = 64
    submission_mb: int = 40
    processes: int = 64
    files: int = 256
    crashes: int = 4

    def inside(self) -> dict[str, int]:
        """Return the limits that the sandbox itself sets, in bytes and whole seconds."""
        return {
            "memory_bytes": self.memory_mb * MEGABYTE,
            "cpu_seconds": self.cpu_seconds,
            "processes": self.processes,
            "files": self.files,
            "disk_bytes": self.disk_mb * MEGABYTE,
        }

    @classmethod
    def of(cls, settings: dict[str, Any]) -> Limits:
        """Return the defaults with some settings changed. Raises UserError for an unknown name."""
        known = {field.name for field in fields(cls)}
        for name, value in settings.items():
            if name not in known:
                raise UserError(
                    f"there is no limit {name!r}; the limits are: {', '.join(sorted(known))}"
                )
            if not isinstance(value, (int, float)) or isinstance(value, bool) or value <= 0:
                raise UserError(f"the limit {name!r} must be a number above zero, not {value!r}")
        return cls(**settings)

    def to_json(self) -> dict[str, Any]:
        """Return the limits as plain data."""
        return asdict(self)
