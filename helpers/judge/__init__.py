"""How an outcome is judged, by `check` and by the grader alike: standard library and numpy only."""
