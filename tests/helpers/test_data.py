"""The data a student gets: what it holds, how large it is, on what terms, and what errors say."""

import ast
import gzip
from pathlib import Path

import numpy as np
import pytest

from helpers.data import boot_neuron, digits, fashion, planar, wine

DATA = Path(fashion.__file__).parent
ORIGINALS = Path("/usr/share/datasets/fashion-mnist")
PLANAR = [
    planar.make_rose,
    planar.make_spirals,
    planar.make_moons,
    planar.make_circles,
]


def test_all_data_together_stays_below_three_megabytes():
    size = sum(path.stat().st_size for path in DATA.iterdir() if path.is_file())
    assert size < 3_000_000


def test_every_data_file_is_declared_by_a_module_and_has_its_licence_stated():
    terms = (DATA / "LICENSES.md").read_text(encoding="utf-8")
    stored = {path.name for path in DATA.glob("*.npz")}
    declared = {Path(module.DATA_FILES[0]).name for module in (boot_neuron, fashion, digits, wine)}
    assert stored == declared
    for name in stored:
        assert f"| `{name}` |" in terms and f"\n## {name}\n" in terms
    assert "Copyright (c) 2017 Zalando SE" in terms and "Permission is hereby granted" in terms
    assert terms.count("creativecommons.org/licenses/by/4.0") == 2


