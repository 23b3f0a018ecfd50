"""The command line: the same functions as the pages, for IT and for scripts."""
