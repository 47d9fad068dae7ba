"""From a submission through the sandbox to a verdict and the gradebook: the instructor's way."""

import os
import sys

# Submissions are graded beside each other, so that linear algebra with threads of its own would
# only have them wait for each other. This must stand before numpy is imported.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# nbformat imports jsonschema, which builds a grammar for internationalised addresses when it finds
# the first, 0.8 s of each process's start, loads time zones for the second, 0.02 s, and a pattern for
# addresses with the third, 0.01 s: for formats that no notebook uses.
for _name in ("rfc3987_syntax", "isoduration", "rfc3986_validator"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]
