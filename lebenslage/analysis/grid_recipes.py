"""Which indicator comes out of which columns of a census grid, as data."""

from __future__ import annotations

from typing import Final

from lebenslage.model.grid import AGE5, GridIndicator

#: Keys of the themes, as the loader recognises them.
ALTER5: Final = "zensus2011-alter5"
MERKMALE: Final = "zensus2011-merkmale"
ZENSUS_1KM: Final = "zensus2011-1km"
EUROSTAT: Final = "eurostat2021-1km"

#: Indicator that holds the number of inhabitants.
EINWOHNER: Final = "einwohner"
#: Columns that tell how many persons live in a cell, the first that a theme has.
POPULATION: Final = (("Einwohner",), ("T",), AGE5)

#: SAFE (census of 2011) moves 1 and 2 to 0 or 3. Unbiased, that adds a variance of 2 to counts that
#: leave the remainder 1 or 2 by three and none to the others: 4/3 on average. An upper bound, as
#: larger counts are changed less. The parameters of the cell-key method (census round of 2021)
#: are not published; the same variance is taken for it.
NOISE: Final = 4 / 3

_BAUJAHR: Final = tuple(f"BAUJAHR_MZ_{code}" for code in range(1, 10))
_ALTER_2021: Final = ("Y_LT15", "Y_1564", "Y_GE65")
_GEBURT: Final = ("NAT", "EU_OTH", "OTH")
_WOHNORT: Final = ("SAME", "CHG_IN", "CHG_OUT")

RECIPES: Final = (
    GridIndicator(EINWOHNER, ALTER5, zaehler=AGE5, rauschvarianz=NOISE),
    GridIndicator("anteil_u18", ALTER5, ("Unter18",), AGE5, rauschvarianz=NOISE),
    GridIndicator("anteil_65plus", ALTER5, ("a65undaelter",), AGE5, rauschvarianz=NOISE),
    # codes 1 to 3 are the years up to 1978; buildings of an unknown year are in none
    GridIndicator("gebaeude_vor_1979", MERKMALE, _BAUJAHR[:3], _BAUJAHR, rauschvarianz=NOISE),
    GridIndicator("durchschnittsalter", ZENSUS_1KM, nenner=("Einwohner",), mittelwert="Alter_D"),
    GridIndicator(
        "auslaenderanteil",
        ZENSUS_1KM,
        nenner=("Einwohner",),
        mittelwert="Auslaender_A",
        in_prozent=True,
    ),
    # nobody has published the dwellings of a cell: inhabitants by household size come closest
    GridIndicator(
        "leerstandsquote",
        ZENSUS_1KM,
        nenner=("Einwohner",),
        mittelwert="Leerstandsquote",
        in_prozent=True,
        kehrwert_von="HHGroesse_D",
    ),
    GridIndicator(
        "haushaltsgroesse",
        ZENSUS_1KM,
        nenner=("Einwohner",),
        mittelwert="HHGroesse_D",
        kehrwert_von="HHGroesse_D",
    ),
    GridIndicator(
        "wohnflaeche_je_person", ZENSUS_1KM, nenner=("Einwohner",), mittelwert="Wohnfl_Bew_D"
    ),
    GridIndicator(EINWOHNER, EUROSTAT, zaehler=("T",), rauschvarianz=NOISE),
    GridIndicator("anteil_u15", EUROSTAT, ("Y_LT15",), _ALTER_2021, rauschvarianz=NOISE),
    GridIndicator("anteil_65plus", EUROSTAT, ("Y_GE65",), _ALTER_2021, rauschvarianz=NOISE),
    GridIndicator(
        "anteil_ausland_geboren", EUROSTAT, ("EU_OTH", "OTH"), _GEBURT, rauschvarianz=NOISE
    ),
    GridIndicator("zuzug_quote", EUROSTAT, ("CHG_IN", "CHG_OUT"), _WOHNORT, rauschvarianz=NOISE),
)
