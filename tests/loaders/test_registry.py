"""The ways in: recognition by content, templates, and a look that never raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage import loaders
from lebenslage.errors import DatenFehler
from lebenslage.model.exchange import Inspection, Source
from tests import tiny
from tests.loaders.build import KNOWN, lines, long_table, problems, read, source

FAMILIES = (
    "Indikatorenkatalog, Indikatorwerte (eine Zeile je Wert), Indikatorwerte (eine Spalte je "
    "Indikator), Vergleichswerte anderer Gebiete, Quellenverzeichnis, Wohnplatzverzeichnis, "
    "Ortsteile oder Weiler (GeoJSON), Ortsteile oder Weiler (GeoPackage), Ortsteile oder Weiler "
    "(Shapefile), Ortsteile oder Weiler (GML), Zensus-Gitterdaten, "
    "Zensus-Gitterdaten des Kartendienstes, Fahrplan (GTFS), Auszug aus OpenStreetMap, Liste der "
    "Orte, Tabelle der amtlichen Statistik (GENESIS), Fragebogen einer Befragung, Fragebogen aus "
    "LimeSurvey (.lss), Fragebogen aus LimeSurvey (.txt), Randverteilung aus dem Melderegister, "
    "Melderegister nach Ortsteil und Alter, Wahlergebnisse der Wahlbezirke (votemanager), "
    "Arbeitsmarktdaten in kleinräumiger Gliederung (Bundesagentur), "
    "Unfallorte (Unfallatlas), Photovoltaik-Anlagen (Marktstammdatenregister), "
    "Gitterzellen des Breitbandatlas, "
    "Register, "
    "Antworten einer Befragung, Antworten einer Befragung (LimeSurvey), Antworten einer "
    "Befragung (Microsoft Forms), Antworten einer Befragung (Google Forms), Antworten einer "
    "Befragung (GrafStat), Antworten aus dem StadtRaumMonitor, "
    "Tabelle mit einer Zeile je Gebiet"
)


def test_formats_have_their_code_and_title():
    titles = dict.fromkeys(item.family for item in loaders.FORMATS.values())
    assert ", ".join(titles) == FAMILIES
    assert [item.code for item in loaders.FORMATS.values()] == list(loaders.FORMATS)


def test_an_unknown_table_is_told_its_own_columns_and_what_is_expected():
    assert problems(source(lines("Datum;Betrag;;Bemerkung", "2024;33;a;b"))) == [
        "datei.csv: Das Format der Datei wurde nicht erkannt. Ihre Spalten: Datum, Betrag, (ohne "
        "Namen), Bemerkung. Erwartet wird zum Beispiel: Gebiet, Indikator, Stand, Wert."
    ]
    many = ";".join(f"x{n}" for n in range(1, 15))
    (told,) = problems(source(lines(many, ";".join("a" for _ in range(14)))))
    assert "Ihre Spalten: x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12 und 2 weitere." in told


def test_what_is_said_to_be_expected_is_read():
    expected = source(lines("Gebiet;Indikator;Stand;Wert", "nordheim;busabfahrten;2024;5"))
    assert read(expected).format == "werte-lang"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("code;eltern;richtung;gewicht", "katalog"),
        ("code;eltern;gewicht;name", "katalog"),
        ("gebiet_id;indikator;stand;wert", "werte-lang"),
        ("gebiet_id;stand;zaehler;nenner", "werte-lang"),
        ("ortsteil;indikator;wert", "werte-lang"),
        ("gebiet_id;busabfahrten;wohnflaeche", "werte-breit"),
        ("gebiet_id;name;ebene;indikator;stand;wert", "vergleich"),
        ("quelle_id;herausgeber;titel;lizenz", "quellen"),
        ("name;ortsteil_id", "wohnplaetze"),
        ("Gitter_ID_1km;x_mp_1km;y_mp_1km;Einwohner", "zensus-gitter"),
        ("id;submitdate;lastpage;F1", "limesurvey-antworten"),
        ("ort;F1;F2;F3[bus];F3[rad];F4;F5", "umfrage-antworten"),
    ],
)
def test_recognition_by_headings(header, code):
    row = ";".join("1" for _ in header.split(";"))
    assert loaders.inspect(source(lines(header, row)), KNOWN).erkannt == code


def test_a_codebook_beside_another_table_does_not_make_it_answers():
    item = long_table("nordheim;busabfahrten;2024;5;;")
    codebook = tiny.questionnaire()
    assert loaders.inspect(item, KNOWN, questionnaire=codebook).erkannt == "werte-lang"
    foreign = source(lines("Spalte A;Spalte B", "1;2"))
    found = loaders.inspect(foreign, KNOWN, questionnaire=codebook)
    assert found.erkannt == "umfrage-antworten"
    assert found.fehlende_spalten[:2] == ("F1", "F2")
    assert set(loaders.ANSWER_FORMATS) <= set(loaders.FORMATS)


def test_a_look_at_a_good_file():
    found = loaders.inspect(long_table("nordheim;busabfahrten;2024;5;;"), KNOWN)
    assert (found.erkannt, found.titel) == ("werte-lang", "Indikatorwerte (eine Zeile je Wert)")
    assert (found.kodierung, found.trennzeichen) == ("utf-8", ";")
    assert (found.zeilen, found.spalten, found.probleme) == (1, 6, ())
    assert found.vorschau.iloc[0].tolist() == ["nordheim", "busabfahrten", "2024", "5", "", ""]
    assert found.delivery is not None
    assert found.delivery.roh == found.delivery.quelle.data


def test_a_preview_is_short_and_its_headings_are_unlike():
    rows = ["nordheim;busabfahrten;5;6;7"] * 9
    found = loaders.inspect(source(lines("gebiet_id;indikator;wert;wert;", *rows)), KNOWN)
    assert len(found.vorschau) == 5
    assert list(found.vorschau.columns) == ["gebiet_id", "indikator", "wert", "wert (4)", "(5)"]


@pytest.mark.parametrize("code", [c for c, item in loaders.FORMATS.items() if item.vorlage])
def test_templates_are_recognised_as_what_they_are(code):
    template = loaders.template(code, KNOWN)
    assert template.data.startswith(b"\xef\xbb\xbf")
    data = template.data
    if template.suffix == ".csv":  # filled in
        header = data.decode("utf-8-sig").splitlines()[0]
        data += lines(";".join("1" for _ in header.split(";"))).encode()
    assert loaders.inspect(Source(template.name, data), KNOWN).erkannt == code


def test_template_of_a_wide_table_knows_areas_and_indicators():
    text = loaders.template("werte-breit", KNOWN).data.decode("utf-8-sig")
    header, *rows = text.splitlines()
    assert header.split(";") == [
        "gebiet_id", "stand", *(node.code for node in tiny.catalogue().indicators),
    ]  # fmt: skip
    assert [row.partition(";")[0] for row in rows] == list(tiny.ORTSTEILE)


def test_template_of_the_codebook_is_valid():
    assert loaders.inspect(loaders.template("fragebogen")).probleme == ()


def test_template_of_what_has_none():
    with pytest.raises(KeyError):
        loaders.template("zensus-gitter")


def test_files_that_cannot_be_opened(tmp_path):
    with pytest.raises(DatenFehler, match=r"^Die Datei „.*fehlt.csv“ gibt es nicht\.$"):
        loaders.open_source(tmp_path / "fehlt.csv")
    with pytest.raises(DatenFehler, match=r"^„.*“ ist ein Ordner, keine Datei\.$"):
        loaders.open_source(tmp_path)


STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"{", b'{"a":',
     b"[[fragen]]\n", b"gebiet_id;indikator;wert\n", b"code;eltern;richtung;gewicht\n",
     b"GITTER_ID_1km;x_mp_1km;y_mp_1km;Einwohner\n", b"ort;F1;F2;F3[bus];F3[rad];F4;F5\n",
     b'{"features": [{"geometry": ', b"sep=;\n", b'"']
)  # fmt: skip


@given(
    STARTS,
    st.binary(max_size=60) | st.text("0123456789;,.\n\"'ab=<> -", max_size=60).map(str.encode),
)
def test_a_look_never_raises(start, rest):
    found = loaders.inspect(Source("datei.csv", start + rest), KNOWN)
    assert isinstance(found, Inspection)
    assert (found.delivery is None) == bool(found.probleme)
    assert all(problem.datei for problem in found.probleme)
