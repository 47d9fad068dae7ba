"""From sources to notebooks, visible cases and bundles: the author's way."""

import sys

# nbformat loads jsonschema, which loads, where it finds it, a grammar of internationalized web
# addresses. That takes longer than to build a changed word, and no notebook's schema has one.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
