"""Whether what the kernel remembers is what the notebook says, and so what will be graded: the evidence."""
