"""The instructors' engine: builds the weeks, grades submissions, reports; never ships to students."""
