"""Text for the Amtsblatt: plain German in short sentences, and a version in Einfache Sprache."""

from __future__ import annotations

from lebenslage.analysis.figures import Figures
from lebenslage.analysis.findings import Finding, FindingKind
from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.report import formats

#: How many differences to each side are told.
_TOLD = 3


def gazette_text(figures: Figures, area: str = "", *, simple: bool = False) -> str:
    """Headline and paragraphs, to copy.

    Parameters
    ----------
    area : str
        `ortsteil_id`; default: the Gemeinde.
    simple : bool
        In Einfache Sprache: one statement per line, hard words explained.

    Raises
    ------
    KeyError
        If there is no such Ortsteil.
    """
    name = figures.names[area] if area else figures.gemeinde.name
    parts = [
        [f"So lebt es sich in {name}"],
        [f"Wie geht es den Menschen in {name}?", "Dazu hat die Gemeinde Zahlen gesammelt."],
        _survey(figures, area),
        *(_village(figures, area, simple) if area else _gemeinde(figures)),
        _certainty(figures, simple),
        _ending(figures),
    ]
    joint = "\n" if simple else " "
    return "\n\n".join(joint.join(lines) for lines in parts if lines) + "\n"


def _survey(figures: Figures, area: str) -> list[str]:
    if not figures.waves:
        return []
    wave = figures.waves[-1]
    rows = figures.responses(wave.id)
    counts = rows.loc[rows[col.GRUPPE] == (area or ALLE), col.N].dropna()
    if counts.empty:
        return [f"Im Jahr {wave.year} gab es eine Umfrage.", "Aus diesem Ort kamen zu wenige "
                "Antworten.", "Darum zeigen wir sie nicht."]  # fmt: skip
    lines = [
        f"Im Jahr {wave.year} gab es eine Umfrage.",
        f"Dabei haben {formats.format_number(counts.iloc[0])} Menschen mitgemacht.",
    ]
    if not wave.representative:
        lines.append("Jeder konnte mitmachen. Die Antworten stehen nicht für alle.")
    return lines


def _village(figures: Figures, area: str, simple: bool) -> list[list[str]]:
    """What is better and worse here for sure, in own sentences."""
    own = [f for f in figures.findings if f.ortsteil == area and f.belastbar and f.guenstig]
    good = [_topic(f) for f in own if f.guenstig > 0][:_TOLD]
    bad = [_topic(f) for f in own if f.guenstig < 0][:_TOLD]
    if not good and not bad:
        return [["Wir sehen hier keinen klaren Unterschied zur ganzen Gemeinde."]]
    found = []
    if good:
        found.append(_lines("Das ist hier besser als in der ganzen Gemeinde:", good, simple))
    if bad:
        found.append(_lines("Das ist hier schlechter als in der ganzen Gemeinde:", bad, simple))
    return found


def _gemeinde(figures: Figures) -> list[list[str]]:
    found = []
    for area, name in figures.names.items():
        own = [f for f in figures.findings if f.ortsteil == area and f.belastbar and f.guenstig]
        if not own:
            found.append([f"{name}: Hier sehen wir keinen klaren Unterschied."])
            continue
        first = own[0]
        word = "besser" if first.guenstig > 0 else "schlechter"
        found.append([f"{name}: {_topic(first)} ist hier {word} als in der ganzen Gemeinde."])
    return found


def _lines(head: str, topics: list[str], simple: bool) -> list[str]:
    if simple:
        return [head, *(f"- {topic}" for topic in topics)]
    return [head, f"{formats.listing(topics)}."]


def _topic(finding: Finding) -> str:
    """The topic without what stands before a colon."""
    title = finding.titel.partition(": ")[2] or finding.titel
    mark = " (Beispiel)" if finding.beispiel else ""
    if finding.kind is FindingKind.UMFRAGE and finding.auspraegung:
        return f"„{title}“ – „{finding.auspraegung}“{mark}"
    return f"{title}{mark}"


def _certainty(figures: Figures, simple: bool) -> list[str]:
    lines = ["Wir nennen nur, was ziemlich sicher ist.", "Kleine Orte haben nur wenige Menschen.",
             "Da kann eine Zahl auch Zufall sein."]  # fmt: skip
    if simple:
        lines += ["Ziemlich sicher heißt:", "In 9 von 10 Versuchen kommt dasselbe heraus."]
    if figures.snapshot.has_examples:
        lines += ["Achtung: Die Umfrage ist erfunden.", "Sie ist nur ein Beispiel (Beispieldaten)."]
    return lines


def _ending(figures: Figures) -> list[str]:
    contact = figures.gemeinde.contact
    place = f" Sie finden uns hier: {contact.anschrift}." if contact.anschrift else ""
    return [
        "Zahlen sagen nicht alles.",
        "Was fehlt in Ihrem Ort?",
        f"Sagen Sie es uns.{place}",
        f"Wir sind für Sie da: {contact.amt}.",
    ]
