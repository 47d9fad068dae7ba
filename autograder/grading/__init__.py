"""From a submission through the sandbox to a verdict and the gradebook: the instructor's way."""

import sys

# nbformat imports jsonschema, which builds a grammar for internationalised addresses when it finds
# this package: 0.8 s of each process's start, for a format that no notebook uses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
