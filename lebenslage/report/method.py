"""The method in words, made from the procedure, the thresholds and the data that are there."""

from __future__ import annotations

from lebenslage.model.area import Gemeinde
from lebenslage.model.exchange import Snapshot
from lebenslage.model.procedure import Procedure
from lebenslage.model.rules import BELASTBAR, NIVEAU, Thresholds
from lebenslage.report import procedure_words
from lebenslage.report.formats import format_percent


def describe_procedure(procedure: Procedure, thresholds: Thresholds) -> list[str]:
    """Each step of the procedure in one or two sentences, whatever it chooses."""
    coverage = format_percent(procedure.aggregation.mindestabdeckung)
    return [
        *procedure_words.steps(procedure),
        f"Fehlende Werte bleiben fehlend. Liegen für weniger als {coverage} der Indikatoren eines "
        "Handlungsfelds Werte vor, gibt es keinen Punktwert, sondern den Hinweis, was fehlt.",
        "Haben alle Ortsteile denselben Wert, sagt der Indikator nichts über Unterschiede. Er "
        "bekommt dann keine Punkte.",
        *procedure_words.class_words(procedure),
        f"Der {format_percent(NIVEAU)}-Bereich ist bei Anteilen ein Wilson-Intervall, bei Raten "
        "ein exaktes Poisson-Intervall, bei Umfragen folgt er aus dem Stichprobenplan.",
        "Der Schwankungsbereich eines Punktwerts kommt aus 1.000 Wiederholungen der Rechnung mit "
        "zufällig veränderten Eingangswerten; gezeigt wird der Bereich, in dem 90 % davon liegen.",
        f"„Belastbar“ heißt ein Unterschied, wenn er in mindestens {format_percent(BELASTBAR)} "
        "dieser Wiederholungen in dieselbe Richtung geht. Sonst heißt es „nicht unterscheidbar“.",
        procedure_words.robustness_words(procedure.robustheit),
        f"Werte, hinter denen weniger als {thresholds.nie} Personen stehen, sieht niemand. Unter "
        f"{thresholds.oeffentlich} werden sie nicht veröffentlicht, unter {thresholds.klammern} "
        "stehen sie in Klammern. Ließe sich ein gesperrter Wert errechnen, werden weitere "
        "gesperrt.",
    ]


def describe_limits(snapshot: Snapshot, gemeinde: Gemeinde) -> list[str]:
    """What these figures cannot say."""
    limits = [
        "Zahlen allein begründen keinen Handlungsbedarf. Ob etwas zu tun ist, klären die Menschen "
        "vor Ort.",
        f"Die Ortsteile der Gemeinde {gemeinde.name} sind klein. Ein einzelner Haushalt kann einen "
        "Wert sichtbar verändern; deshalb steht zu jedem Wert, wie sicher er ist.",
    ]
    if not snapshot.ortsteile.empty and not snapshot.ortsteile["amtlich"].all():
        limits.append(
            "Die Flächen der Ortsteile sind eine Näherung, keine amtlichen Grenzen. Werte aus dem "
            "Zensusgitter hängen davon ab, welchem Ortsteil eine Zelle zugerechnet wird."
        )
    if snapshot.has_examples:
        limits.append("Ein Teil der Daten ist erfunden und als Beispieldaten gekennzeichnet.")
    return limits
