"""The shipped gazetteer: every Weiler and spelling finds its Ortsteil, "Berg" finds two."""

from __future__ import annotations

import pytest

from lebenslage.model.area import AmbiguousPlace


@pytest.mark.parametrize(
    ("text", "ortsteil_id"),
    [
        ("Wüstenrot", "wuestenrot"),  # the name of the Gemeinde means the Ortsteil here
        ("WUESTENROT", "wuestenrot"),
        ("Weihenbronn", "wuestenrot"),
        ("Stangenbach", "wuestenrot"),
        ("Neuhuetten", "neuhuetten"),
        ("Bärenbronn", "neuhuetten"),
        ("Jägerhaus", "neuhuetten"),
        ("Kreuzle", "maienfels"),
        ("Ortsteil Maienfels", "maienfels"),
        ("Altlautern", "neulautern"),
        ("Wüstenrot-Neulautern", "neulautern"),
        ("Neulautern (Wüstenrot)", "neulautern"),
        ("Dörfle", "finsterrot"),
        ("Berg (Finsterrot)", "finsterrot"),
        ("Berg (Maienfels)", "maienfels"),
        ("Löwenstein", None),
    ],
)
def test_names(gazetteer, text, ortsteil_id):
    assert gazetteer.resolve(text) == ortsteil_id


def test_berg_is_ambiguous(gazetteer):
    with pytest.raises(AmbiguousPlace) as error:
        gazetteer.resolve("Berg")
    assert {p.ortsteil_id for p in error.value.candidates} == {"finsterrot", "maienfels"}


def test_all_other_names_mean_one_ortsteil(gazetteer):
    for place in gazetteer.places:
        if place.name != "Berg":
            assert gazetteer.resolve(place.name) == place.ortsteil_id


def test_every_ortsteil_of_the_map_is_named(gazetteer, areas):
    named = {p.ortsteil_id: p.name for p in gazetteer.places if p.art == "Ortsteil"}
    assert named == dict(zip(areas["ortsteil_id"], areas["name"], strict=True))


def test_some_thirty_weiler(gazetteer):
    weiler = [p for p in gazetteer.places if p.art in ("Weiler", "Wohnplatz", "Hof")]
    assert len(weiler) == 31
