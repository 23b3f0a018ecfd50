"""The questions of the example survey and what is assumed about their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HANDLUNGSFELDER = {
    "B": "beteiligung",
    "P": "pflege_gesundheit",
    "W": "wohnen_mobilitaet_klima",
    "F": "familie_generationen",
    "N": "wirtschaft_nahversorgung",
    "I": "inklusion_vielfalt",
    "D": "digitalisierung",
}
#: Last part of the question after "Wie zufrieden sind Sie in Ihrem Ortsteil mit ...".
ZUFRIEDEN = "Wie zufrieden sind Sie in Ihrem Ortsteil mit {}?"
NAMEN = {
    "zufrieden": (
        "sehr unzufrieden",
        "eher unzufrieden",
        "teils, teils",
        "eher zufrieden",
        "sehr zufrieden",
    ),
    "stimmt": (
        "trifft gar nicht zu",
        "trifft eher nicht zu",
        "teils, teils",
        "trifft eher zu",
        "trifft voll und ganz zu",
    ),
    "wahrscheinlich": (
        "sehr unwahrscheinlich",
        "eher unwahrscheinlich",
        "unentschieden",
        "eher wahrscheinlich",
        "sehr wahrscheinlich",
    ),
}


@dataclass(frozen=True)
class Skalenfrage:
    """A question on a five-point scale and what is assumed about its answers.

    Parameters
    ----------
    mitte : float
        Mean over the Gemeinde in the first wave, before rounding to 1..5.
    orte : mapping
        Ortsteil to its distance from `mitte`.
    wandel : mapping
        Ortsteil (or "" for all) to the change in the second wave.
    weiss_nicht : float
        Share who answer "weiß nicht".
    alter : tuple of float
        What the four age groups add.
    """

    code: str
    feld: str
    indikator: str
    text: str
    mitte: float
    orte: Mapping[str, float] = field(default_factory=dict)
    wandel: Mapping[str, float] = field(default_factory=dict)
    weiss_nicht: float = 0.03
    namen: str = "zufrieden"
    alter: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    statistik: str = "mittelwert"

    def mittel(self, ortsteil_id: str, number: int) -> float:
        """Assumed mean of an Ortsteil in wave 0 or 1."""
        change = self.wandel.get(ortsteil_id, self.wandel.get("", 0.0)) * number
        return self.mitte + self.orte.get(ortsteil_id, 0.0) + change


def _zufrieden(code: str, feld: str, thema: str, womit: str, mitte: float, **mehr) -> Skalenfrage:
    return Skalenfrage(code, feld, f"zufriedenheit_{thema}", ZUFRIEDEN.format(womit), mitte, **mehr)


W, NH, M, NL, F = "wuestenrot", "neuhuetten", "maienfels", "neulautern", "finsterrot"
SKALENFRAGEN = (
    _zufrieden(
        "F01", "N", "nahversorgung", "den Einkaufsmöglichkeiten für den täglichen Bedarf", 3.0,
        orte={W: 0.7, NH: 0.1, M: -0.7, NL: -0.5, F: -0.6}, wandel={M: 0.4},
    ),
    _zufrieden(
        "F02", "W", "bus", "den Busverbindungen", 2.9,
        orte={W: 0.2, M: -0.2, NL: -0.9, F: -0.3}, wandel={NL: 0.7},
    ),
    _zufrieden(
        "F03", "W", "radwege", "den Rad- und Fußwegen", 3.0, orte={W: 0.2, NL: 0.2, M: -0.2}
    ),
    _zufrieden(
        "F04", "W", "verkehr", "der Ruhe vor Verkehr und Lärm", 3.4,
        orte={W: -0.3, NH: 0.1, NL: -0.4, M: 0.4, F: 0.1},
    ),
    _zufrieden(
        "F05", "W", "wohnumfeld", "dem Wohnumfeld, also Ortsbild, Plätzen und Grün", 3.8,
        orte={M: 0.2, NH: -0.1}, wandel={W: 0.2},
    ),
    _zufrieden(
        "F06", "W", "wohnungen", "dem Angebot an Wohnungen und Bauplätzen", 2.8,
        orte={W: -0.1, F: 0.1}, wandel={"": -0.1}, weiss_nicht=0.18, alter=(-0.3, -0.1, 0.1, 0.2),
    ),
    _zufrieden(
        "F07", "P", "arzt", "der Erreichbarkeit von Ärztinnen, Ärzten und Apotheken", 3.2,
        orte={W: 0.5, M: -0.5, NL: -0.3, F: -0.3}, wandel={"": -0.2},
    ),
    _zufrieden(
        "F08", "P", "pflege", "den Angeboten für ältere und pflegebedürftige Menschen", 3.1,
        orte={W: 0.2, NL: 0.2, M: -0.2}, weiss_nicht=0.25,
    ),
    _zufrieden(
        "F09", "P", "bewegung", "den Möglichkeiten für Sport und Bewegung", 3.7,
        orte={W: 0.2, F: -0.4}, weiss_nicht=0.06,
    ),
    _zufrieden(
        "F10", "F", "kinderbetreuung", "den Angeboten zur Kinderbetreuung", 3.5,
        orte={W: 0.2, F: -0.5}, wandel={NH: -0.3}, weiss_nicht=0.42,
    ),
    _zufrieden(
        "F11", "F", "jugend", "den Angeboten für Jugendliche", 2.8,
        orte={NH: 0.2, F: -0.2}, wandel={NH: -0.4, W: 0.2}, weiss_nicht=0.2,
        alter=(-0.3, -0.1, 0.0, 0.1),
    ),
    _zufrieden(
        "F12", "F", "treffpunkte", "den Treffpunkten im Ort", 3.0,
        orte={W: 0.2, M: 0.3, NL: -0.2, F: -0.6}, wandel={F: 0.3, NL: 0.2},
    ),
    _zufrieden(
        "F13", "F", "sicherheit", "der Sicherheit im öffentlichen Raum", 4.0,
        orte={W: -0.2, M: 0.1}, alter=(0.1, 0.1, 0.0, -0.1),
    ),
    _zufrieden(
        "F14", "D", "internet", "der Internet- und Mobilfunkversorgung", 2.8,
        orte={W: 0.3, M: -0.4, F: -0.3}, wandel={"": 0.5, M: 0.0},
    ),
    _zufrieden(
        "F15", "I", "barrierefreiheit", "der Barrierefreiheit von Wegen und öffentlichen Gebäuden",
        2.9, orte={W: 0.1, NL: -0.2}, weiss_nicht=0.12, alter=(0.1, 0.1, 0.0, -0.2),
    ),
    _zufrieden(
        "F16", "B", "mitwirkung", "den Möglichkeiten, an Entscheidungen für Ihren Ort mitzuwirken",
        2.9, orte={M: 0.2, NL: -0.2}, wandel={"": 0.2}, weiss_nicht=0.1,
    ),
    _zufrieden(
        "F17", "B", "information", "der Information durch Gemeindeverwaltung und Gemeinderat", 3.3,
        orte={F: -0.2}, wandel={"": 0.1},
    ),
    Skalenfrage(
        "F18", "F", "nachbarschaft", "In meiner Nachbarschaft hilft man sich gegenseitig.", 3.9,
        orte={W: -0.2, M: 0.2, F: 0.2}, namen="stimmt",
    ),
    Skalenfrage(
        "F19", "P", "hilfe_im_notfall",
        "Wenn ich schnell Hilfe brauche, finde ich jemanden in der Nähe.", 4.0,
        orte={W: -0.1, F: 0.1}, namen="stimmt",
    ),
    Skalenfrage(
        "F20", "I", "zugehoerigkeit", "Ich fühle mich der Dorfgemeinschaft zugehörig.", 3.5,
        orte={W: -0.2, M: 0.3, NL: 0.1}, namen="stimmt", alter=(-0.3, -0.1, 0.1, 0.2),
    ),
    Skalenfrage(
        "F21", "I", "aufnahme_zugezogener",
        "Wer neu in unseren Ort zieht, wird gut aufgenommen.", 3.4,
        orte={NH: 0.1, NL: -0.1}, namen="stimmt", weiss_nicht=0.12,
    ),
    Skalenfrage(
        "F22", "F", "bleibeabsicht",
        "Wie wahrscheinlich ist es, dass Sie in fünf Jahren noch in Ihrem Ortsteil wohnen?", 4.1,
        orte={M: 0.1, F: -0.2}, namen="wahrscheinlich", weiss_nicht=0.05,
        alter=(-0.9, 0.0, 0.2, 0.3), statistik="top2",
    ),
)  # fmt: skip

#: Answer codes with their names and shares.
ALTER = {
    "1": ("16 bis 29 Jahre", 0.13),
    "2": ("30 bis 49 Jahre", 0.28),
    "3": ("50 bis 64 Jahre", 0.31),
    "4": ("65 Jahre und älter", 0.28),
}
GESCHLECHT = {"w": ("weiblich", 0.52), "m": ("männlich", 0.475), "d": ("divers", 0.005)}
EHRENAMT = "F23"
MEHRFACH = (
    "F24",
    "Wobei würden Sie in Ihrem Ortsteil gerne mitmachen?",
    {
        "SQ001": "Nachbarschaftshilfe",
        "SQ002": "Treffpunkt oder Dorfcafé",
        "SQ003": "Natur und Klima",
        "SQ004": "Angebote für Kinder und Jugendliche",
        "SQ005": "Angebote für Ältere",
        "SQ006": "Kultur und Feste",
    },
)
MATRIX = (
    "F25",
    "Wie oft nutzen Sie in Ihrer Gemeinde …?",
    {
        "SQ001": "den Bus",
        "SQ002": "Läden im Ort",
        "SQ003": "Angebote von Vereinen",
        "SQ004": "das Bürgerbüro",
    },
)
#: How often, and the share of each answer by part of the matrix.
HAEUFIGKEIT = ("nie", "selten", "mehrmals im Monat", "mehrmals in der Woche")
NUTZUNG = {
    "SQ001": (0.45, 0.33, 0.14, 0.08),
    "SQ002": (0.06, 0.22, 0.41, 0.31),
    "SQ003": (0.38, 0.3, 0.2, 0.12),
    "SQ004": (0.21, 0.76, 0.03, 0.0),
}
#: Share of those who volunteer; the other Ortsteile.
EHRENAMT_ANTEIL = {W: 0.31, NH: 0.36}
EHRENAMT_SONST = 0.42
TEXTE = {
    "F27": (
        "Was gefällt Ihnen in Ihrem Ortsteil besonders?",
        (
            "(Beispiel) Die Lage im Grünen und die Ruhe.",
            "(Beispiel) Der Zusammenhalt im Dorf.",
            "(Beispiel) Die Feste der Vereine.",
            "(Beispiel) Die kurzen Wege in den Wald.",
            "(Beispiel) Dass man sich auf der Straße grüßt.",
        ),
    ),
    "F28": (
        "Was sollte sich in Ihrem Ortsteil ändern?",
        (
            "(Beispiel) Der Bus sollte auch am Wochenende fahren.",
            "(Beispiel) Eine Bank an der Haltestelle wäre schön.",
            "(Beispiel) Ein Treffpunkt für alle Generationen fehlt.",
            "(Beispiel) Mehr Angebote für Jugendliche.",
            "(Beispiel) Besserer Mobilfunk im Tal.",
        ),
    ),
}
