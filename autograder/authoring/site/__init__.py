"""The course's site: pages of every week, and each week's notebook running in the browser."""
