"""Figures that several weeks draw, in one look: curves, boundaries, diagrams, sliders."""
