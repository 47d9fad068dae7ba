"""From a submission through the sandbox to a verdict and the gradebook: the instructor's way."""
