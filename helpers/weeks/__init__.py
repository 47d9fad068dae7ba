"""What one week alone needs: its own figures, models and judges."""
