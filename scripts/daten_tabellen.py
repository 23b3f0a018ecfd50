"""Rows of `werte.csv` and `vergleich.csv` out of the facts as collected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scripts.daten_texte import AGS, GEMEINDEN_IM_KREIS, KREIS, KREISE, ORTSTEILE

Row = dict[str, object]
#: (area, characteristic, year) -> number as written in the source.
Facts = Mapping[tuple[str, str, str], float]

ARBEITSLOSE = "Arbeitslose (Jahresdurchschnitt)"
ERWERBSALTER = "Bevölkerung 15 bis unter 65 Jahre (31.12.)"
FLAECHE = "Fläche (Katasterfläche)"
EST = "Gemeindeanteil an der Einkommensteuer je Einwohner"
GISD = "GISD-Score (normiert innerhalb Baden-Württembergs, 0 = geringste, 1 = höchste Deprivation)"
EINKOMMEN = "Verfügbares Einkommen der privaten Haushalte je Einwohner und Monat"
URNE = "Bundestagswahl: Wähler an der Urne (in der Quelle als „Wahlberechtigte“ bezeichnet)"
CA = "Einwohner (gerundete Angabe „ca.“)"
#: Source of the number of inhabitants by year.
EINWOHNER_QUELLE = {
    "2005": ("wikipedia_2007", "naeherung"),
    "2007": ("wikipedia_2007", "naeherung"),
    "2018": ("destatis_gv_2018", "amtlich"),
    "2022": ("bkg_vg250_2022", "amtlich"),
    "2023": ("bkg_vg250_2023", "amtlich"),
}


def value_rows(
    facts: Iterable[Mapping[str, str]], comparison: Iterable[Mapping[str, str]]
) -> list[Row]:
    """`werte.csv`: the Ortsteile and the Gemeinde itself."""
    by_place = _facts(facts, "ortsteil", "merkmal")
    rows = [row for key, name in ORTSTEILE.items() for row in _ortsteil(key, name, by_place)]
    rows += _polling(by_place)
    official = _facts(comparison, "ags", "indikator")
    return (
        rows
        + list(_gemeinde(AGS, official))
        + list(_verband(f"{AGS[:5]}0{AGS[5:]}", AGS, official))
    )


def comparison_rows(comparison: Iterable[Mapping[str, str]]) -> list[Row]:
    """`vergleich.csv`: the other Gemeinden, their Verbände and the Kreise."""
    comparison = list(comparison)
    official = _facts(comparison, "ags", "indikator")
    names: dict[str, str] = {}
    for row in comparison:  # "Beilstein" and "Beilstein, Stadt" are one place
        name = names.get(row["ags"], row["gebiet"])
        names[row["ags"]] = min(name, row["gebiet"], key=len)
    keys = sorted(names)
    rows: list[Row] = []
    for ags in (key for key in keys if len(key) == 8 and key != AGS):
        rows += _named(_gemeinde(ags, official), names[ags], "gemeinde")
    for ags in (key for key in keys if len(key) == 9 and key != f"{AGS[:5]}0{AGS[5:]}"):
        rows += _named(_verband(ags, ags, official), names[ags], "gemeindeverband")
    rows += _named(_kreis_sums(keys, official), KREISE[KREIS], "kreis")
    for ags in (key for key in keys if len(key) == 5):
        rows += _named(_income(ags, official), KREISE[ags], "kreis")
    return rows


def _facts(rows: Iterable[Mapping[str, str]], place: str, what: str) -> Facts:
    year, found = "jahr", {}
    for row in rows:
        try:
            number = float(row["wert"])
        except ValueError:  # dates of incorporation
            continue
        found[row[place], row[what].replace('"', "“"), row[year]] = number
    return found


def _value(gebiet: str, code: str, stand: str, wert: float, quelle: str, guete: str) -> Row:
    return {
        "gebiet_id": gebiet,
        "indikator": code,
        "stand": stand,
        "wert": wert,
        "quelle_id": quelle,
        "guete": guete,
    }


def _share(
    gebiet: str, code: str, stand: str, parts: tuple[float, float], quelle: str, guete: str
) -> Row:
    """A share in percent with its numerator and denominator."""
    counts = {"zaehler": parts[0], "nenner": parts[1]}
    return _value(gebiet, code, stand, 100 * parts[0] / parts[1], quelle, guete) | counts


def _ortsteil(key: str, name: str, facts: Facts) -> Iterator[Row]:
    approximate = "naeherung"
    area = facts[name, "Fläche der Gemarkung", ""]
    for year, what, source in (
        ("2007", CA, "wikipedia_2007"),
        ("2009", "Einwohner", "wikipedia_ortsteile"),
    ):
        if (persons := facts.get((name, what, year))) is not None:
            yield _value(key, "einwohner", year, persons, source, approximate)
            density = _value(key, "bevoelkerungsdichte", year, persons / area, source, approximate)
            yield density
    voters = (facts[name, URNE, "2009"], facts[_entitled(name)])
    yield _share(key, "wahlbeteiligung_urne", "2009", voters, "stimme_btw_2009", approximate)
    entitled = facts.get((name, "Ortschaftsratswahl: Wahlberechtigte", "2004"))
    if entitled is not None:
        turnout = facts[name, "Ortschaftsratswahl: Wahlbeteiligung", "2004"]
        voters = (round(entitled * turnout / 100), entitled)
        code = "wahlbeteiligung_ortschaftsrat"
        yield _share(key, code, "2004", voters, "stimme_or_2004", approximate)
    station = facts[name, "Feuerwehr: Standort im Ortsteil (Hauptort)", "2017"]
    yield _value(key, "feuerwehr_standort", "2017", station, "kfv_heilbronn", approximate)


def _entitled(name: str) -> tuple[str, str, str]:
    return name, "Bundestagswahl: Wahlberechtigte (errechnet)", "2009"


def _polling(facts: Facts) -> list[Row]:
    """Turnout at the ballot box of the whole Gemeinde: the sum of its Ortsteile."""
    voters = sum(facts[name, URNE, "2009"] for name in ORTSTEILE.values())
    entitled = facts["Gemeinde gesamt", "Bundestagswahl: Wahlberechtigte", "2009"]
    parts = (voters, entitled)
    return [_share(AGS, "wahlbeteiligung_urne", "2009", parts, "stimme_btw_2009", "naeherung")]


def _gemeinde(ags: str, facts: Facts) -> Iterator[Row]:
    """What a Gemeinde has of its own; also for the Kreis, if `facts` holds its sums."""
    for year, (source, guete) in EINWOHNER_QUELLE.items():
        if (persons := facts.get((ags, "Einwohner", year))) is not None:
            yield _value(ags, "einwohner", f"{year}-12-31", persons, source, guete)
    before, now = (facts[ags, "Einwohner", year] for year in ("2018", "2023"))
    change = 100 * (now / before - 1)
    yield _value(ags, "einwohnerentwicklung", "2023-12-31", change, "bkg_vg250_2023", "amtlich")
    density = facts[ags, "Einwohner", "2022"] / facts[ags, FLAECHE, "2022"]
    yield _value(ags, "bevoelkerungsdichte", "2022-12-31", density, "bkg_vg250_2022", "amtlich")
    women = (facts[ags, "Einwohner weiblich", "2018"], before)
    yield _share(ags, "frauenanteil", "2018-12-31", women, "destatis_gv_2018", "amtlich")
    for year in map(str, range(2001, 2022)):
        out_of_work = (facts[ags, ARBEITSLOSE, year], facts[ags, ERWERBSALTER, year])
        yield _share(ags, "arbeitslosenanteil", year, out_of_work, "inkar_2024", "amtlich")


def _verband(ags: str, gebiet: str, facts: Facts) -> Iterator[Row]:
    """What is published by Gemeindeverband; of the index only the newest year (see README)."""
    for year in map(str, range(1995, 2023)):
        if (euros := facts.get((ags, EST, year))) is not None:
            source = "inkar_2024" if year < "2020" else "bbsr_est_2022"
            yield _value(gebiet, "steuerkraft_est", year, euros, source, "amtlich")
    if (index := facts.get((ags, GISD, "2021"))) is not None:
        yield _value(gebiet, "gisd", "2021", index, "rki_gisd_2025", "amtlich")


def _income(ags: str, facts: Facts) -> Iterator[Row]:
    for year in map(str, range(2000, 2022)):
        euros = facts[ags, EINKOMMEN, year]
        yield _value(ags, "verfuegbares_einkommen", year, euros, "inkar_2024", "amtlich")


def _kreis_sums(keys: Iterable[str], facts: Facts) -> Iterator[Row]:
    """The Landkreis as the sum of its Gemeinden, all of which the source holds."""
    members = [key for key in keys if len(key) == 8 and key.startswith(KREIS)]
    if len(members) != GEMEINDEN_IM_KREIS:
        raise ValueError(f"{len(members)} Gemeinden of {KREIS}, not {GEMEINDEN_IM_KREIS}")
    sums = {}
    for what, year in {(what, year) for ags, what, year in facts if ags in members}:
        parts = [facts[ags, what, year] for ags in members if (ags, what, year) in facts]
        if len(parts) == len(members):
            sums[KREIS, what, year] = sum(parts)
    return _gemeinde(KREIS, sums)


def _named(rows: Iterable[Row], name: str, ebene: str) -> list[Row]:
    return [row | {"name": name, "ebene": ebene} for row in rows]
