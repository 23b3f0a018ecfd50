"""Empirical-Bayes estimates as those of the R package spdep, whose numbers come from `spdep.R`."""

from __future__ import annotations

from numpy.testing import assert_allclose

from lebenslage.analysis.small_numbers import Prior
from lebenslage.model.catalogue import Kind


def test_infant_deaths_of_north_carolina(table) -> None:
    found = table("spdep_ebest")
    assert len(found) == 100
    for kind, numerator, column in (
        (Kind.RATE, "deaths", "rate"),
        (Kind.ANTEIL, "nonwhite", "share"),
    ):
        prior = Prior.of(found[numerator], found["births"], kind)
        assert prior.variance > 0
        assert_allclose(prior.smoothed(found[numerator], found["births"]), found[column], rtol=1e-9)
