"""`gemeinde.toml`: defaults, unknown keys, values that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from lebenslage.errors import DatenFehler
from lebenslage.loaders import load_gemeinde
from lebenslage.model.area import Contact, Gemeinde, OfficeHours, Rotation
from lebenslage.model.rules import Thresholds

SHORT = """
name = "Musterau"
ags = "08999001"
landkreis = "Landkreis Musterkreis"
land = "Baden-Württemberg"
crs = "EPSG:25832"
[kontakt]
rolle = "Quartiersmanagement"
amt = "Rathaus"
"""


def load(text: str, folder: Path) -> Gemeinde:
    (folder / "gemeinde.toml").write_text(text, "utf-8")
    return load_gemeinde(folder)


def message(text: str, folder: Path) -> list[str]:
    with pytest.raises(DatenFehler) as caught:
        load(text, folder)
    return str(caught.value).splitlines()


def test_defaults(tmp_path):
    assert load(SHORT, tmp_path) == Gemeinde(
        name="Musterau",
        ags="08999001",
        landkreis="Landkreis Musterkreis",
        land="Baden-Württemberg",
        crs="EPSG:25832",
        contact=Contact("Quartiersmanagement", "Rathaus"),
    )


def test_everything(tmp_path):
    more = """
    telefon = "123"
    [schwellen]
    nie = 3
    oeffentlich = 7
    klammern = 20
    [aufbewahrung]
    umfragen_rohdateien_tage = 90
    [sicherung]
    taeglich = 3
    [klassen]
    grenzen = [25, 50, 75]
    namen = ["a", "b", "c", "d"]
    [texte]
    kontakt = "# Kontakt"
    [hintergrundkarte]
    url = "https://example.org/wms"
    layers = "web"
    """
    found = load("upload_mb = 20" + SHORT + more, tmp_path)
    assert found.thresholds == Thresholds(3, 7, 20)
    assert found.klassen_grenzen == (25.0, 50.0, 75.0)
    assert found.klassen_namen == ("a", "b", "c", "d")
    assert found.contact.telefon == "123"
    assert found.texte == {"kontakt": "# Kontakt"}
    assert found.hintergrundkarte["layers"] == "web"
    assert found.rohdateien_tage == 90
    assert found.sicherung == Rotation(taeglich=3, woechentlich=8, monatlich=6)
    assert (found.reichweite.haltestelle, found.reichweite.fussweg) == (500, 1000)
    assert (found.upload_mb, found.kreis_ags, found.land_ags) == (20, "08999", "08")


def test_hours_on_the_spot(tmp_path):
    more = """
    telefon = "07945 123-45"
    email = "quartier@musterau.de"
    [[kontakt.vor_ort]]
    ortsteil = "Nordheim"
    ort = "Dorfhaus"
    zeiten = "dienstags 16 bis 18 Uhr"
    """
    hours = load(SHORT + more, tmp_path).contact.vor_ort
    assert hours == (OfficeHours("Nordheim", "Dorfhaus", "dienstags 16 bis 18 Uhr"),)


def test_a_contact_that_cannot_be(tmp_path):
    more = """
    telefon = "im Rathaus"
    email = "quartier@"
    vor_ort = ["x", {ortsteil = "Nordheim", wo = "Dorfhaus", telefon = "12"}]
    """
    told = "\n".join(message(SHORT + more, tmp_path))
    for expected in (
        "„im Rathaus“ ist keine Telefonnummer wie „07945 123-45“.",
        "„quartier@“ ist keine E-Mail-Adresse wie „quartier@gemeinde.de“.",
        "Erwartet wird ein Abschnitt mit Texten: ortsteil, ort, zeiten, telefon.",
        "Der Schlüssel „wo“ ist unbekannt. Bekannt sind: ortsteil, ort, zeiten, telefon.",
        "Der Schlüssel „ort“ fehlt.",
        "Der Schlüssel „zeiten“ fehlt.",
        "„12“ ist keine Telefonnummer wie „07945 123-45“.",
    ):
        assert expected in told
    assert "Der Schlüssel „ortsteil“ fehlt." not in told


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DatenFehler) as caught:
        load_gemeinde(tmp_path)
    assert str(caught.value) == f"gemeinde.toml: Die Datei fehlt im Ordner „{tmp_path}“."


def test_unknown_missing_and_wrong_keys(tmp_path):
    text = SHORT.replace("name =", "nahme =").replace("amt =", "email =")
    text = text.replace('"08999001"', "8999001") + "fax = 1\n[farben]\nblau = 1\n"
    top = "name, ags, landkreis, land, crs, upload_mb, kontakt, schwellen, reichweite, "
    top += "aufbewahrung, sicherung, flaechen, "
    top += "klassen, gestaltung, texte, "
    assert message(text, tmp_path) == [
        "gemeinde.toml, Spalte „nahme“: Der Schlüssel „nahme“ ist unbekannt. Meinten Sie „name“? "
        f"Bekannt sind: {top}hintergrundkarte.",
        "gemeinde.toml, Spalte „ags“: Erwartet wird ein Text.",
        "gemeinde.toml, Spalte „farben“: Der Schlüssel „farben“ ist unbekannt. "
        f"Bekannt sind: {top}hintergrundkarte.",
        "gemeinde.toml, Spalte „name“: Der Schlüssel „name“ fehlt.",
        "gemeinde.toml, Spalte „kontakt.fax“: Der Schlüssel „kontakt.fax“ ist unbekannt. "
        "Bekannt sind: rolle, amt, anschrift, telefon, email, sprechzeiten, vor_ort.",
        "gemeinde.toml, Spalte „kontakt.amt“: Der Schlüssel „kontakt.amt“ fehlt.",
    ]


def test_values_that_cannot_be(tmp_path):
    text = SHORT.replace("08999001", "8999001").replace("25832", "4326") + (
        "[schwellen]\nnie = 10\noeffentlich = 5\n"
        "[reichweite]\nfussweg = 5\n"
        "[klassen]\ngrenzen = [60, 40]\n"
        '[hintergrundkarte]\nurl = "http://example.org"\n'
    )
    assert message("upload_mb = 0" + text, tmp_path) == [
        "gemeinde.toml, Spalte „ags“: „8999001“ ist kein Gemeindeschlüssel mit 8 Ziffern.",
        "gemeinde.toml, Spalte „crs“: „EPSG:4326“ ist kein Koordinatensystem in Metern, wie "
        "„EPSG:25832“.",
        "gemeinde.toml, Spalte „upload_mb“: Erlaubt sind 1 bis 1000 MB.",
        "gemeinde.toml, Spalte „reichweite.fussweg“: Erlaubt sind 50 bis 20000 Meter.",
        "gemeinde.toml, Spalte „schwellen“: Die Schwellen müssen steigen: "
        "1 ≤ nie ≤ oeffentlich ≤ klammern.",
        "gemeinde.toml, Spalte „klassen“: Die Grenzen müssen steigen, und es braucht einen Namen "
        "mehr als Grenzen.",
        "gemeinde.toml, Spalte „hintergrundkarte.url“: Die Adresse muss mit „https://“ beginnen.",
    ]


def test_no_toml(tmp_path):
    assert message(SHORT + "[kontakt]\n", tmp_path)[0].startswith(
        "gemeinde.toml, Zeile 10: Die Datei ist kein gültiges TOML"
    )
