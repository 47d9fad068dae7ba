"""Which small changes of a student's function may mend it, and where each of them is."""
