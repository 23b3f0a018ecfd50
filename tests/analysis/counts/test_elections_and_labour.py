"""Turnout and unemployment that can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.counts import count_values
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model import columns as c
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.counts import ARBEITSMARKT, MELDEREGISTER, SPALTEN, WAHL, Counts
from lebenslage.model.rules import GRUND_OHNE_EINWOHNER, GRUND_QUELLE
from tests import tiny

URNE = {
    "nordheim": (1000, 300, 570, 6),
    "osterfeld": (800, 240, 450, 4),
    "suedhausen": (600, 180, 300, 4),
    "westtal": (600, 180, 300, 4),
}


def election(post, urne=URNE, group="btw"):
    rows = [("2025-02-23", area, "urne", *numbers) for area, numbers in urne.items()]
    rows += [("2025-02-23", area, "brief", 0, 0, n, n) for area, n in post]
    names = [c.STAND, c.ORTSTEIL, *SPALTEN[WAHL]]
    return Counts(WAHL, pd.DataFrame(rows, columns=names), group, quelle_id="wahl")


def values(*counts):
    state = replace(tiny.snapshot(with_survey=False), zaehlungen=counts)
    return count_values(state, tiny.AGS, tiny.werte()).set_index([c.GEBIET, c.INDIKATOR])


def test_postal_votes_of_the_gemeinde_are_shared_out_by_the_wahlscheine():
    found = values(election([("", 450), ("", 360)]))
    # 810 of 900 Wahlscheine came back: r = 0.9; (570 + 0.9 * 300) / 1000
    row = found.loc[("nordheim", "wahlbeteiligung_btw")]
    assert row[c.WERT] == pytest.approx(84.0)
    assert row[c.GUETE] == "naeherung"
    assert row["rauschen"] == pytest.approx(100 * np.sqrt(300 * 0.9 * 0.1) / 1000)
    whole = found.loc[(tiny.AGS, "wahlbeteiligung_btw")]
    assert (whole[c.WERT], whole[c.GUETE]) == (pytest.approx(100 * 2430 / 3000), "amtlich")
    # the parts add up to the whole
    parts = found.xs("wahlbeteiligung_btw", level=1).drop(tiny.AGS)
    assert parts[c.ZAEHLER].sum() == pytest.approx(2430)
    assert found.loc[("nordheim", "wahlbeteiligung_urne"), c.WERT] == pytest.approx(57.0)


def test_postal_votes_of_every_ortsteil_need_no_approximation():
    found = values(election([(area, 100) for area in URNE]))
    row = found.loc[("nordheim", "wahlbeteiligung_btw")]
    assert (row[c.WERT], row[c.GUETE]) == (pytest.approx(67.0), "amtlich")


def test_postal_votes_counted_inside_the_districts():
    urne = {area: (a, w, u + w, w) for area, (a, w, u, _) in URNE.items()}
    found = values(election([], urne))
    assert found.loc[("nordheim", "wahlbeteiligung_btw"), c.WERT] == pytest.approx(87.0)
    assert found.loc[("nordheim", "wahlbeteiligung_urne"), c.WERT] == pytest.approx(57.0)


def test_without_postal_districts_only_the_polls():
    found = values(election([]))
    assert set(found.index.get_level_values(1)) == {"wahlbeteiligung_urne"}
    assert values(election([], group="ltw")).empty


def test_without_the_column_of_the_wahlscheine_only_the_gemeinde():
    urne = {area: (a, np.nan, u, b) for area, (a, _, u, b) in URNE.items()}
    found = values(election([("", 810)], urne, "gr"))
    assert list(found.index) == [(tiny.AGS, "wahlbeteiligung_gr")]


# -- unemployment


def labour(*numbers):
    rows = [("2024-06-30", a, n) for a, n in zip(tiny.ORTSTEILE, numbers, strict=True)]
    frame = pd.DataFrame(rows, columns=[c.STAND, c.ORTSTEIL, "arbeitslose"])
    return Counts(ARBEITSMARKT, frame, quelle_id="ba")


def register():
    rows = [("2023-12-31", a, "bestand", 15.0, 65.0, "", "", 1000.0) for a in tiny.ORTSTEILE]
    names = [c.STAND, c.ORTSTEIL, *SPALTEN[MELDEREGISTER]]
    return Counts(MELDEREGISTER, pd.DataFrame(rows, columns=names), quelle_id="melderegister")


LEAF = Node(
    "arbeitslosenanteil", "versorgung", -1, 0, rolle=Role.KONTEXT, art=Kind.ANTEIL, basis="personen"
)


def shown(*counts):
    state = tiny.snapshot(with_survey=False)
    nodes = Catalogue((*state.catalogue.nodes, LEAF))
    found = indicator_values(replace(state, catalogue=nodes, zaehlungen=counts), tiny.gemeinde())
    return found[found[c.INDIKATOR] == LEAF.code].set_index(c.GEBIET)


def test_unemployed_per_register():
    found = shown(labour(40.0, 20.0, 30.0, np.nan), register())
    assert found.loc["nordheim", c.WERT] == pytest.approx(4.0)
    assert found.loc["nordheim", c.NENNER] == 1000
    west = found.loc["westtal"]
    assert (west[c.STATUS], west[c.GRUND]) == ("unterdrueckt", GRUND_QUELLE)
    assert pd.isna(west[c.WERT])
    # a total beside the three others would tell what the source hides
    assert tiny.AGS not in found.index


def test_without_inhabitants_of_working_age_there_is_a_reason_and_no_value():
    found = shown(labour(40.0, 20.0, 30.0, 10.0))
    assert found[c.WERT].isna().all()
    assert set(found[c.GRUND]) == {GRUND_OHNE_EINWOHNER}
    assert set(found[c.STATUS]) == {"fehlt"}
