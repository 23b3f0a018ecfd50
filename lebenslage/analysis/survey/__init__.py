"""Surveys: design-based estimates, protected tables, comparisons."""
