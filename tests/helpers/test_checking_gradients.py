"""The cheap gradient check of every week, and functions taken from a student's own notebook."""

import types

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.checkgrad import directional_check
from helpers.weeks.week6.broken_networks import BROKEN
from helpers.weeks.week6.own_notebook import explain, own_functions, require_gradients
from helpers.weeks.week6.three_layer_network import (
    network_cost,
    network_gradients,
    random_parameters,
    unbalanced_moons,
)

X, Y = unbalanced_moons()


def cost(parameters):
    return network_cost(parameters, X, Y)


def test_right_gradients_pass_in_every_direction():
    for seed in range(200):
        parameters = random_parameters(seed=seed)
        found = directional_check(cost, parameters, network_gradients(parameters, X, Y), seed)
        assert found < 1e-6


@pytest.mark.parametrize("backward", BROKEN.values())
def test_wrong_gradients_are_noticed_in_most_directions(backward):
    parameters = random_parameters()
    gradients = backward(parameters, X, Y)
    found = [directional_check(cost, parameters, gradients, seed) for seed in range(50)]
    assert sum(value > 1e-3 for value in found) >= 48


def test_scalars_as_in_week_1_are_fine():
    w, b = np.array([[0.3], [-0.2]]), 0.5
    gradients = {"dw": 2 * w, "db": np.array([[2 * b]]), "dA": np.ones((7, 7))}
    found = directional_check(
        lambda p: np.array([[np.sum(p["w"] ** 2) + p["b"] ** 2]]), {"w": w, "b": b}, gradients
    )
    assert found < 1e-8


def test_at_a_minimum_rounding_is_not_called_a_fault():
    parameters = {"w": np.array([[1.0], [2.0]])}
    gradients = {"dw": np.zeros((2, 1))}
    found = directional_check(
        lambda p: 5.0 + np.sum((p["w"] - parameters["w"]) ** 4), parameters, gradients
    )
    assert found < 1e-6


def test_missing_and_misshapen_gradients_are_named():
    parameters = {"W1": np.ones((2, 3))}
    with pytest.raises(ValueError, match="a gradient dW1"):
        directional_check(lambda p: 0.0, parameters, {"W1": np.ones((2, 3))})
    with pytest.raises(ValueError, match=r"shape of W1, \(2, 3\); it has \(3, 2\)"):
        directional_check(lambda p: 0.0, parameters, {"dW1": np.ones((3, 2))})


# ------------------------------------------------------------------------------ own notebook

SUPPLIED = types.ModuleType("supplied")
SUPPLIED.double = lambda x: "supplied"
SUPPLIED.half = lambda x: "supplied"

DONE = (
    "import numpy as np\nfrom helpers.data.planar import make_moons",
    "def twice(x):\n    return np.add(x, x)",
    "%matplotlib inline\n!ls\ndef double(x):\n    return twice(x)\n\nprint('training')\n1 / 0",
    "this is no Python",
    "def half(x):\n    return x / 2",
)


def write(path, *sources):
    cells = [new_markdown_cell("# Week 3"), *map(new_code_cell, sources)]
    path.parent.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=cells), path)


def test_own_functions_are_used_and_nothing_else_is_run(tmp_path, capsys):
    write(tmp_path / "week3.ipynb", *DONE)
    own = own_functions("week3", ("double", "half"), SUPPLIED, tmp_path)
    assert (own.double(4), own.half(4)) == (8, 2)
    said = capsys.readouterr().out
    assert said == "Using your own double and half from week3.ipynb.\n"


def test_a_notebook_in_its_own_folder_beside_this_one_is_found(tmp_path):
    write(tmp_path / "week3" / "week3.ipynb", *DONE)
    here = tmp_path / "week6"
    here.mkdir()
    assert own_functions("week3", ("double",), SUPPLIED, here).double(4) == 8


