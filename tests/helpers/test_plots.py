"""Figures: labelled, captioned, readable without colour, shown once and never on stderr."""

import io
import sys

import matplotlib
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from nbclient import NotebookClient

from helpers.data.planar import make_moons
from helpers.figures import diagrams, interact, plots, style

CAPTION = (
    "What this figure shows is that a caption of more than one line is wrapped, drawn whole, and "
    "that the figure grows to make room for it; nothing of it may be cut off at the edges."
)
X, Y = make_moons(60)
RNG = np.random.default_rng(0)


def to_the_right(points):
    """Predict 1 for points to the right of 0.5."""
    return (points[:1] > 0.5).astype(int)


def labelled_line(axes, value):
    axes.plot([0, 1], [0, value])
    style.label_panel(axes, "x", "y")


FIGURES = {
    "curves": lambda **more: plots.curves(
        {"one": ([1, 2], [3, 4]), "two": ([1, 2], [4, 3])}, "x", "y", log_x=True, **more
    ),
    "cost_curves": lambda **more: plots.cost_curves(
        {"0.1": [0.7, 0.5], "0.01": [0.7, 0.6]}, baseline=0.693, **more
    ),
    "curve_panels": lambda **more: plots.curve_panels(
        {"left": {"one": ([1, 2], [3, 4])}, "right": {"one": ([1, 2], [4, np.inf])}},
        "x",
        "y",
        **more,
    ),
    "decision_boundaries": lambda **more: plots.decision_boundaries(
        dict.fromkeys("abcd", to_the_right), X, Y, **more
    ),
    "points": lambda **more: plots.points({"moons": (X, Y), "again": (X, Y)}, **more),
    "image_grid": lambda **more: plots.image_grid(RNG.random((7, 8, 8)), list("abcdefg"), **more),
    "weights_as_picture": lambda **more: plots.weights_as_picture(
        RNG.standard_normal((64, 1)), (8, 8), **more
    ),
    "weights_of_units": lambda **more: plots.weights_as_picture(
        RNG.standard_normal((6, 64)), (8, 8), titles=list("abcdef"), **more
    ),
    "confusion_matrix": lambda **more: plots.confusion_matrix(
        np.array([0, 1, 2, 2]), np.array([[0, 1, 1, 2]]), ["cat", "dog", "cow"], **more
    ),
    "histogram_rows": lambda **more: plots.histogram_rows(
        {"small": [RNG.random((3, 9))] * 8, "large": [RNG.random((3, 9))] * 8}, **more
    ),
    "error_against_epsilon": lambda **more: plots.error_against_epsilon(
        [1e-6, 1e-4, 1e-2], {"forward": [1e-6, 1e-4, 1e-2], "complex": [0, 0, 1e-16]}, **more
    ),
    "computation_graph": lambda **more: diagrams.computation_graph(
        {"x": "$x$", "y": "$y$", "s": "+", "p": "×"},
        [("x", "s"), ("y", "s"), ("s", "p"), ("x", "p")],
        {"x": 3, "y": -4, "s": -1, "p": -3},
        {"x": 2, "y": 3, "s": 3, "p": 1},
        **more,
    ),
    "network_shapes": lambda **more: diagrams.network_shapes([784, 20, 7, 5, 1], **more),
    "forward_backward_blocks": lambda **more: diagrams.forward_backward_blocks(6, **more),
    "slider": lambda **more: interact.slider(labelled_line, "rate", [1, 2, 3, 4, 5], **more),
}


@pytest.fixture(params=FIGURES, scope="module")
def figure(request):
    return FIGURES[request.param](caption=CAPTION)


def drawn_axes(figure):
    return [axes for axes in figure.axes if axes.axison and axes.get_label() != "<colorbar>"]


def test_every_panel_names_its_axes_or_shares_them_with_one_that_does(figure):
    panels = [axes for axes in drawn_axes(figure) if axes.get_xticks().size or axes.get_xlabel()]
    for axes in panels:
        column = axes.get_shared_x_axes().get_siblings(axes)
        row = axes.get_shared_y_axes().get_siblings(axes)
        assert any(one.get_xlabel() for one in column)
        assert any(one.get_ylabel() for one in row) or not axes.get_yticks().size


def test_every_colour_bar_says_what_it_measures(figure):
    bars = [axes for axes in figure.axes if axes.get_label() == "<colorbar>"]
    assert all(bar.get_ylabel() for bar in bars)


