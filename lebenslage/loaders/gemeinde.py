"""`gemeinde.toml`: who the Gemeinde is, its thresholds, classes and texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pyproj import CRS
from pyproj.exceptions import CRSError

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.findings import Findings, similar
from lebenslage.loaders.text import decode
from lebenslage.loaders.toml import Types, check_keys, parse_toml
from lebenslage.model.area import AGS_LENGTH, Contact, Gemeinde, OfficeHours, Rotation, fold
from lebenslage.model.contact import is_email, not_an_email
from lebenslage.model.rules import Reach, Thresholds

FILE: Final = "gemeinde.toml"
_DAYS: Final = "umfragen_rohdateien_tage"
#: Allowed keys by table; the empty name is the top.
KEYS: Final[Mapping[str, Types]] = {
    "": {
        "name": str,
        "ags": str,
        "landkreis": str,
        "land": str,
        "crs": str,
        "upload_mb": int,
        "kontakt": dict,
        "schwellen": dict,
        "reichweite": dict,
        "aufbewahrung": dict,
        "sicherung": dict,
        "flaechen": dict,
        "klassen": dict,
        "gestaltung": dict,
        "texte": dict,
        "hintergrundkarte": dict,
    },
    "kontakt": dict.fromkeys(("rolle", "amt", "anschrift", "telefon", "email", "sprechzeiten"), str)
    | {"vor_ort": list},
    "schwellen": dict.fromkeys(("nie", "oeffentlich", "klammern"), int),
    "reichweite": dict.fromkeys(("haltestelle", "fussweg"), int),
    "aufbewahrung": {_DAYS: int},
    "sicherung": dict.fromkeys(("taeglich", "woechentlich", "monatlich"), int),
    "flaechen": {"amtlich": bool},
    "klassen": {"grenzen": list, "namen": list},
    "gestaltung": {"farbe": str},
    "texte": dict.fromkeys(("barrierefreiheit", "datenschutz", "kontakt", "impressum"), str),
    "hintergrundkarte": dict.fromkeys(("url", "layers", "attribution", "datenschutz"), str),
}
#: Keys of each `[[kontakt.vor_ort]]`; the last one may be left out.
_ON_THE_SPOT: Final = ("ortsteil", "ort", "zeiten", "telefon")
_PHONE: Final = re.compile(r"(?=(?:\D*\d){3})[+\d][\d ()/–-]*")
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_LIMITS: Final = (40.0, 60.0)
_NAMES: Final = ("niedrig", "mittel", "hoch")
_NEEDED: Final = {
    "": ("name", "ags", "landkreis", "land", "crs", "kontakt"),
    "kontakt": ("rolle", "amt"),
}


def load_gemeinde(folder: Path | str) -> Gemeinde:
    """Read `gemeinde.toml` of a Gemeinde's package.

    Parameters
    ----------
    folder : path
        Folder that holds the file.

    Raises
    ------
    DatenFehler
        If the file is not there, is no TOML, has unknown or wrong keys (all of them listed).
    """
    path = Path(folder) / FILE
    if not path.is_file():
        raise DatenFehler(Problem(f"Die Datei fehlt im Ordner „{folder}“.", datei=FILE))
    content = parse_toml(decode(path.read_bytes(), FILE).text, FILE)
    findings = Findings(FILE)
    check_keys(content, KEYS, _NEEDED, findings)
    findings.raise_if_any()
    _check_values(content, findings)
    findings.raise_if_any()
    return _gemeinde(content)


def wrong_hours(gemeinde: Gemeinde, ortsteile: Mapping[str, str]) -> list[Problem]:
    """Office hours in an Ortsteil that does not exist, once it is known which do.

    Parameters
    ----------
    ortsteile : mapping
        Key -> name.
    """
    known = {fold(text) for pair in ortsteile.items() for text in pair}
    names = list(ortsteile.values())
    return [
        Problem(
            f"„{each.ortsteil}“ ist kein Ortsteil.{similar(each.ortsteil, names)} "
            f"Bekannt sind: {', '.join(names)}.",
            datei=FILE,
            spalte=f"kontakt.vor_ort {number}",
            wert=each.ortsteil,
        )
        for number, each in enumerate(gemeinde.contact.vor_ort, 1)
        if fold(each.ortsteil) not in known
    ]


def _check_values(content: Mapping[str, Any], findings: Findings) -> None:
    ags = content["ags"]
    if not (ags.isdigit() and len(ags) == AGS_LENGTH):
        findings.add(f"„{ags}“ ist kein Gemeindeschlüssel mit 8 Ziffern.", spalte="ags", wert=ags)
    try:
        metric = CRS.from_user_input(content["crs"]).is_projected
    except CRSError:
        metric = False
    if not metric:
        text = f"„{content['crs']}“ ist kein Koordinatensystem in Metern, wie „EPSG:25832“."
        findings.add(text, spalte="crs", wert=content["crs"])
    if not 1 <= content.get("upload_mb", 50) <= 1000:
        findings.add("Erlaubt sind 1 bis 1000 MB.", spalte="upload_mb")
    if not 1 <= content.get("aufbewahrung", {}).get(_DAYS, 365) <= 3650:
        findings.add("Erlaubt sind 1 bis 3650 Tage.", spalte=f"aufbewahrung.{_DAYS}")
    for key, value in content.get("sicherung", {}).items():
        if not 0 <= value <= 1000:
            findings.add("Erlaubt sind 0 bis 1000 Sicherungen.", spalte=f"sicherung.{key}")
    for key, value in content.get("reichweite", {}).items():
        if not 50 <= value <= 20_000:
            findings.add("Erlaubt sind 50 bis 20000 Meter.", spalte=f"reichweite.{key}")
    try:
        Thresholds(**content.get("schwellen", {}))
    except ValueError:
        text = "Die Schwellen müssen steigen: 1 ≤ nie ≤ oeffentlich ≤ klammern."
        findings.add(text, spalte="schwellen")
    _check_contact(content["kontakt"], findings)
    colour = content.get("gestaltung", {}).get("farbe", "#1F5A8C")
    if not _COLOUR.fullmatch(colour):
        text = f"„{colour}“ ist keine Farbe wie „#1F5A8C“."
        findings.add(text, spalte="gestaltung.farbe", wert=colour)
    classes = content.get("klassen", {})
    limits = classes.get("grenzen", _LIMITS)
    names = classes.get("namen", _NAMES)
    numbers = all(isinstance(limit, int | float) for limit in limits)
    if not numbers or list(limits) != sorted(set(limits)) or len(names) != len(limits) + 1:
        text = "Die Grenzen müssen steigen, und es braucht einen Namen mehr als Grenzen."
        findings.add(text, spalte="klassen")
    if "url" in (background := content.get("hintergrundkarte", {})) and not background[
        "url"
    ].startswith("https://"):
        findings.add("Die Adresse muss mit „https://“ beginnen.", spalte="hintergrundkarte.url")


def _check_contact(contact: Mapping[str, Any], findings: Findings) -> None:
    """Numbers, addresses and the hours on the spot."""
    _check_phone(contact.get("telefon", ""), "kontakt.telefon", findings)
    email = contact.get("email", "")
    if email and not is_email(email):
        findings.add(not_an_email(email), spalte="kontakt.email", wert=email)
    for number, each in enumerate(contact.get("vor_ort", ()), 1):
        where = f"kontakt.vor_ort {number}"
        if not isinstance(each, Mapping) or not all(isinstance(v, str) for v in each.values()):
            known = ", ".join(_ON_THE_SPOT)
            findings.add(f"Erwartet wird ein Abschnitt mit Texten: {known}.", spalte=where)
            continue
        for key in sorted(set(each) - set(_ON_THE_SPOT)):
            text = f"Der Schlüssel „{key}“ ist unbekannt. Bekannt sind: {', '.join(_ON_THE_SPOT)}."
            findings.add(text, spalte=where)
        for key in _ON_THE_SPOT[:-1]:
            if not each.get(key, "").strip():
                findings.add(f"Der Schlüssel „{key}“ fehlt.", spalte=where)
        _check_phone(each.get("telefon", ""), where, findings)


def _check_phone(number: str, where: str, findings: Findings) -> None:
    if number and not _PHONE.fullmatch(number):
        text = f"„{number}“ ist keine Telefonnummer wie „07945 123-45“."
        findings.add(text, spalte=where, wert=number)


def _gemeinde(content: Mapping[str, Any]) -> Gemeinde:
    classes = content.get("klassen", {})
    return Gemeinde(
        name=content["name"],
        ags=content["ags"],
        landkreis=content["landkreis"],
        land=content["land"],
        crs=content["crs"],
        contact=_contact(content["kontakt"]),
        thresholds=Thresholds(**content.get("schwellen", {})),
        reichweite=Reach(**content.get("reichweite", {})),
        klassen_grenzen=tuple(map(float, classes.get("grenzen", _LIMITS))),
        klassen_namen=tuple(classes.get("namen", _NAMES)),
        texte=content.get("texte", {}),
        hintergrundkarte=content.get("hintergrundkarte", {}),
        farbe=content.get("gestaltung", {}).get("farbe", "#1F5A8C"),
        upload_mb=content.get("upload_mb", 50),
        flaechen_amtlich=content.get("flaechen", {}).get("amtlich"),
        rohdateien_tage=content.get("aufbewahrung", {}).get(_DAYS, 365),
        sicherung=Rotation(**content.get("sicherung", {})),
    )


def _contact(content: Mapping[str, Any]) -> Contact:
    hours = tuple(OfficeHours(**each) for each in content.get("vor_ort", ()))
    return Contact(**{**content, "vor_ort": hours})
