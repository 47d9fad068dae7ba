"""What week 4 needs for itself: figures, trainings to compare, judges of random starts."""
