"""The only place with the column names of our tables (German, as in the files)."""

from __future__ import annotations

from typing import Final

# keys
GEBIET: Final = "gebiet_id"
INDIKATOR: Final = "indikator"
STAND: Final = "stand"  # ISO date, "2023-12-31", or a year, "2023"
QUELLE: Final = "quelle_id"
RHYTHMUS: Final = "rhythmus"  # see sources.RHYTHMEN
ORTSTEIL: Final = "ortsteil_id"
NAME: Final = "name"
CODE: Final = "code"

# a value and what it rests on
WERT: Final = "wert"
ZAEHLER: Final = "zaehler"
NENNER: Final = "nenner"
FEHLER: Final = "standardfehler"
GUETE: Final = "guete"  # see rules.Guete
UG: Final = "ug"
OG: Final = "og"
N: Final = "n"
N_EFF: Final = "n_eff"
STATUS: Final = "status"  # see rules.Status
GESAMTINDEX: Final = "gesamtindex"  # classes of two roots, as in "niedrig/negativ"
GRUND: Final = "grund"  # German reason where nothing is shown

# scores
SCORE: Final = "score"
SCORE_UG: Final = "score_ug"
SCORE_OG: Final = "score_og"
ABDECKUNG: Final = "abdeckung"  # share 0-1 of the children that have a value
BEITRAG: Final = "beitrag"  # points
BEISPIEL: Final = "beispiel"  # True where anything made up is in it

# surveys
FRAGE: Final = "frage"
GRUPPE: Final = "gruppe"
STATISTIK: Final = "statistik"
AUSPRAEGUNG: Final = "auspraegung"

#: `werte.csv` in full; only the first four and `wert` are needed in an uploaded file.
WERTE: Final = (GEBIET, INDIKATOR, STAND, WERT, ZAEHLER, NENNER, FEHLER, QUELLE, GUETE)
#: What an export of values tells beside `WERTE`; the import knows it and leaves it out.
WERTE_ZUSATZ: Final = ("gebiet", NAME, "einheit", UG, OG, N, STATUS, GRUND)
#: `quellen.csv`
QUELLEN: Final = (
    QUELLE,
    "herausgeber",
    "titel",
    "lizenz",
    "vermerk",
    "stand",
    "adresse",
    "abgerufen",
    "naechste_lieferung",
    "lieferant",
    RHYTHMUS,
)
#: `vergleich.csv`: values of other Gemeinden, the Landkreis and the Land
VERGLEICH: Final = (
    GEBIET,
    NAME,
    "ebene",
    INDIKATOR,
    STAND,
    WERT,
    ZAEHLER,
    NENNER,
    QUELLE,
    GUETE,
)
#: `wohnplaetze.csv`: one row per spelling; a spelling that stands for two Ortsteile has two rows
WOHNPLAETZE: Final = (NAME, ORTSTEIL, "art", "schreibweise_von", "lat", "lon", "quelle")
#: `ortsteile.geojson`, beside the geometry
ORTSTEILE: Final = (ORTSTEIL, NAME, "amtlich", "quelle")
#: Weiler, beside the geometry
WEILER: Final = (NAME, ORTSTEIL, "art", "quelle")
#: what `analysis.indicators.indicator_values` returns
INDIKATORWERTE: Final = (
    GEBIET,
    INDIKATOR,
    STAND,
    WERT,
    UG,
    OG,
    ZAEHLER,
    NENNER,
    FEHLER,
    N,
    GUETE,
    QUELLE,
    STATUS,
    GRUND,
)
#: what `analysis.survey` returns and the command `survey` writes
UMFRAGEWERTE: Final = (
    FRAGE,
    GRUPPE,
    STATISTIK,
    AUSPRAEGUNG,
    WERT,
    FEHLER,
    UG,
    OG,
    N,
    N_EFF,
    STATUS,
)
