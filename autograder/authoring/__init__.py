"""From sources to notebooks, visible cases and bundles: the author's way."""
