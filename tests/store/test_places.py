"""Extracts and the list of places are kept; what the Gemeinde says about a place stays on top."""

from __future__ import annotations

import pandas as pd

from lebenslage.model.places import ORTSLISTE, PlaceList
from tests.loaders.build import read
from tests.loaders.extracts import overpass
from tests.loaders.feeds import WITH_AREAS
from tests.store.builders import delivery


def listed(key: str, closed: str = "", note: str = "") -> PlaceList:
    row = (key, "lebensmittel", "Dorfladen", 49.2, 9.4, "", closed, note)
    return PlaceList(pd.DataFrame([row], columns=list(ORTSLISTE)))


def test_an_extract_comes_back(store):
    content = read(overpass(), WITH_AREAS).content
    store.import_deliveries([delivery(content)], wer="Amt")
    kept = store.snapshot().osm
    assert (kept.stand, kept.quelle_id, kept.has_paths) == ("2025-03-01", "osm-wege", True)
    for name in ("orte", "knoten", "kanten"):
        assert getattr(kept, name).equals(getattr(content, name))
    assert store.snapshot().quellen["lizenz"].tolist() == ["ODbL 1.0"]


def test_the_newest_row_of_each_place_counts_and_undo_brings_back_the_one_before(store):
    assert store.snapshot().ortsliste.empty
    files = [listed("node/22"), listed("node/23"), listed("node/22", "2025-06-01", "zu")]
    records = store.import_deliveries(
        [delivery(content, f"{i}.csv") for i, content in enumerate(files)], wer="Amt"
    )
    frame = store.snapshot().ortsliste
    assert list(frame.columns) == list(ORTSLISTE)
    assert frame[["ort_id", "geschlossen"]].values.tolist() == [
        ["node/22", "2025-06-01"],
        ["node/23", ""],
    ]
    assert store.snapshot().quellen["quelle_id"].tolist() == ["ortsliste"]
    store.undo(records[2].id, wer="Amt")
    assert store.snapshot().ortsliste["geschlossen"].tolist() == ["", ""]
