"""Sphinx's settings for the course's site; `make site` copies it beside the pages that it writes."""

project = "Neural networks, properly"
author = "the course's authors"
copyright = "the course's authors. Code: BSD-3-Clause; prose and figures: CC BY 4.0"
extensions = ["myst_nb"]
exclude_patterns = ["_build", "_templates"]
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header", "myst.xref_missing"]
language = "en"

html_theme = "sphinx_book_theme"
html_title = "Neural networks, properly"
html_static_path = ["_static"]
html_css_files = ["course.css"]
html_js_files = ["course.js"]
html_favicon = "_static/icon.svg"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_use_index = False
templates_path = ["_templates"]
html_theme_options = {
    "navbar_persistent": [],  # else there are two search boxes
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_toc_level": 2,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
# Formulas are set by the copy of MathJax that lies beside the pages.
mathjax_path = "tex-svg.js"
mathjax3_config = {"options": {"enableMenu": False}}
