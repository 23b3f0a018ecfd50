"""From what sources count to indicators: numerators meet denominators here."""

from lebenslage.analysis.counts.values import count_values

__all__ = ["count_values"]
