"""Every choice of a procedure in German: what is done to the values, and how points are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from lebenslage.model.procedure import (
    ERSTES_JAHR,
    Aggregation,
    Classes,
    Normalisation,
    Procedure,
    Robustness,
    Treatment,
)
from lebenslage.report.formats import format_number, format_percent, listing

_BEHANDLUNG: Final = {
    "winsor": "werden seine äußersten Werte auf den nächsten gesetzt, höchstens {count}",
    "log": "wird mit dem Logarithmus seiner Werte gerechnet",
    "boxcox": "werden seine Werte mit der Box-Cox-Transformation symmetrischer gemacht",
}
_RELATIVE: Final = (
    "Ist bei einem Indikator weniger besser, zählt die umgekehrte Reihenfolge. Die Punkte hängen "
    "davon ab, welche Gebiete verglichen werden."
)
_NORMALISIERUNG: Final = {
    "zielwerte": "Jeder Indikator wird zwischen zwei festen Zielwerten auf {low} bis {high} Punkte "
    "umgerechnet. Die Zielwerte stehen im Katalog; sie hängen nicht von den Ortsteilen ab, deshalb "
    "lassen sich Jahre vergleichen.",
    "minmax": "Jeder Indikator wird so umgerechnet, dass das Gebiet mit dem niedrigsten Wert "
    f"{{low}} und das mit dem höchsten {{high}} Punkte hat. {_RELATIVE}",
    "zscore": "Die Punkte eines Indikators sind der Abstand vom Mittel der Gebiete, gemessen in "
    f"Standardabweichungen (geteilt durch {{divisor}}){{scale}}. {_RELATIVE}",
    "rang": "Die Punkte eines Indikators sind der Rang des Gebiets: 1 für den niedrigsten Wert, "
    f"gleiche Werte teilen sich den kleineren Rang. {_RELATIVE}",
    "prozentrang": "Die Punkte eines Indikators sind der Anteil der anderen Gebiete, die einen "
    f"niedrigeren Wert haben (0 bis 1). {_RELATIVE}",
    "borda": "Die Punkte eines Indikators sind die Zahl der Gebiete, die einen niedrigeren Wert "
    f"haben. {_RELATIVE}",
    "abstand": "Die Punkte eines Indikators sagen, welchen Teil des Wegs vom ungünstigsten Gebiet "
    "(0) bis zum Zielwert des Katalogs (1) ein Gebiet zurückgelegt hat.",
    "imd_exponentiell": "Die Gebiete werden nach jedem Indikator geordnet und ihre Ränge "
    "exponentiell auf 0 bis 100 Punkte umgeformt: Das oberste Zehntel verteilt sich über die obere "
    "Hälfte der Punkte. So gleicht ein niedriger Wert einen sehr hohen kaum aus.",
    "keine": "Die Werte gehen ohne Umrechnung ein; wo weniger besser ist, mit umgekehrtem "
    "Vorzeichen.",
}
_JAHRE: Final = {
    "neueste": "Gerechnet wird mit dem jeweils neuesten Wert.",
    "gemeinsam": "Alle Jahre werden auf einer gemeinsamen Skala gerechnet, damit sich Punkte von "
    "Jahr zu Jahr vergleichen lassen.",
    "einzeln": "Jedes Jahr wird für sich gerechnet; Punkte verschiedener Jahre lassen sich nicht "
    "vergleichen.",
}
_GEWICHTE: Final = {
    "katalog": "Die Gewichte stehen im Katalog.",
    "gleich": "Alle Bestandteile eines Knotens zählen gleich viel.",
    "pca": "Die Gewichte kommen aus der ersten Hauptkomponente: Wer mit den anderen gleichläuft, "
    "zählt mehr. Das sagt nichts darüber, wie wichtig ein Indikator ist.",
}
_ZUSAMMEN: Final = "Die Punkte der Indikatoren werden {how} zum Handlungsfeld zusammengefasst, die "
_AGGREGATION: Final = {
    "arithmetisch": "Die Punkte der Indikatoren werden mit ihren Gewichten zum Handlungsfeld "
    "gemittelt, die Handlungsfelder zum Gesamtwert.",
    "geometrisch": _ZUSAMMEN.format(how="als gewichtetes geometrisches Mittel")
    + "Handlungsfelder ebenso zum Gesamtwert. Eine Schwäche lässt sich dabei nur zum Teil durch "
    "eine Stärke ausgleichen; 0 Punkte in einem Bestandteil ergeben 0.",
    "harmonisch": _ZUSAMMEN.format(how="als gewichtetes harmonisches Mittel")
    + "Handlungsfelder ebenso zum Gesamtwert. Eine Schwäche zählt dabei noch stärker als beim "
    "geometrischen Mittel; 0 Punkte in einem Bestandteil ergeben 0.",
    "mpi_minus": _ZUSAMMEN.format(how="nach Mazziotta und Pareto")
    + "Handlungsfelder ebenso zum Gesamtwert: Mittel der Punkte mit einem Abzug, der umso größer "
    "ist, je weiter die Bestandteile auseinanderliegen.",
    "mpi_plus": _ZUSAMMEN.format(how="nach Mazziotta und Pareto")
    + "Handlungsfelder ebenso zum Gesamtwert: Mittel der Punkte mit einem Zuschlag, der umso "
    "größer ist, je weiter die Bestandteile auseinanderliegen.",
    "summe": "Die Punkte der Indikatoren werden mit ihren Gewichten zum Handlungsfeld addiert, die "
    "Handlungsfelder zum Gesamtwert. Fehlt ein Bestandteil, werden die anderen hochgerechnet.",
}
#: Methods in a few words, for lists.
METHODEN: Final = {
    "zielwerte": "feste Zielwerte",
    "minmax": "Min-Max",
    "zscore": "z-Werte",
    "rang": "Ränge",
    "prozentrang": "Prozentränge",
    "borda": "Borda-Zahlen",
    "abstand": "Abstand zum Zielwert",
    "imd_exponentiell": "exponentielle Ränge (IMD)",
    "keine": "keine Umrechnung",
    "arithmetisch": "arithmetisches Mittel",
    "geometrisch": "geometrisches Mittel",
    "harmonisch": "harmonisches Mittel",
    "mpi_minus": "Mazziotta–Pareto mit Abzug",
    "mpi_plus": "Mazziotta–Pareto mit Zuschlag",
    "summe": "Summe",
}


def steps(procedure: Procedure) -> list[str]:
    """How values become scores: one or two sentences per step, in the order of the steps."""
    found = [*_before(procedure), _normalisation(procedure.normalisierung)]
    found += [_JAHRE[procedure.normalisierung.jahre], *_aggregation(procedure.aggregation)]
    return found


def _before(procedure: Procedure) -> Iterator[str]:
    if procedure.bezug.methode == "nenner":
        yield (
            "Mengen werden zuerst durch den Nenner geteilt, den der Katalog nennt. Fehlt der "
            "Nenner oder ist er 0, fehlt auch der Wert."
        )
    if procedure.behandlung.methode != "keine":
        yield _treatment(procedure.behandlung)


def _treatment(choice: Treatment) -> str:
    limits = (
        f"Schiefe über {format_number(choice.schiefe, 1)} und Wölbung über "
        f"{format_number(choice.woelbung, 1)}"
    )
    what = _BEHANDLUNG[choice.methode].format(count=format_number(choice.max_werte))
    return f"Hat ein Indikator Ausreißer ({limits}), {what}. Jeder geänderte Wert wird genannt."


def _normalisation(choice: Normalisation) -> str:
    low, high = (_short(edge) for edge in choice.bereich)
    scale = ""
    if (choice.mittelwert, choice.streuung) != (0.0, 1.0):
        mean, spread = _short(choice.mittelwert), _short(choice.streuung)
        scale = f", umgerechnet auf Mittel {mean} und Streuung {spread}"
    divisor = "n − 1" if choice.ddof else "n"
    text = _NORMALISIERUNG[choice.methode].format(low=low, high=high, divisor=divisor, scale=scale)
    if choice.methode != "zielwerte":
        return text
    return " ".join([text, *_goalposts(choice, low, high)])


def _goalposts(choice: Normalisation, low: str, high: str) -> Iterator[str]:
    if choice.deckelung is False:
        yield (
            "Werte jenseits der Zielwerte zählen weiter; Punkte können deshalb unter "
            f"{low} und über {high} liegen."
        )
    else:
        but = "" if choice.deckelung else ", soweit der Katalog keine Ausnahme macht"
        yield f"Werte jenseits der Zielwerte zählen wie der Zielwert{but}."
    if choice.zielwerte_aus_daten:
        middle = "aller Werte"
        if choice.basisjahr:
            first = choice.basisjahr == ERSTES_JAHR
            middle = "des ersten Jahres" if first else f"des Jahres {choice.basisjahr}"
        yield (
            "Nennt der Katalog keine Zielwerte, liegen sie eine halbe Spannweite der Werte unter "
            f"und über dem Mittel {middle}."
        )


def _aggregation(choice: Aggregation) -> Iterator[str]:
    yield _AGGREGATION[choice.methode]
    if choice.knoten:
        nodes = (f"„{code}“ ({METHODEN[method]})" for code, method in choice.knoten)
        yield f"Anders zusammengefasst wird {listing(nodes)}."
    yield _GEWICHTE[choice.gewichte]
    if not choice.gewichte_normieren:
        yield "Die Gewichte gelten, wie sie dastehen, auch wenn ihre Summe nicht 1 ist."


def class_words(procedure: Procedure) -> list[str]:
    """What the classes mean, for all roots and for single ones; nothing where there are none."""
    found = [_classes(procedure.klassen)] if procedure.klassen.grenzen else []
    for code, classes in procedure.klassen_je_wurzel:
        if classes.grenzen:
            found.append(f"„{code}“: {_classes(classes)}")
    if procedure.gesamtindex:
        roots = listing(f"„{code}“" for code in procedure.gesamtindex)
        found.append(f"Der Gesamtindex nennt die Klassen von {roots} zusammen.")
    return found


def _classes(classes: Classes) -> str:
    names = [f"„{name}“" for name in classes.namen]
    if classes.art == "quantile":
        return f"Die Gebiete werden nach ihrem Rang geteilt; es heißen {_shares(classes, names)}."
    if classes.art == "streuung":
        limits = [_short(limit) for limit in classes.grenzen]
        text = (
            f"Ein Wert heißt {_bands(limits, names, '')}, gemessen in Standardabweichungen vom "
            f"Mittel der Gebiete (geteilt durch {'n − 1' if classes.ddof else 'n'})"
        )
        again = "; der Wert selbst wird so angegeben" if classes.standardisiert else ""
        return f"{text}{again}."
    limits = [_short(limit) for limit in classes.grenzen]
    return f"Ein Punktwert heißt {_bands(limits, names, ' Punkten')}."


def _bands(limits: Sequence[str], names: Sequence[str], unit: str) -> str:
    below = [f"unter {limit}{unit} {name}" for limit, name in zip(limits, names, strict=False)]
    return listing([*below, f"darüber {names[-1]}"])


def _shares(classes: Classes, names: Sequence[str]) -> str:
    ends = [0.0, *classes.grenzen, 1.0]
    widths = {round(high - low, 9) for low, high in pairwise(ends)}
    if len(widths) == 1 and len(names) > 3:
        share = format_percent(widths.pop())
        return f"von unten nach oben je {share} {listing(names)}"
    below = [
        f"die untersten {format_percent(limit)} {name}" if i == 0 else
        f"bis {format_percent(limit)} {name}"
        for i, (limit, name) in enumerate(zip(classes.grenzen, names, strict=False))
    ]  # fmt: skip
    return listing([*below, f"die übrigen {names[-1]}"])


def robustness_words(choice: Robustness) -> str:
    """What the check of robustness varies."""
    varied = []
    if choice.stichprobenfehler:
        varied.append("die Werte innerhalb ihres Stichprobenfehlers")
    if choice.gewichte:
        varied.append(f"die Gewichte um bis zu {format_percent(choice.gewichte)}")
    if choice.zielwerte:
        share = format_percent(choice.zielwerte)
        varied.append(f"die Zielwerte um bis zu {share} ihres Abstands")
    for names, what in (
        (choice.normalisierungen, "die Umrechnung in Punkte"),
        (choice.aggregationen, "das Zusammenfassen"),
    ):
        if names:
            varied.append(f"{what} (auch: {', '.join(METHODEN[name] for name in names)})")
    if choice.weglassen:
        varied.append("den Satz der Indikatoren (einer fällt weg)")
    if not varied:
        return "Eine Prüfung der Robustheit sieht das Verfahren nicht vor."
    return f"Die Prüfung der Robustheit verändert {listing(varied)}."


def _short(number: float) -> str:
    """A number without needless decimals: 40, −1, 1,5, 0,55."""
    decimals = next(d for d in range(5) if d == 4 or round(number, d) == number)
    return format_number(number, decimals)
