"""Which indicator comes out of which columns of a census grid, as data."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lebenslage.model.grid import AGE5, GridCells, GridIndicator

#: Keys of the themes, as the loader recognises them.
ALTER5: Final = "zensus2011-alter5"
MERKMALE: Final = "zensus2011-merkmale"
ZENSUS_1KM: Final = "zensus2011-1km"
EUROSTAT: Final = "eurostat2021-1km"

#: Total of the themes on persons of 2022.
BEVOELKERUNG: Final = "Insgesamt_Bevoelkerung"
#: Indicator that holds the number of inhabitants.
EINWOHNER: Final = "einwohner"
#: Columns that tell how many persons live in a cell, the first that a theme has.
POPULATION: Final = (("Einwohner",), ("T",), (BEVOELKERUNG,), AGE5)

#: SAFE (census of 2011) moves 1 and 2 to 0 or 3. Unbiased, that adds a variance of 2 to counts that
#: leave the remainder 1 or 2 by three and none to the others: 4/3 on average. An upper bound, as
#: larger counts are changed less. The parameters of the cell-key method (census round of 2021)
#: are not published; the same variance is taken for it.
NOISE: Final = 4 / 3

_BAUJAHR: Final = tuple(f"BAUJAHR_MZ_{code}" for code in range(1, 10))
_ALTER_2021: Final = ("Y_LT15", "Y_1564", "Y_GE65")
_GEBURT: Final = ("NAT", "EU_OTH", "OTH")
_WOHNORT: Final = ("SAME", "CHG_IN", "CHG_OUT")

_EARLIER: Final = (
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

_PERSONEN: Final = ("Einwohner", BEVOELKERUNG)
#: `AnzahlWohnungen` counts rented dwellings only, about half of all: the weight of rents, and of
#: anything else only where nothing better is there.
_MIETE: Final = "AnzahlWohnungen"
_BESTAND: Final = ("Insgesamt_Wohnungen", "Insgesamt_Heizungsart", "Insgesamt_Energietraeger")
_WOHNUNGEN: Final = (*_BESTAND, _MIETE)
_MIETWOHNUNGEN: Final = (_MIETE, *_BESTAND)
_HAUSHALTE: Final = ("Insgesamt_Haushalte",)
_HEIZUNG: Final = "Insgesamt_Heizungsart"
_ENERGIE: Final = "Insgesamt_Energietraeger"
_GEBAEUDE: Final = "Insgesamt_Gebaeude"
_FOSSIL: Final = ("Gas", "Heizoel", "Kohle")
_VOR_1979: Final = ("Vor1919", "a1919bis1948", "a1949bis1978")


def _share(code: str, stem: str, top: tuple[str, ...], total: str) -> GridIndicator:
    """Counts against the total of the theme, which carries less noise than the sum of classes."""
    return GridIndicator(code, f"zensus2022-{stem}", top, (total,), rauschvarianz=NOISE)


def _mean(code: str, stem: str, column: str, weight: tuple[str, ...]) -> GridIndicator:
    return GridIndicator(code, f"zensus2022-{stem}", mittelwert=column, gewicht=weight)


def _quota(code: str, stem: str, column: str, weight: tuple[str, ...]) -> GridIndicator:
    """A published share of each cell, weighted with what it is a share of."""
    recipe = _mean(code, stem, column, weight)
    return replace(recipe, in_prozent=True, rauschvarianz=NOISE)


#: Census of 2022. The first recipe of an indicator whose columns are there counts: counts come
#: before published shares, dwellings before buildings.
_CENSUS_2022: Final = (
    GridIndicator(EINWOHNER, "zensus2022-bevoelkerungszahl", ("Einwohner",), rauschvarianz=NOISE),
    GridIndicator(
        EINWOHNER, "zensus2022-alter_in_5_altersklassen", (BEVOELKERUNG,), rauschvarianz=NOISE
    ),
    _share("anteil_u18", "alter_in_5_altersklassen", ("Unter18",), BEVOELKERUNG),
    _share("anteil_65plus", "alter_in_5_altersklassen", ("a65undaelter",), BEVOELKERUNG),
    _quota("anteil_u18", "anteil_unter_18", "AnteilUnter18", _PERSONEN),
    _quota("anteil_65plus", "anteil_ueber_65", "AnteilUeber65", _PERSONEN),
    _mean("durchschnittsalter", "durchschnittsalter", "Durchschnittsalter", _PERSONEN),
    _share("auslaenderanteil", "staatsangehoerigkeit", ("Ausland_Sonstige",), BEVOELKERUNG),
    _share("auslaenderanteil", "staatsangehoerigkeit_gruppen", ("Ausland_Sonstige",), BEVOELKERUNG),
    _quota("auslaenderanteil", "anteil_auslaender", "AnteilAuslaender", _PERSONEN),
    _quota("auslaenderanteil_eu", "auslaenderanteil_eu_neu", "Auslaenderanteil_EU", _PERSONEN),
    _quota(
        "auslaenderanteil_nicht_eu",
        "auslaenderanteil_eu_neu",
        "Auslaenderanteil_nichtEU",
        _PERSONEN,
    ),
    _share("anteil_ausland_geboren", "geburtsland_gruppen", ("Ausland_Sonstige",), BEVOELKERUNG),
    _mean("haushaltsgroesse", "durchschn_haushaltsgroesse", "DurchschnHHGroesse", _HAUSHALTE),
    _share("einpersonenhaushalte", "groesse_des_privaten_haushalts", ("1_Person",), _HAUSHALTE[0]),
    _share("einpersonenhaushalte", "typ_priv_hh_familie", ("EinpersHH_SingleHH",), _HAUSHALTE[0]),
    _share("alleinerziehende", "typ_priv_hh_familie", ("Alleinerziehende",), _HAUSHALTE[0]),
    _share(
        "alleinerziehende",
        "typ_priv_hh_lebensform",
        ("AlleinerzMuetter", "AlleinerzVaeter"),
        _HAUSHALTE[0],
    ),
    _share(
        "seniorenhaushalte",
        "seniorenstatus_eines_privaten_haushalts",
        ("HH_nurSenioren",),
        _HAUSHALTE[0],
    ),
    _quota("leerstandsquote", "leerstandsquote", "Leerstandsquote", _WOHNUNGEN),
    _quota("eigentuemerquote", "eigentuemerquote", "Eigentuemerquote", _WOHNUNGEN),
    _quota(
        "leerstandsquote_marktaktiv",
        "marktaktive_leerstandsquote",
        "marktaktive_Leerstandsquote",
        _WOHNUNGEN,
    ),
    _mean(
        "nettokaltmiete",
        "durchschnittliche_nettokaltmiete_und_anzahl_der_wohnungen",
        "durchschnMieteQM",
        _MIETWOHNUNGEN,
    ),
    _mean("nettokaltmiete", "durchschn_nettokaltmiete", "durchschnMieteQM", _MIETWOHNUNGEN),
    _mean(
        "wohnflaeche_je_person", "durchschn_flaeche_je_bewohner", "durchschnFlaechejeBew", _PERSONEN
    ),
    _mean(
        "wohnflaeche_je_wohnung",
        "durchschn_flaeche_je_wohnung",
        "durchschnFlaechejeWohn",
        _WOHNUNGEN,
    ),
    _share("gebaeude_vor_1979", "gebaeude_nach_baujahr_in_mz_klassen", _VOR_1979, _GEBAEUDE),
    _share(
        "gebaeude_vor_1979",
        "baujahresklassen",
        (
            "a1859undfrueher",
            "a1860bis1918",
            "a1919bis1948",
            "a1949bis1957",
            "a1958bis1968",
            "a1969bis1978",
        ),
        _GEBAEUDE,
    ),
    _share("fossile_heizung", "energietraeger", _FOSSIL, _ENERGIE),
    _share("fernwaerme", "energietraeger", ("Fernwaerme",), _ENERGIE),
    _share("zentralheizung", "heizungsart", ("Zentralheizung",), _HEIZUNG),
)
#: Headings that are counts where a theme has no total.
_PLAIN_COUNTS: Final = frozenset(
    {*AGE5, "Einwohner", "Deutsche_ab18", "T", "M", "F", *_ALTER_2021, *_GEBURT, *_WOHNORT}
)
#: Key of the cells of the public map service: columns of many themes at once.
KARTENDIENST: Final = "zensus2022-kartendienst"
#: Recipes whose columns the map service has too; it has no households.
_ON_MAP: Final = (
    GridIndicator(EINWOHNER, KARTENDIENST, ("Einwohner",), rauschvarianz=NOISE),
    *(
        GridIndicator(code, KARTENDIENST, (name,), ("Einwohner",), rauschvarianz=NOISE)
        for code, name in (("anteil_u18", "Unter18"), ("anteil_65plus", "a65undaelter"))
    ),
    GridIndicator(
        "haushaltsgroesse",
        KARTENDIENST,
        nenner=("Einwohner",),
        mittelwert="DurchschnHHGroesse",
        kehrwert_von="DurchschnHHGroesse",
    ),
    *(
        replace(recipe, theme=KARTENDIENST)
        for recipe in _CENSUS_2022
        if recipe.mittelwert
        in (
            "Durchschnittsalter",
            "AnteilAuslaender",
            "Leerstandsquote",
            "Eigentuemerquote",
            "durchschnFlaechejeBew",
            "durchschnFlaechejeWohn",
        )
        or recipe.zaehler in (_VOR_1979, _FOSSIL, ("Fernwaerme",), ("Zentralheizung",))
    ),
    replace(
        _mean("nettokaltmiete", "durchschn_nettokaltmiete", "durchschnMieteQM", _MIETWOHNUNGEN),
        theme=KARTENDIENST,
    ),
    replace(
        _quota("leerstandsquote_marktaktiv", "", "MALeerstQuote", _WOHNUNGEN), theme=KARTENDIENST
    ),
)
RECIPES: Final = (*_EARLIER, *_CENSUS_2022, *_ON_MAP)


def column_recipes(theme: GridCells) -> tuple[GridIndicator, ...]:
    """Every count of a theme as an indicator of its own, named "theme/column".

    Where the theme has a total, the others are shares of it; means and published shares have no
    sums and come only from `RECIPES`.
    """
    names = theme.value_columns()
    total = next((name for name in names if name.startswith("Insgesamt_")), "")
    if not total:
        names = tuple(name for name in names if name in _PLAIN_COUNTS)
    return tuple(
        GridIndicator(
            f"{theme.theme}/{name}",
            theme.theme,
            (name,),
            (total,) if name != total and total else (),
            rauschvarianz=NOISE,
        )
        for name in names
        if theme.theme != KARTENDIENST
    )
