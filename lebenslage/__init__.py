"""lebenslage: how people live in each village of a municipality."""

__version__ = "0.1.0"
