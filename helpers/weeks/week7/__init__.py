"""What week 7 needs for itself: figures, sets of points and trainings, judges of dropout."""
