"""Builds a week whenever one of its sources is saved, and serves a preview that reloads by itself."""

from __future__ import annotations

import http.server
import importlib
import json
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.authoring.build import Kernels
from autograder.desk.previewing import PAGE, VIEWS, render
from autograder.files import HELPERS, NARRATIVES, SOLUTIONS, UserError, exercise_files

Say = Callable[[str], None]
LOOK_EVERY = 0.3  # seconds between two looks at the sources
ROOMS = ("helpers", "solutions", "autograder")


@dataclass
class Preview:
    """What the preview shows now: a page for each view, and what the last build said."""

    pages: dict[str, str] = field(default_factory=dict)
    said: str = ""
    failed: bool = False
    version: int = 0

    def show(self, said: str, *, failed: bool, pages: dict[str, str] | None = None) -> None:
        """Show another state; browsers that look see it within a second."""
        self.pages = pages if pages is not None else self.pages
        self.said, self.failed = said, failed
        self.version += 1


def watch(name: str, say: Say, port: int) -> None:
    """Build a week now and at each save until Ctrl-C; serve its preview at 127.0.0.1.

    Code runs in warm kernels, from the first cell that changed. So a plain build runs the notebook
    once more from the top; it must be done before anything is committed. Raises UserError when the
    port is taken.
    """
    preview = Preview()
    try:
        server = _Server(("127.0.0.1", port), _handler(name, preview))
    except OSError as error:
        raise UserError(
            f"port {port} cannot be used ({error}); choose another with --port"
        ) from None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"preview of {name}: http://127.0.0.1:{server.server_address[1]}/  (Ctrl-C ends)")
    seen: dict[Path, int] = {}
    try:
        with Kernels.opened(warm=True) as kernels:
            while True:
                now = _state(name)
                if now != seen:
                    seen = now
                    _build(name, kernels, preview, say)
                time.sleep(LOOK_EVERY)
    except KeyboardInterrupt:
        say(f"run `autograder build {name}` before you commit: it runs the notebook from the top")
    finally:
        server.shutdown()
        server.server_close()


def _state(name: str) -> dict[Path, int]:
    """Return the sources of a week with the times of their last change."""
    files = [NARRATIVES / f"{name}.md", *SOLUTIONS.glob("*.py"), *HELPERS.rglob("*.py")]
    found = {}
    for path in [*files, *exercise_files(name)]:
        try:
            found[path] = path.stat().st_mtime_ns
        except FileNotFoundError:  # an editor is about to put another file in its place
            found[path] = 0
    return found


def _build(name: str, kernels: Kernels, preview: Preview, say: Say) -> None:
    started = time.perf_counter()
    say(f"building {name}")
    warnings: list[str] = []
    try:
        building = _engine()
        student, solved = building.build_warm(name, kernels, warnings.append)
        pages = render(student, solved)
    except Exception as error:  # the author mends it and saves again
        known = type(error).__name__ in ("AuthoringError", "UserError")
        said = str(error) if known else f"{type(error).__name__}: {error}"
        say(said)
        preview.show(said, failed=True)
        return
    said = f"built in {time.perf_counter() - started:.1f} s"
    preview.show("\n".join([*warnings, said]), failed=False, pages=pages)
    say("\n".join([*warnings, said]))


def _engine() -> Any:
    """Return the engine that builds, with all modules of the project read anew as they are now."""
    for name in list(sys.modules):
        if name.split(".")[0] in ROOMS and name not in KEPT_MODULES:
            del sys.modules[name]
    return importlib.import_module("autograder.authoring.build")


KEPT_MODULES = (
    "autograder",
    "autograder.cli",
    "autograder.desk",
    "autograder.desk.commands",
    __name__,
)


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


def _handler(name: str, preview: Preview) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        """Answers with the frame of the preview, its state, or one of its views."""

        def do_GET(self) -> None:
            """Answer one request."""
            view = self.path.strip("/").split("?")[0]
            if view == "":
                self._send(PAGE.replace("WEEK", name), "text/html")
            elif view == "state":
                state = [preview.version, preview.failed, preview.said]
                self._send(json.dumps(state), "application/json")
            elif view in VIEWS:
                self._send(preview.pages.get(view, "<p>Not built yet.</p>"), "text/html")
            else:
                self.send_error(404)

        def _send(self, text: str, kind: str) -> None:
            content = text.encode("utf-8")
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the terminal tells what was built."""

    return Handler
