"""What every notebook of the course may import: checks, judging, figures, data, each week's own things."""
