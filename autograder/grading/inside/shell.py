"""Runs notebook cells in IPython's shell, without a kernel, and collects their outputs."""

from __future__ import annotations

import builtins
import re
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell

EMPTY = 50  # what an output without any content counts for
KEPT_TYPES = ("text/plain", "text/html", "image/png", "image/jpeg")


class Outputs:
    """The outputs of the cell that runs, cut off at a size."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.items: list[dict[str, Any]] = []
        self.size = 0

    def clear(self) -> None:
        """Forget everything: a new cell starts."""
        self.items, self.size = [], 0

    def add(self, item: dict[str, Any], size: int) -> None:
        """Keep an output unless the cell's outputs become too large with it."""
        self.size += size + EMPTY
        if self.size <= self.limit:
            self.items.append(item)

    def text(self, name: str, text: str) -> None:
        """Append to the stream `name`, joining what follows directly."""
        room = max(0, self.limit - self.size)
        self.size += len(text)
        text = text[:room]
        if not text:
            return
        last = self.items[-1] if self.items else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["text"].append(text)
        else:
            self.size += EMPTY
            self.items.append({"output_type": "stream", "name": name, "text": [text]})

    def plain(self) -> list[dict[str, Any]]:
        """Return the outputs as plain data."""
        return [
            {**item, "text": "".join(item["text"])} if item["output_type"] == "stream" else item
            for item in self.items
        ]


class Stream:
    """Stands for stdout or stderr."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, outputs: Outputs) -> None:
        self.name = f"<{name}>"
        self._name = name
        self._outputs = outputs

    def write(self, text: str) -> int:
        """Take text as a file does."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.text(self._name, text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Take lines as a file does."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def isatty(self) -> bool:
        """Return that this is no terminal."""
        return False

    def writable(self) -> bool:
        """Return that this can be written to."""
        return True


class _Hook(DisplayHook):
    outputs: Outputs

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        data = _bundle(format_dict)
        item = {
            "output_type": "execute_result",
            "data": data,
            "metadata": {},
            "execution_count": None,
        }
        self.outputs.add(item, sum(map(len, data.values())))

    def finish_displayhook(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    outputs: Outputs

    def publish(self, data: Any, metadata: Any = None, **kwargs: Any) -> None:  # type: ignore[override]
        bundle = _bundle(data)
        item = {"output_type": "display_data", "data": bundle, "metadata": {}}
        self.outputs.add(item, sum(map(len, bundle.values())))

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.clear()


# What every magic, every call of the shell and every request for help has in it, as IPython tells
# them by tokens; it has nothing else to look for.
MAGIC = re.compile(r"\?|!(?!=)|^\s*[%,;/]|=[\s\\]*%", re.M)


class _Transformer(TransformerManager):
    """IPython's reading of a cell, which takes one apart only where a magic can be in it."""

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        """Return the lines with magics and calls of the shell as calls of `get_ipython()`."""
        return super().do_token_transforms(lines) if MAGIC.search("".join(lines)) else lines


class Shell(InteractiveShell):
    """IPython's shell with outputs kept in a list; nothing is written to disk."""

    outputs: Outputs

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(displayhook_class=_Hook, display_pub_class=_Publisher, **kwargs)

    def enable_gui(self, gui: Any = None) -> None:
        """Do nothing: figures are inline, there is no window."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        lines = [str(line) for line in (stb if isinstance(stb, list) else str(stb).splitlines())]
        text = "\n".join(lines)
        try:
            message = str(evalue)[:2000]
        except BaseException:  # an exception whose own text raises
            message = ""
        item = {
            "output_type": "error",
            "ename": str(getattr(etype, "__name__", "Error"))[:80],
            "evalue": message,
            "traceback": [text[:20_000]],
        }
        self.outputs.add(item, min(len(text), 20_000))


def _bundle(data: Any) -> dict[str, str]:
    import base64

    kept = {}
    for kind in KEPT_TYPES:
        value = data.get(kind)
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode("ascii")
        if isinstance(value, str):
            kept[kind] = value
    return kept


def make_shell(namespace: dict[str, Any], module: Any, output_limit: int) -> Shell:
    """Return a shell whose cells run in `module`, with matplotlib showing its figures inline."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.history_load_length = 0
    config.InteractiveShell.autoawait = False
    config.InteractiveShell.colors = "nocolor"
    outputs = Outputs(output_limit)
    shell = Shell.instance(config=config, user_module=module, user_ns=namespace)
    shell.outputs = outputs
    shell.input_transformer_manager = _Transformer()
    for place in (shell.displayhook, shell.display_pub):
        place.outputs = outputs  # type: ignore[union-attr]
    shell.InteractiveTB.set_mode(mode="Plain")
    shell.run_line_magic("matplotlib", "inline")
    sys.stdout, sys.stderr = Stream("stdout", outputs), Stream("stderr", outputs)
    builtins.input = _no_input
    return shell


def _no_input(*args: Any) -> str:
    raise RuntimeError(
        "input() waits for somebody to type. Nobody does while a notebook is graded."
    )
