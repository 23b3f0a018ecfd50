"""Themes of the census grids: their value columns, by which a file is recognised.

Column names as published (Destatis for 2011 and 2022, Eurostat GISCO for the round of 2021);
files are recognised by columns because the publisher has renamed them more than once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lebenslage.loaders.tables import fold_heading
from lebenslage.model.grid import AGE5

#: Reference dates. Germany took part in the European round of 2021 with its census of
#: 15 May 2022, which the pandemic had put off by a year.
STAND_2011: Final = "2011-05-09"
STAND_2022: Final = "2022-05-15"


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme.

    Parameters
    ----------
    stem : str
        For 2022 the stem of the published file name, which tells apart two themes with the
        same columns.
    means : bool
        Cells are means: a dash is "no value". In counts and shares a dash is 0
        (legend of the publisher: "genau Null oder auf Null geändert").
    counts : tuple of str
        Columns that are counts nevertheless, with the comma as thousands separator.
    """

    key: str
    stand: str
    columns: tuple[str, ...]
    stem: str = ""
    means: bool = False
    counts: tuple[str, ...] = ()


_POPULATION: Final = "Insgesamt_Bevoelkerung"
_ORIGIN: Final = f"{_POPULATION} Deutschland Ausland_Sonstige"
_ORIGIN_GROUPS: Final = f"{_ORIGIN} EU27_Land Sonstiges_Europa Sonstige_Welt Sonstige"
_HOUSEHOLD_TYPE: Final = "Insgesamt_Haushalte EinpersHH_SingleHH"
_HEATING: Final = (
    "Insgesamt_Heizungsart Fernheizung Etagenheizung Blockheizung Zentralheizung "
    "Einzel_Mehrraumoefen keine_Heizung"
)
_ENERGY: Final = (
    "Insgesamt_Energietraeger Gas Heizoel Holz_Holzpellets Biomasse_Biogas "
    "Solar_Geothermie_Waermepumpen Strom Kohle Fernwaerme kein_Energietraeger"
)
_BUILDING: Final = (
    "FreiEFH EFH_DHH EFH_Reihenhaus Freist_ZFH ZFH_DHH ZFH_Reihenhaus MFH_3bis6Wohnungen "
    "MFH_7bis12Wohnungen MFH_13undmehrWohnungen AndererGebaeudetyp"
)
_AREAS: Final = " ".join(f"{low}bis{low + 9}" for low in range(30, 180, 10))

