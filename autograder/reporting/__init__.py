"""From gradebook and verdicts to pictures and tables: the instructor's way out."""
