"""How each week is examined: one module a week, each with one WEEK."""
