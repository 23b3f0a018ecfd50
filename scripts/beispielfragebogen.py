"""The codebook (`fragebogen.toml`) of a wave of the example survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scripts.beispielfragen import (
    ALTER,
    EHRENAMT,
    GESCHLECHT,
    HAEUFIGKEIT,
    HANDLUNGSFELDER,
    MATRIX,
    MEHRFACH,
    NAMEN,
    SKALENFRAGEN,
    TEXTE,
    Skalenfrage,
)


@dataclass(frozen=True)
class Welle:
    """One wave; `grundgesamtheit` are the persons of 16 and more by Ortsteil."""

    id: str
    titel: str
    erhebung: str
    grundgesamtheit: Mapping[str, int]
    einwohner: int


def codebook(wave: Welle) -> str:
    """`fragebogen.toml` of a wave."""
    questions = [
        _choice("alter", "Wie alt sind Sie?", ALTER),
        _choice("geschlecht", "Welches Geschlecht haben Sie?", GESCHLECHT),
        *(_scale(frage) for frage in SKALENFRAGEN),
        _choice(
            EHRENAMT,
            "Engagieren Sie sich derzeit ehrenamtlich?",
            {"Y": ("ja",), "N": ("nein",)},
            [
                'handlungsfeld = "beteiligung"',
                'indikator = "ehrenamt_anteil"',
                'statistik = "anteil"',
                'auspraegung = "Y"',
            ],
        ),
        _parts("mehrfach", *MEHRFACH),
        _parts(
            "matrix", *MATRIX, [f"skala = {{ werte = [1, 2, 3, 4], namen = {_list(HAEUFIGKEIT)} }}"]
        ),
        _question(
            "F26",
            "Seit wie vielen Jahren wohnen Sie in der Gemeinde?",
            "zahl",
            ['einheit = "Jahre"'],
        ),
        *(_question(code, text, "text") for code, (text, _) in TEXTE.items()),
    ]
    return _head(wave) + "\n" + "\n".join(questions)


def _head(wave: Welle) -> str:
    persons = [f"{key} = {number}" for key, number in wave.grundgesamtheit.items()]
    inhabitants = f"{wave.einwohner:,}".replace(",", ".")
    lines = [
        "# Erzeugt von scripts/beispielumfrage.py. Die Antworten sind erfunden (Beispieldaten).",
        f'id = "{wave.id}"',
        f'titel = "{wave.titel}"',
        f'erhebung = "{wave.erhebung}"',
        'art = "vollerhebung"',
        "beispiel = true",
        "grundgesamtheit_text = "
        '"Einwohnerinnen und Einwohner ab 16 Jahren, genähert aus Einwohnerzahl '
        f"({inhabitants}), Altersaufbau und Verteilung auf die Ortsteile, "
        'auf Zehner gerundet"',
        "",
        "[spalten]",
        'id = "id"',
        'ortsteil = "ortsteil"',
        'abgeschlossen = "submitdate"',
        'alter = "alter"',
        'geschlecht = "geschlecht"',
        "",
        "[grundgesamtheit]",
        *persons,
    ]
    return "\n".join(lines) + "\n"


def _question(code: str, text: str, typ: str, more: list[str] | None = None) -> str:
    lines = ["[[fragen]]", f'code = "{code}"', f'text = "{text}"', f'typ = "{typ}"', *(more or [])]
    return "\n".join(lines) + "\n"


#: Question about an indicator -> the measured one of the same topic, with words for both sides.
GEMESSEN = {
    "zufriedenheit_nahversorgung": ("entfernung_lebensmittel", "Laden weit weg", "Laden nah"),
    "zufriedenheit_bus": ("abfahrten_werktag", "Bus selten", "Bus häufig"),
    "zufriedenheit_wohnungen": ("leerstandsquote", "Leerstand hoch", "Leerstand niedrig"),
    "zufriedenheit_arzt": ("entfernung_hausarzt", "Praxis weit weg", "Praxis nah"),
    "zufriedenheit_kinderbetreuung": ("kita_plaetze", "wenige Kita-Plätze", "viele Kita-Plätze"),
    "zufriedenheit_internet": ("gigabit_anteil", "Anschluss langsam", "Anschluss schnell"),
    "zufriedenheit_barrierefreiheit": (
        "haltestellen_barrierefrei",
        "Haltestellen nicht barrierefrei",
        "Haltestellen barrierefrei",
    ),
    "zufriedenheit_mitwirkung": (
        "wahlbeteiligung_urne",
        "Wahlbeteiligung niedrig",
        "Wahlbeteiligung hoch",
    ),
    "hilfe_im_notfall": ("feuerwehr_standort", "keine Feuerwehr im Ort", "Feuerwehr im Ort"),
}


def _scale(frage: Skalenfrage) -> str:
    names = _list(NAMEN[frage.namen])
    more = [
        f"skala = {{ werte = [1, 2, 3, 4, 5], namen = {names}, weiss_nicht = [9] }}",
        f'handlungsfeld = "{HANDLUNGSFELDER[frage.feld]}"',
        f'indikator = "{frage.indikator}"',
        f'statistik = "{frage.statistik}"',
    ]
    if frage.indikator in GEMESSEN:
        code, bad, good = GEMESSEN[frage.indikator]
        more.append(f'gemessen = {{ {code} = ["{bad}", "{good}"] }}')
    return _question(frage.code, frage.text, "skala", more)


def _choice(
    code: str, text: str, answers: Mapping[str, tuple], more: list[str] | None = None
) -> str:
    names = _list(tuple(name for name, *_ in answers.values()))
    skala = f"skala = {{ werte = {_list(tuple(answers))}, namen = {names} }}"
    return _question(code, text, "einfach", [skala, *(more or [])])


def _parts(
    typ: str, code: str, text: str, parts: Mapping[str, str], more: list[str] | None = None
) -> str:
    table = ", ".join(f'{key} = "{name}"' for key, name in parts.items())
    return _question(code, text, typ, [*(more or []), f"teilfragen = {{ {table} }}"])


def _list(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{text}"' for text in texts) + "]"
