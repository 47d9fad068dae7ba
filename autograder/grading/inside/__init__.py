"""All that runs next to student code: standard library, numpy and IPython only."""
