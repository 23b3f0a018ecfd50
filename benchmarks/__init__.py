"""Measured, never asserted: speed of pages, index and import."""
