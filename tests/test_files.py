"""Files that are whole or not there: a folder takes another's place, and a kill in between loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import files
from autograder.files import put_back, replace_folder


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "file").write_text(text)
    return path


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_folder_takes_the_place_of_another_and_nothing_is_left_over(
    can_exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    target = folder(tmp_path / "release" / "week", "old")
    replace_folder(folder(tmp_path / "made", "new"), target)
    assert (target / "file").read_text() == "new"
    assert [path.name for path in tmp_path.rglob("*")] == ["release", "week", "file"]


def test_a_folder_is_put_where_none_was(tmp_path: Path) -> None:
    replace_folder(folder(tmp_path / "made", "new"), tmp_path / "release" / "week")
    assert (tmp_path / "release" / "week" / "file").read_text() == "new"


def test_what_a_kill_between_two_renames_left_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    target, made = folder(tmp_path / "week", "old"), folder(tmp_path / "made", "new")
    rename = Path.rename

    def killed(path: Path, to: Path) -> Path:
        if path == made:
            raise KeyboardInterrupt
        return rename(path, to)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            replace_folder(made, target)
    assert not target.exists()
    put_back(tmp_path / ".week.former")
    assert (target / "file").read_text() == "old"
    assert not (tmp_path / ".week.former").exists()