def test_every_figure_fits_the_column_and_carries_its_caption_as_alt_text(figure):
    assert figure.get_figwidth() <= style.WIDTH + 1e-9
    assert figure.caption_text == CAPTION and figure.alt_text.endswith(CAPTION)
    assert len(figure.alt_text) > len(CAPTION) + 10, "the alt text says what kind of figure it is"
    assert "$" not in figure.alt_text.removesuffix(CAPTION) and "\n" not in figure.alt_text


def test_nothing_written_in_a_figure_is_cut_off(figure):
    figure.draw_without_rendering()
    page = figure.bbox
    written = [*figure.texts, figure._supxlabel]
    for axes in figure.axes:
        written += [*axes.texts, axes.title, axes._left_title, axes._right_title]
        if axes.axison:
            written += [axes.xaxis.label, axes.yaxis.label]
    for legend in figure.findobj(matplotlib.legend.Legend):
        written += legend.get_texts()
    written = [text for text in written if text.get_text().strip()]
    assert len(written) > 1
    for text in written:
        box = text.get_window_extent()
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text.get_text()


def test_drawing_leaves_pyplot_and_the_settings_alone():
    import matplotlib.pyplot as plt

    before = dict(matplotlib.rcParams)
    for make in FIGURES.values():
        assert isinstance(make(), Figure)
    assert plt.get_fignums() == []
    assert dict(matplotlib.rcParams) == before


def test_the_same_figure_gives_the_same_bytes():
    one, other = (style.png(FIGURES["cost_curves"]()) for _ in range(2))
    assert one == other and one.startswith(b"\x89PNG")


# ------------------------------------------------------------------------------------- colours


