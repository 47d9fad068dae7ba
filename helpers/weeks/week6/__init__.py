"""What week 6 needs for itself: costs and networks to check, broken ones too, and its figures."""
