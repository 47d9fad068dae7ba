"""The picture of the house shows the imports that there are."""

from __future__ import annotations

import re

from autograder.files import ROOT
from tools.draw_house import HOUSES, PICTURE, PLACES, arrows, drawn, imports, modules, room_of


def test_every_arrow_is_an_import_and_every_import_an_arrow() -> None:
    renew = "run `PYTHONPATH=. python tools/draw_house.py` and look at the picture"
    assert drawn() == arrows(), renew


def test_every_room_is_drawn_by_its_name() -> None:
    words = re.findall(r"<text[^>]*>([^<]+)</text>", PICTURE.read_text(encoding="utf-8"))
    assert set(words) == {*PLACES, *HOUSES}
    assert {room_of(name) for name in modules()} <= set(PLACES)


def test_relative_imports_are_read_too() -> None:
    path = ROOT / "autograder" / "grading" / "inside" / "worker.py"
    found = imports(path)
    assert "autograder.grading.inside.shell" in found


def test_the_page_shows_the_picture_with_a_text_for_who_does_not_see_it() -> None:
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    found = re.search(r"!\[([^\]]+)\]\(pictures/house\.svg\)", page)
    assert found and len(found[1].split()) > 20
