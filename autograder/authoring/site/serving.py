"""Serves the built site to this machine's browser, as a static host would."""

from __future__ import annotations

import functools
import http.server
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.files import UserError


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128  # a notebook asks for dozens of files at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell a fault, but not that a browser went away while it was answered: that is its right."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".whl": "application/zip",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of single requests."""


def server(folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer:
    """Return a server of a folder on this machine only. Raises UserError when the port is taken."""
    handler = functools.partial(_Handler, directory=str(folder))
    try:
        return _Server(("127.0.0.1", port), handler)
    except OSError as error:
        raise UserError(
            f"port {port} cannot be used ({error}); choose another with --port"
        ) from None


def serve(folder: Path, port: int, say: Callable[[str], None], *, open_it: bool) -> None:
    """Serve a built site until Ctrl-C, and open it in the browser. Raises UserError if there is none."""
    if not (folder / "index.html").is_file():
        raise UserError(f"there is no site in {folder} yet; run `make site`")
    serving = server(folder, port)
    address = f"http://127.0.0.1:{serving.server_address[1]}/"
    say(f"{address} serves {folder}; Ctrl-C ends it")
    if open_it:
        import webbrowser

        webbrowser.open(address)
    try:
        serving.serve_forever()
    except KeyboardInterrupt:
        say("ended")
    finally:
        serving.server_close()