#: Counts and shares of 2022: stem of the file name -> columns.
_CENSUS_2022: Final = {
    "Bevoelkerungszahl": "Einwohner",
    "Deutsche_Staatsangehoerige_ab18": "Deutsche_ab18",
    "Anteil_Auslaender": "AnteilAuslaender",
    "Auslaenderanteil_ab18": "AnteilAuslaenderAb18",
    "Auslaenderanteil_EU_nEU": "Auslaenderanteil_EU Auslaenderanteil_nichtEU",
    "Geburtsland_Gruppen": _ORIGIN_GROUPS,
    "Staatsangehoerigkeit": _ORIGIN,
    "Staatsangehoerigkeit_Gruppen": _ORIGIN_GROUPS,
    "Zahl_der_Staatsangehoerigkeiten": f"{_POPULATION} EineStaatsang "
    "Mehrere_deutsch_und_auslaendisch Mehrere_nur_auslaendisch Nicht_bekannt",
    "Alter_in_5_Altersklassen": f"{_POPULATION} {' '.join(AGE5)}",
    "Alter_in_10er-Jahresgruppen": f"{_POPULATION} Unter10 a10bis19 a20bis29 a30bis39 a40bis49 "
    "a50bis59 a60bis69 a70bis79 a80undaelter",
    "Alter_INFR": f"{_POPULATION} Unter3 a3bis5 a6bis9 a10bis15 a16bis18 a19bis24 a25bis39 "
    "a40bis59 a60bis66 a67bis74 a75undaelter",
    "Anteil_unter_18": "AnteilUnter18",
    "Anteil_ueber_65": "AnteilUeber65",
    "Familienstand": f"{_POPULATION} Ledig Verheiratet Verwitwet Geschieden "
    "EingetrLebenspartnerschaft EingetrLebenspartVerstorben EingetrLebenspartAufgehoben OhneAngabe",
    "Religion": f"{_POPULATION} Roemisch_katholisch Evangelisch Sonstige_keine_ohneAngabe",
    "Groesse_des_privaten_Haushalts": "Insgesamt_Haushalte 1_Person 2_Personen 3_Personen "
    "4_Personen 5_Personen 6_Personen_und_mehr",
    "Typ_der_Kernfamilie_nach_Kindern": "Insgesamt_Familie Ehep_ohneKind Ehep_mind_1Kind_unter18 "
    "Ehep_Kinder_ab18 EingetrLP_ohneKind EingetrLP_mind_1Kind_unter18 EingetrLP_Kinder_ab18 "
    "NichtehelLG_ohneKind NichtehelLG_mind_1Kind_unter18 NichtehelLG_Kinder_ab18 "
    "Vater_mind_1Kind_unter18 Vater_Kinder_ab18 Mutter_mind_1Kind_unter18 Mutter_Kinder_ab18",
    "Grosse_Kernfamilie_bis6undmehrPers": "Insgesamt_Familien a2Personen a3Personen a4Personen "
    "a5Personen a6Pers_und_mehr",
    "Typ_priv_HH_Lebensform": f"{_HOUSEHOLD_TYPE} Ehepaare EingetrLebensp NichtehelLebensg "
    "AlleinerzMuetter AlleinerzVaeter MehrpersHHohneKernfam",
    "Typ_priv_HH_Familie": f"{_HOUSEHOLD_TYPE} Paare_ohneKind Paare_mitKind Alleinerziehende "
    "MehrpersHHohneKernfam",
    "Seniorenstatus_eines_privaten_Haushalts": "Insgesamt_Haushalte HH_nurSenioren HH_mitSenioren "
    "HH_ohneSenioren",
    "Eigentuemerquote": "Eigentuemerquote",
    "Leerstandsquote": "Leerstandsquote",
    "Marktaktive_Leerstandsquote": "marktaktive_Leerstandsquote",
    "Flaeche_der_Wohnung_10m2_Intervalle": f"Insgesamt_Wohnungen unter30 {_AREAS} 180undmehr",
    "Wohnung_Gebaeudetyp_Groesse": f"Insgesamt_Wohnungen {_BUILDING}",
    "Wohnungen_nach_Zahl_der_Raeume": "Insgesamt_Wohnungen 1Raum 2Raeume 3Raeume 4Raeume 5Raeume "
    "6Raeume 7undmehrRaeume",
    "Baujahr_JZ": "Insgesamt_Gebaeude Vor1919 a1919bis1949 a1950bis1959 a1960bis1969 a1970bis1979 "
    "a1980bis1989 a1990bis1999 a2000bis2009 a2010bis2015 a2016undspaeter",
    "Gebaeude_nach_Baujahr_in_MZ_Klassen": "Insgesamt_Gebaeude Vor1919 a1919bis1948 a1949bis1978 "
    "a1979bis1990 a1991bis2000 a2001bis2010 a2011bis2019 a2020undspaeter",
    "Baujahresklassen": "Insgesamt_Gebaeude a1859undfrueher a1860bis1918 a1919bis1948 a1949bis1957 "
    "a1958bis1968 a1969bis1978 a1979bis1983 a1984bis1994 a1995bis2001 a2002bis2009 a2010bis2022",
    "Gebaeude_nach_Anzahl_der_Wohnungen": "Insgesamt_Gebaeude 1_Wohnung 2_Wohnungen "
    "3bis6_Wohnungen 7bis12_Wohnungen 13undmehr_Wohnungen",
    "Geb_Gebaeudetyp_Groesse": f"Insgesamt_Gebaeude {_BUILDING}",
    "Heizungsart": _HEATING,
    "Gebaeude_nach_ueberwiegender_Heizungsart": _HEATING,
    "Energietraeger": _ENERGY,
    "Gebaeude_nach_Energietraeger_der_Heizung": _ENERGY,
}
#: Means of 2022.
_MEANS_2022: Final = {
    "Durchschnittsalter": "Durchschnittsalter",
    "Durchschn_Haushaltsgroesse": "DurchschnHHGroesse",
    "Durchschn_Nettokaltmiete": "durchschnMieteQM",
    "Durchschnittliche_Nettokaltmiete_und_Anzahl_der_Wohnungen": "durchschnMieteQM AnzahlWohnungen",
    "Durchschn_Flaeche_je_Bewohner": "durchschnFlaechejeBew",
    "Durchschn_Flaeche_je_Wohnung": "durchschnFlaechejeWohn",
}
_2011_1KM: Final = (
    "Einwohner Frauen_A Alter_D unter18_A ab65_A Auslaender_A HHGroesse_D Leerstandsquote "
    "Wohnfl_Bew_D Wohnfl_Whg_D"
)
_EUROSTAT: Final = "T M F Y_LT15 Y_1564 Y_GE65 EMP NAT EU_OTH OTH SAME CHG_IN CHG_OUT LAND_SURFACE"

POPULATION_2011: Final = Theme("zensus2011-einwohner", STAND_2011, ("Einwohner",))
#: The long form of 2011: one row per cell and characteristic.
LONG_2011: Final = Theme("zensus2011-merkmale", STAND_2011, ())
THEMES: Final = (
    Theme("zensus2011-alter5", STAND_2011, AGE5),
    Theme("zensus2011-1km", STAND_2011, tuple(_2011_1KM.split())),
    Theme("eurostat2021-1km", STAND_2022, tuple(_EUROSTAT.split())),
    *(
        Theme(f"zensus2022-{stem.lower()}", STAND_2022, tuple(names.split()), stem, means, counts)
        for themes, means in ((_CENSUS_2022, False), (_MEANS_2022, True))
        for stem, names in themes.items()
        for counts in [tuple({"AnzahlWohnungen"} & set(names.split()))]
    ),
)
#: Columns that a file of the theme may lack (Germany has not delivered EMP).
OPTIONAL: Final = frozenset({"EMP", "LAND_SURFACE"})


def find_themes(header: Iterable[str]) -> tuple[Theme, ...]:
    """Themes that explain most columns of a header; several if their columns are the same."""
    fitting = _fitting(header)
    most = max((len(theme.columns) for theme in fitting), default=0)
    return tuple(theme for theme in fitting if len(theme.columns) == most)


def mixed_censuses(header: Iterable[str]) -> tuple[str, ...]:
    """Years of the censuses whose columns a header mixes; empty if it is of one.

    A theme counts only with a column of its own: many of 2022 are part of the table of 2011.
    """
    fitting = _fitting(header)
    own = {
        theme.stand
        for theme in fitting
        if set(theme.columns)
        - {c for other in fitting if other.stand != theme.stand for c in other.columns}
    }
    return tuple(sorted(stand[:4] for stand in own)) if len(own) > 1 else ()


def _fitting(header: Iterable[str]) -> list[Theme]:
    """Themes all of whose columns stand in a header."""
    headings = {fold_heading(heading) for heading in header}
    return [
        theme
        for theme in THEMES
        if all(fold_heading(c) in headings for c in theme.columns if c not in OPTIONAL)
    ]
