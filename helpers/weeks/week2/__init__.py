"""What week 2 needs for itself: its figures, and judges of its long training."""