def test_without_a_notebook_the_supplied_answers_are_used(tmp_path, capsys):
    own = own_functions("week3", ("double",), SUPPLIED, tmp_path)
    assert own.double(4) == "supplied"
    assert "does not lie beside this notebook" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        ("def twice(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()",),
        ("def double(x):\n    raise NotImplementedError()",),
        ("import os\ndouble = os.getcwd()",),
    ],
)
def test_unfinished_functions_and_what_calls_them_are_not_used(tmp_path, capsys, change):
    sources = [source for source in DONE if "double" not in source] if "os" in change[0] else DONE
    write(tmp_path / "week3.ipynb", *sources, *change)
    own = own_functions("week3", ("double", "half"), SUPPLIED, tmp_path)
    assert (own.double(4), own.half(4)) == ("supplied", "supplied")
    said = capsys.readouterr().out
    assert "still to be written" in said and "double" in said


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"cells": 3}', "\x00"])
def test_a_file_that_is_no_notebook_is_said_to_be_unreadable(tmp_path, capsys, text):
    (tmp_path / "week3.ipynb").write_text(text)
    assert own_functions("week3", ("double",), SUPPLIED, tmp_path).double(4) == "supplied"
    assert "cannot be read" in capsys.readouterr().out


@pytest.mark.parametrize(
    "cell",
    [
        "%%time\ndef double(x):\n    return 2 * x",
        "%matplotlib inline\n!ls\ndef double(x):\n    y = (x\n         % 1000)\n    return 2 * y",
        "files = !ls\ndouble?\ndef double(x):\n    %time\n    return 2 * x",
    ],
    ids=["a timed cell", "a remainder in a line of its own", "magics within"],
)
def test_a_function_beside_magics_is_taken_over_as_it_is(tmp_path, cell):
    write(tmp_path / "week3.ipynb", cell)
    own = own_functions("week3", ("double",), SUPPLIED, tmp_path)
    assert own.whose == "your"
    if "    %time" not in cell:  # which only runs where IPython does
        assert own.double(4) == 8


def test_own_constants_lambdas_and_harmless_imports_are_there(tmp_path):
    write(
        tmp_path / "week3.ipynb",
        "import copy\nRATE = 0.5\nthird = lambda x: x / 3\nfolder = open('made', 'w')",
        "def double(x):\n    return copy.copy(third(x)) * RATE",
    )
    assert own_functions("week3", ("double",), SUPPLIED, tmp_path).double(12) == 2
    assert not list(tmp_path.glob("made"))


def test_what_own_functions_print_is_not_shown_for_a_check_calls_them_often(tmp_path, capsys):
    write(tmp_path / "week3.ipynb", "def double(x):\n    print('here', x)\n    return 2 * x")
    own = own_functions("week3", ("double",), SUPPLIED, tmp_path)
    capsys.readouterr()
    assert (own.double(2), own.whose, capsys.readouterr().out) == (4, "your", "")


def test_an_error_in_an_own_function_is_told_with_its_line(tmp_path):
    write(
        tmp_path / "week3.ipynb",
        "import numpy as np",
        "def times(W, A):\n    # transposed?\n    return W @ A\n\ndef double(x):\n    return times(x, x)",
    )
    own = own_functions("week3", ("double",), SUPPLIED, tmp_path)
    with pytest.raises(ValueError) as caught:
        own.double(np.ones((2, 3)))
    said = explain(caught.value)
    assert said.startswith("your code stopped in times, at the line `return W @ A`: ValueError: ")


def test_a_name_that_was_not_taken_over_is_told(tmp_path):
    write(tmp_path / "week3.ipynb", "RATE = float('2')", "def double(x):\n    return RATE * x")
    own = own_functions("week3", ("double",), SUPPLIED, tmp_path)
    with pytest.raises(NameError) as caught:
        own.double(2)
    assert "plain constants are taken from your notebook" in explain(caught.value)


@pytest.mark.parametrize(
    ("gradients", "said"),
    [
        (None, "should return a dictionary, but what came back is None"),
        ({"dW1": np.ones((4, 2))}, "the gradients lack db1; there is dW1"),
        ({}, "the gradients lack dW1; there is nothing"),
        (
            {"dW1": np.ones((4, 2)), "db1": np.ones(4)},
            r"db1 has the shape \(4,\), but b1 has \(4, 1\)",
        ),
    ],
)
def test_gradients_that_cannot_be_used_are_told_in_words(gradients, said):
    with pytest.raises(ValueError, match=said) as caught:
        require_gradients(gradients, {"W1": np.ones((4, 2)), "b1": np.ones((4, 1))})
    assert explain(caught.value) == str(caught.value)