@pytest.mark.parametrize("module", [fashion, digits, wine])
def test_the_bundler_can_read_the_declared_files_without_importing(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    (declared,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DATA_FILES"
    ]
    assert "LICENSES.md" in declared
    assert all((DATA / name).is_file() for name in declared)


def test_fashion_holds_300_training_and_50_test_pictures_of_each_class():
    train, train_labels, test, test_labels = fashion.load_fashion_mnist()
    assert train.shape == (3000, 28, 28) and test.shape == (500, 28, 28)
    assert train.dtype == test.dtype == np.uint8 and train.max() == 255 and train.min() == 0
    assert np.bincount(train_labels).tolist() == [300] * 10
    assert np.bincount(test_labels).tolist() == [50] * 10
    assert len(np.unique(train_labels[:50])) == 10, "classes are mixed, not in blocks"


def test_no_test_picture_is_also_a_training_picture():
    train, _, test, _ = fashion.load_fashion_mnist()
    assert not {image.tobytes() for image in train} & {image.tobytes() for image in test}


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the originals are not installed")
def test_the_test_pictures_are_the_originals():
    packed = gzip.decompress((ORIGINALS / "t10k-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((ORIGINALS / "t10k-labels-idx1-ubyte.gz").read_bytes())
    originals = np.frombuffer(packed, np.uint8, offset=16).reshape(-1, 28, 28)
    _, _, test, test_labels = fashion.load_fashion_mnist()
    with np.load(DATA / fashion.DATA_FILES[0]) as stored:
        positions = stored["test_positions"].astype(int)
    np.testing.assert_array_equal(test, originals[positions])
    np.testing.assert_array_equal(test_labels, np.frombuffer(labels, np.uint8, offset=8)[positions])


def test_classes_are_chosen_by_name_or_by_number():
    by_name = fashion.load_fashion_mnist(["Sandal", "ankle boot"])
    by_number = fashion.load_fashion_mnist((5, np.int64(9)))
    for one, other in zip(by_name, by_number, strict=True):
        np.testing.assert_array_equal(one, other)
    assert set(by_name[1]) == {5, 9}


@pytest.mark.parametrize("wrong", [["boot"], [10], [-1], [5, "sandal"], [], "sandal", [1.0]])
def test_a_class_that_is_none_says_which_there_are(wrong):
    with pytest.raises(ValueError, match="Expected .* class"):
        fashion.load_fashion_mnist(wrong)


def test_a_pair_is_balanced_mixed_and_the_same_each_time():
    images, Y, test_images, Y_test = fashion.load_fashion_pair("ankle boot", "sandal")
    assert images.shape == (600, 28, 28) and test_images.shape == (100, 28, 28)
    assert Y.shape == (1, 600) and Y_test.shape == (1, 100)
    assert Y.sum() == 300 and Y_test.sum() == 50 and 20 < Y[0, :100].sum() < 80
    again = fashion.load_fashion_pair("ankle boot", "sandal")
    np.testing.assert_array_equal(images, again[0])
    swapped = fashion.load_fashion_pair("sandal", "ankle boot")
    np.testing.assert_array_equal(Y, 1 - swapped[1])


def test_in_a_pair_the_pictures_keep_their_labels():
    images, Y, _, _ = fashion.load_fashion_pair("ankle boot", "sandal")
    boots, labels, _, _ = fashion.load_fashion_mnist(["ankle boot"])
    assert {image.tobytes() for image in images[Y[0] == 1]} == {one.tobytes() for one in boots}


def test_a_missing_data_file_says_what_to_do(monkeypatch):
    for module, load in (
        (fashion, fashion.load_fashion_mnist),
        (digits, digits.load_digits),
        (wine, wine.load_wine),
    ):
        monkeypatch.setattr(module, "DATA_FILES", ("gone.npz",))
        with pytest.raises(FileNotFoundError, match=r"gone\.npz.*Unpack"):
            load()


def test_digits_are_the_uci_test_digits():
    images, labels = digits.load_digits()
    assert images.shape == (1797, 8, 8) and images.dtype == np.uint8 and images.max() == 16
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_standardised_digits_have_mean_zero_and_deviation_one_but_for_blank_pixels():
    X, labels = digits.load_standardised_digits()
    assert X.shape == (64, 1797) and labels.shape == (1797,)
    np.testing.assert_allclose(X.mean(axis=1), 0, atol=1e-12)
    spread = X.std(axis=1)
    np.testing.assert_allclose(spread[spread > 0], 1)
    assert (spread == 0).sum() == 3


def test_wine_has_thirteen_features_whose_scales_differ_two_thousand_fold():
    X, labels = wine.load_wine()
    assert X.shape == (13, 178) and len(wine.WINE_FEATURES) == 13
    assert np.bincount(labels).tolist() == [59, 71, 48] and len(wine.WINE_CLASSES) == 3
    spread = X.std(axis=1)
    assert 2000 < spread.max() / spread.min() < 3000
    assert wine.WINE_FEATURES[spread.argmax()] == "proline"


@pytest.mark.parametrize("make", PLANAR)
def test_planar_sets_are_balanced_and_follow_their_seed(make):
    X, Y = make(201, 0.1, 7)
    assert X.shape == (2, 201) and Y.shape == (1, 201) and set(Y.ravel()) == {0, 1}
    assert Y.sum() == 100
    np.testing.assert_array_equal(X, make(201, 0.1, 7)[0])
    assert not np.array_equal(X, make(201, 0.1, 8)[0])
    assert 0 < np.flatnonzero(Y)[0] + (200 - np.flatnonzero(Y)[-1]) < 60, "labels are mixed"


@pytest.mark.parametrize("make", PLANAR)
def test_noise_moves_points_and_leaves_their_labels(make):
    still, Y = make(100, 0.0, 3)
    moved, Y_moved = make(100, 0.1, 3)
    np.testing.assert_array_equal(Y, Y_moved)
    assert 0.05 < (moved - still).std() < 0.15


@pytest.mark.parametrize("make", PLANAR)
def test_planar_sets_refuse_what_cannot_be_drawn(make):
    with pytest.raises(ValueError, match="2 points or more"):
        make(1, 0.1, 1)
    with pytest.raises(ValueError, match="0 or more"):
        make(10, -0.1, 1)


@pytest.mark.parametrize(("share", "positive"), [(0.3, 90), (0.7, 210), (0.001, 1), (0.9999, 299)])
def test_moons_can_be_unbalanced(share, positive):
    _, Y = planar.make_moons(300, 0.05, 1, share_positive=share)
    assert Y.sum() == positive


def test_moons_refuse_a_share_that_leaves_one_class_out():
    with pytest.raises(ValueError, match="such as 0.3"):
        planar.make_moons(share_positive=1.0)


def test_sets_without_noise_lie_where_their_names_say():
    X, Y = planar.make_circles(100, 0.0)
    np.testing.assert_allclose(np.hypot(*X), np.where(Y[0] == 1, 0.5, 1.0))
    X, Y = planar.make_rose(300, 0.0)
    petal = np.round(np.arctan2(X[1], X[0]) / (np.pi / 3)).astype(int) % 6
    np.testing.assert_array_equal(Y[0], petal % 2)
    assert len(np.unique(petal)) == 6


@pytest.mark.parametrize("make", [planar.make_rose, planar.make_spirals])
def test_no_straight_line_separates_the_sets_that_need_hidden_units(make):
    X, Y = make(400, 0.0)
    angles = np.linspace(0, np.pi, 60)
    along = np.column_stack([np.cos(angles), np.sin(angles)]) @ X
    cuts = np.quantile(along, np.linspace(0, 1, 40), axis=1)
    right = ((along[None] > cuts[..., None]) == Y[0]).mean(axis=2)
    assert max(right.max(), 1 - right.min()) < 0.8
