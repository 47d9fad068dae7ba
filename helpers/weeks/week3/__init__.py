"""What week 3 needs for itself: networks to run and count, and judges of what is returned."""
