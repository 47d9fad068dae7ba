"""The reference answers, one module a week: plain functions with standard solution markers."""
