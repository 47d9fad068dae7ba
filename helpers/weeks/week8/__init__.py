"""What week 8 alone needs: its networks and pictures, its judges, its figures."""