def lightness(colour):
    """CIE L* from 0 (black) to 100 (white)."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ [0.2126, 0.7152, 0.0722])
    cube = luminance ** (1 / 3) if luminance > 0.008856 else 7.787 * luminance + 16 / 116
    return 116 * cube - 16


def without_one_kind_of_cone(colour, kind):
    """How a colour looks to a dichromat: linear RGB through the matrices of Vienot et al., 1999."""
    rgb = np.array(to_rgb(colour)) ** 2.2
    red_green = {"protan": (0.11238, 0.88762), "deutan": (0.29275, 0.70725)}[kind]
    blue = {"protan": 0.00401, "deutan": -0.02234}[kind]
    shared = red_green[0] * rgb[0] + red_green[1] * rgb[1]
    return np.clip([shared, shared, blue * rgb[0] - blue * rgb[1] + rgb[2]], 0, 1)


@pytest.mark.parametrize("colours", [style.SERIES_COLOURS, style.CLASS_COLOURS])
def test_any_two_colours_differ_when_printed_in_grey(colours):
    values = sorted(lightness(colour) for colour in colours)
    assert min(np.diff(values)) > 7
    assert values[-1] < 75, "a line must stand out from white paper"


def test_the_two_classes_differ_most():
    zero, one = (lightness(colour) for colour in style.CLASS_COLOURS[:2])
    assert abs(zero - one) > 20


@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_any_two_colours_differ_without_one_kind_of_cone(kind):
    seen = [without_one_kind_of_cone(colour, kind) for colour in style.SERIES_COLOURS]
    gaps = [np.linalg.norm(a - b) for i, a in enumerate(seen) for b in seen[:i]]
    assert min(gaps) > 0.1


def test_colour_is_never_the_only_difference():
    many = len(style.SERIES_COLOURS)
    assert len(set(style.SERIES_LINES)) == len(set(style.SERIES_MARKERS)) == many
    assert len(set(style.CLASS_MARKERS)) == len(style.CLASS_COLOURS)
    assert style.FORWARD_COLOUR != style.BACKWARD_COLOUR
    gradients = [
        text
        for text in FIGURES["computation_graph"]().findobj(matplotlib.text.Text)
        if text.get_color() == style.BACKWARD_COLOUR
    ]
    assert gradients and all(text.get_fontstyle() == "italic" for text in gradients)


def test_signed_weights_keep_their_order_in_grey_print():
    steps = matplotlib.colormaps[style.SIGNED_MAP](np.linspace(0, 1, 50))[:, :3]
    assert (np.diff([lightness(step) for step in steps]) > 0).all()


# ------------------------------------------------------------------------- what is in a figure


def test_cost_curves_put_costs_at_their_iterations():
    axes = plots.cost_curves({"a": [3.0, 2.0, 1.0]}, every=50, baseline=0.5).axes[0]
    (line,) = [line for line in axes.lines if line.get_label() == "a"]
    assert line.get_xdata().tolist() == [0, 50, 100] and line.get_ydata().tolist() == [3, 2, 1]
    assert any(text.get_text() == "guessing: 0.5" for text in axes.get_legend().get_texts())


def test_panels_with_the_same_curves_share_a_legend_and_with_one_label_their_axis():
    lines = {"one": ([1, 2, 3], [3, np.inf, 1]), "two": ([1, 2, 3], [4, 2, 0])}
    left, right = plots.curve_panels({"a": lines, "b": lines}, "x", "y", legend_in=1).axes
    assert left.get_legend() is None and right.get_legend() is not None
    assert (left.get_ylabel(), right.get_ylabel()) == (
        "y",
        "",
    ) and left.get_ylim() == right.get_ylim()
    np.testing.assert_array_equal(left.lines[0].get_ydata(), [3, np.nan, 1])
    more = {"from_zero": True}
    left, right = plots.curve_panels({"a": lines, "b": lines}, ["x", "z"], ["y", "w"], **more).axes
    assert left.get_ylim()[0] == right.get_ylim()[0] == 0
    assert (right.get_xlabel(), right.get_ylabel()) == ("z", "w")


def test_a_boundary_says_how_many_points_are_right():
    right = (to_the_right(X) == Y).mean()
    assert (
        plots.decision_boundaries({"": to_the_right}, X, Y)
        .axes[0]
        .get_title("left")
        .startswith(f"{right:.0%}")
    )


def test_a_classifier_that_says_the_same_everywhere_is_drawn_without_a_boundary():
    figure = plots.decision_boundaries({"": lambda points: np.zeros((1, points.shape[1]))}, X, Y)
    assert "50%" in figure.alt_text


def test_a_confusion_matrix_counts_truth_by_row():
    figure = plots.confusion_matrix([0, 0, 0, 1], [0, 1, 1, 1], ["cat", "dog"])
    assert figure.axes[0].images[0].get_array().tolist() == [[1, 2], [0, 1]]
    assert "cat is taken for dog (2 times)" in figure.alt_text


def test_weights_are_drawn_on_a_scale_symmetric_about_zero():
    (picture,) = plots.weights_as_picture(np.array([-1.0, 0, 0, 4]), (2, 2)).axes[0].images
    assert picture.get_clim() == (-4, 4)


def test_histograms_show_at_most_six_layers_with_the_first_and_the_last():
    figure = plots.histogram_rows({"a": [np.zeros(3)] * 50})
    titles = [axes.get_title() for axes in figure.axes]
    assert titles[0] == "layer 1" and titles[-1] == "layer 50" and len(titles) == 6


def test_a_graph_with_a_loop_is_refused():
    with pytest.raises(ValueError, match="without loops"):
        diagrams.computation_graph({"a": "a", "b": "b"}, [("a", "b"), ("b", "a")])


def test_boxes_of_a_graph_never_overlap():
    names = ["w0", "x0", "w1", "x1", "b", "p", "q", "s", "z", "a"]
    edges = [("w0", "p"), ("x0", "p"), ("w1", "q"), ("x1", "q"), ("p", "s"), ("q", "s")]
    edges += [("s", "z"), ("b", "z"), ("z", "a"), ("x0", "z")]
    axes = diagrams.computation_graph({name: name for name in names}, edges).axes[0]
    boxes = [patch.get_extents() for patch in axes.patches]
    overlapping = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.fully_overlaps(b)]
    assert len(boxes) == len(names) and not overlapping


def test_a_network_shows_the_shapes_of_the_course():
    figure = diagrams.network_shapes([784, 20, 1])
    written = " ".join(text.get_text() for text in figure.findobj(matplotlib.text.Text))
    for shape in ("(784, m)", "(20, m)", "(20, 784)", "(20, 1)", "(1, 20)", "(1, 1)"):
        assert shape in written


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (lambda: plots.decision_boundaries({"": lambda points: None}, X, Y), "got None"),
        (lambda: plots.decision_boundaries({"": lambda points: points}, X, Y), r"shape \(2, "),
        (lambda: plots.decision_boundaries({"": to_the_right}, X.T, Y), "transpose X"),
        (lambda: plots.image_grid([np.zeros((2, 2))], ["a", "b"]), "as many titles"),
        (lambda: plots.weights_as_picture(np.zeros((5, 1)), (2, 2)), r"got shape \(5, 1\)"),
        (lambda: plots.confusion_matrix([0, 1], [0], ["a", "b"]), "1 predictions and 2 labels"),
        (lambda: plots.confusion_matrix([0, 2], [0, 1], ["a", "b"]), "from 0 to 2"),
        (lambda: plots.cost_curves({"a": []}), "Record the cost"),
        (lambda: plots.curves({"a": ([1, 2], [1])}, "x", "y"), "2 x and 1 y"),
        (lambda: plots.histogram_rows({"a": [X], "b": [X, X]}), r"got \[1, 2\]"),
        (lambda: diagrams.network_shapes([3]), r"got \[3\]"),
        (lambda: diagrams.forward_backward_blocks(0), "got 0"),
        (lambda: diagrams.computation_graph({"a": "a"}, [("a", "c")]), r"\['c'\]"),
        (lambda: interact.slider(labelled_line, "rate", []), "got 0 values"),
    ],
)
def test_errors_say_what_came_and_what_to_do(mistake, message):
    with pytest.raises(ValueError, match=r"Expected [\s\S]*" + message):
        mistake()


# ---------------------------------------------------------------------------- in the notebook


def test_a_row_of_panels_holds_the_first_and_the_last_value():
    figure = interact.slider(labelled_line, "rate", list(range(10)), panels=3)
    titles = [axes.get_title("left") for axes in figure.axes]
    assert titles == ["rate 0", "rate 4", "rate 9"]


def test_progress_passes_everything_on_and_is_silent_where_nobody_looks(capfd):
    assert list(interact.progress(range(5))) == [0, 1, 2, 3, 4]
    assert list(interact.progress(iter("ab"))) == ["a", "b"]
    assert capfd.readouterr() == ("", "")


def test_progress_in_a_terminal_ends_with_one_line(monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stdout", terminal)
    for step in interact.progress(range(1000), "descent"):
        if step == 500:
            break
    assert terminal.getvalue().rstrip().endswith("descent: stopped after 500 of 1,000 steps")


CELLS = [
    "import os; from helpers.figures import plots, interact, style\n"
    "fig = plots.cost_curves({'a': [1, 0.5]}, caption='Falls.')",
    "fig",
    "import matplotlib.pyplot as plt\nfig",
    "def draw(axes, v):\n    axes.plot([0, v]); style.label_panel(axes, 'x', 'y')\n"
    "interact.slider(draw, 'v', [1, 2])",
    "for i in interact.progress(range(3)): pass",
    "os.environ['JPY_SESSION_NAME'] = 'someone looks'\ninteract.slider(draw, 'v', [1, 2])",
    "for i in interact.progress(range(3)): pass",
    "os.environ['NBGRADER_VALIDATING'] = '1'\nfor i in interact.progress(range(3)): pass",
]


@pytest.fixture(scope="module")
def outputs():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in CELLS])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_figure_is_shown_once_as_a_png_with_alt_text(outputs):
    for shown in (outputs[1], outputs[2]):
        (output,) = shown
        assert set(output.data) == {"image/png", "text/plain"}
        assert output.data["text/plain"] == "Cost against iteration: a from 1 to 0.5. Falls."
        assert output.metadata["image/png"]["alt"] == output.data["text/plain"]
        assert output.metadata["image/png"]["width"] == 768
    assert not outputs[0]


def test_a_built_notebook_holds_the_row_and_a_live_one_the_slider_too(outputs):
    assert [list(one.data) for one in outputs[3]] == [["image/png", "text/plain"]]
    slider, row = outputs[5]
    assert list(row.data) == ["image/png", "text/plain"]
    # It asks no kernel for anything: opened again, it is what it was.
    page = slider.data["text/html"]
    assert set(slider.data) == {"text/html", "text/plain"} and page.count("iVBOR") == 2
    assert 'type: "range"' in page and 'name = "v", labels = ["1", "2"]' in page


def test_progress_shows_one_line_when_live_and_nothing_when_validated(outputs):
    assert outputs[4] == [] and outputs[7] == []
    (line,) = outputs[6]
    assert line.data["text/plain"] == "training: done, 3 steps"


def test_nothing_is_written_to_stderr(outputs):
    assert not [one for shown in outputs for one in shown if one.output_type == "stream"]
