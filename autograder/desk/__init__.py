"""The author's desk: commands that join the authors' way and the instructors': try, watch, learn from a class."""
