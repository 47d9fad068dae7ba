"""What every notebook of the course may import: data, figures, diagrams and checks."""
