"""The sandbox's self-test runs once a host and setting; only a record of this user's own is believed."""

from __future__ import annotations

import os
import stat
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.grading import holding, own
from autograder.grading.enclosing import SandboxError, Spec
from autograder.grading.limits import Limits

pytestmark = pytest.mark.sandbox  # the key asks where bwrap is


class Tried:
    """Counts self-tests, which hold unless told otherwise."""

    def __init__(self) -> None:
        self.number = 0
        self.holds = True
        self.meanwhile: Any = lambda: None

    def __call__(self, worker: Any, hidden: tuple[str, ...]) -> None:
        self.number += 1
        self.meanwhile()
        if not self.holds:
            raise SandboxError("the sandbox does not hold")


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tried:
    tried = Tried()
    monkeypatch.setattr(own.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(holding, "require_holding", tried)
    return tried


def worker_of(bundle: Path, **settings: Any) -> Any:
    spec = Spec(bundle, **settings)
    return SimpleNamespace(spec=spec, start=lambda: None, stop=lambda: None)


def the_record() -> Path:
    (record,) = own.own_folder().glob("holds-*")
    return record


def test_a_second_worker_believes_what_the_first_found(tried: Tried, tmp_path: Path) -> None:
    holding.require_held(worker_of(tmp_path), ("secret",))
    holding.require_held(worker_of(tmp_path), ("secret",))
    assert tried.number == 1


def test_two_workers_at_once_on_a_host_try_once(tried: Tried, tmp_path: Path) -> None:
    both = threading.Barrier(2)
    tried.meanwhile = lambda: time.sleep(0.2)

    def one() -> None:
        both.wait()
        holding.require_held(worker_of(tmp_path), ())

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tried.number == 1


def test_another_setting_is_tried_anew(tried: Tried, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    holding.require_held(worker_of(tmp_path), ())
    others = [
        (worker_of(tmp_path, limits=Limits(processes=9)), ()),
        (worker_of(tmp_path / "other"), ()),
        (worker_of(tmp_path, preload=("helpers",)), ()),
        (worker_of(tmp_path), ("another secret",)),
    ]
    for number, (worker, hidden) in enumerate(others, 2):
        holding.require_held(worker, hidden)
        assert tried.number == number


@pytest.mark.parametrize(
    "name", ["random/boot_id", "user/max_user_namespaces", "attr/current", "uid_map"]
)
def test_another_state_of_the_host_is_another_key(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = holding.key_of(Spec(tmp_path), ())
    read = holding._text
    monkeypatch.setattr(
        holding, "_text", lambda path: "other" if str(path).endswith(name) else read(path)
    )
    assert holding.key_of(Spec(tmp_path), ()) != before


def test_another_kernel_engine_or_program_is_another_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {holding.key_of(Spec(tmp_path), ())}
    system = os.uname()
    other = SimpleNamespace(uname=lambda: (*system[:2], "99.9", *system[3:]))
    with monkeypatch.context() as patch:
        patch.setattr(holding.os, "uname", other.uname)
        keys.add(holding.key_of(Spec(tmp_path), ()))
    with monkeypatch.context() as patch:
        patch.setattr(holding, "engine_digest", lambda: "another")
        keys.add(holding.key_of(Spec(tmp_path), ()))
    with monkeypatch.context() as patch:
        program = tmp_path / "bwrap"
        program.write_text("one")
        patch.setattr("autograder.grading.enclosing.bubblewrap", lambda: str(program))
        keys.add(holding.key_of(Spec(tmp_path), ()))
        program.write_text("another")
        keys.add(holding.key_of(Spec(tmp_path), ()))
    assert len(keys) == 5


def test_a_sandbox_that_gives_way_is_never_recorded(tried: Tried, tmp_path: Path) -> None:
    tried.holds = False
    for number in (1, 2):
        with pytest.raises(SandboxError):
            holding.require_held(worker_of(tmp_path), ())
        assert tried.number == number
    assert not list(own.own_folder().glob("holds-*"))
    tried.holds = True
    holding.require_held(worker_of(tmp_path), ())
    assert tried.number == 3


def forge_link(record: Path) -> None:
    (record.parent / "elsewhere").write_text(record.name)
    record.unlink()
    record.symlink_to(record.parent / "elsewhere")


def forge_second_name(record: Path) -> None:
    os.link(record, record.parent / "elsewhere")


def forge_open_to_all(record: Path) -> None:
    record.chmod(0o666)


def forge_other_key(record: Path) -> None:
    record.write_text(f"holds-{'0' * 64}")


def forge_old(record: Path) -> None:
    os.utime(record, (time.time() - 2 * own.DAY,) * 2)


def forge_from_tomorrow(record: Path) -> None:
    os.utime(record, (time.time() + own.DAY,) * 2)


def forge_pipe(record: Path) -> None:
    record.unlink()
    os.mkfifo(record, 0o600)


FORGERIES = [
    forge_link, forge_second_name, forge_open_to_all, forge_other_key, forge_old, forge_from_tomorrow, forge_pipe,
]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_record_that_another_could_have_made_is_not_believed(
    forge: Any, tried: Tried, tmp_path: Path
) -> None:
    holding.require_held(worker_of(tmp_path), ())
    forge(the_record())
    holding.require_held(worker_of(tmp_path), ())
    assert tried.number == 2
    holding.require_held(worker_of(tmp_path), ())
    assert tried.number == 2 or forge is forge_second_name


def test_what_belongs_to_another_user_is_not_believed(
    tried: Tried, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding.require_held(worker_of(tmp_path), ())
    record = the_record()
    found = record.stat()
    assert own._is_ours_alone(found) and stat.S_ISREG(found.st_mode)
    monkeypatch.setattr(own.os, "getuid", lambda: found.st_uid + 1)
    assert own.believed(record) is None


def test_without_a_folder_of_ones_own_every_worker_tries(tried: Tried, tmp_path: Path) -> None:
    own.own_folder().chmod(0o777)
    for number in (1, 2):
        holding.require_held(worker_of(tmp_path), ())
        assert tried.number == number
