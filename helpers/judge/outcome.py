"""What the calls of one case did, as plain data that may come from a process nobody trusts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .values import decode, encode

# The detail of a known outcome of which only a digest is kept (see Comparison.digest).
DIGEST = "digest"


@dataclass(frozen=True)
class Outcome:
    """What the calls of one case did.

    `status` is "value", "error", "unanswered" (the stub is untouched), "missing" (no such
    function), "crashed" (the process died), "limit" (time, memory, output) or "unreadable".
    `error` has "type", "message", "given" (what the call that stopped was given, if that tells) and
    "lines", a list of [line number, text] of the student's own code, outermost first. `function`
    names the function that an error, a stub or a gap is in. `cpu` are the seconds that the calls took,
    where the case has a budget; they are told, not kept.
    """

    status: str
    value: Any = None
    after: dict[str, Any] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    error: dict[str, Any] = field(default_factory=dict)
    function: str = ""
    detail: str = ""
    cpu: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the plain data of the outcome, without what is empty."""
        data: dict[str, Any] = {"status": self.status}
        if self.status == "value":
            data["value"] = encode(self.value)
        if self.after:
            data["after"] = {key: encode(item) for key, item in self.after.items()}
        for name in ("changed", "warnings"):
            if getattr(self, name):
                data[name] = list(getattr(self, name))
        for name in ("error", "function", "detail"):
            if getattr(self, name):
                data[name] = getattr(self, name)
        return data

    @classmethod
    def from_json(cls, data: Any) -> Outcome:
        """Return the outcome in `data`, which may come from a process that is not trusted.

        Whatever is malformed becomes an outcome of status "unreadable"; nothing is raised.
        """
        try:
            return cls._from_json(data)
        except Exception as error:  # whatever a hostile message provokes is its own fault
            return cls(status="unreadable", detail=clip(str(error), 200))

    @classmethod
    def _from_json(cls, data: Mapping[str, Any]) -> Outcome:
        status = data["status"]
        if status not in {
            "value",
            "error",
            "unanswered",
            "missing",
            "crashed",
            "limit",
            "unreadable",
        }:
            raise ValueError("unknown status of an outcome")
        error = data.get("error", {})
        lines = [
            [int(number), clip(str(text), 300)] for number, text in list(error.get("lines", []))[:8]
        ]
        return cls(
            status=status,
            value=decode(data["value"]) if status == "value" else None,
            after={str(key): decode(item) for key, item in dict(data.get("after", {})).items()},
            changed=tuple(clip(str(name), 60) for name in list(data.get("changed", ()))[:12]),
            warnings=tuple(clip(str(text), 300) for text in list(data.get("warnings", ()))[:4]),
            error={
                "type": clip(str(error.get("type", "")), 80),
                "message": clip(str(error.get("message", "")), 600),
                "lines": lines,
                **({"given": clip(str(error["given"]), 400)} if error.get("given") else {}),
            }
            if error
            else {},
            function=clip(str(data.get("function", "")), 80),
            detail=clip(str(data.get("detail", "")), 300),
            cpu=max(0.0, min(float(data.get("cpu", 0.0)), 1e6)),
        )


def clip(text: str, length: int) -> str:
    """Return a text, cut off with dots where it is longer than `length`."""
    return text if len(text) <= length else text[: length - 3] + "..."
