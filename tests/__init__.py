"""Ours comes first: some packages install a folder `tests` of their own beside the libraries."""
