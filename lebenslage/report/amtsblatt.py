"""Text for the Amtsblatt: plain German in short sentences, and a version in Einfache Sprache."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lebenslage.analysis.figures import Figures
from lebenslage.analysis.findings import Finding, FindingKind
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Kind
from lebenslage.model.rules import ALLE
from lebenslage.report import formats
from lebenslage.report.deck.statements import data_date
from lebenslage.report.deck.topics import topic_rows, worst_topics
from lebenslage.report.deviation_words import compared_fields
from lebenslage.report.headlines import values_of

#: How many differences to each side are told.
_TOLD: Final = 3
_SATISFACTION: Final = "Zufriedenheit"
_EVERYWHERE: Final = "als in der ganzen Gemeinde"
_MARK: Final = " (Beispieldaten)"
_TOO_LITTLE: Final = "Für einen Vergleich gibt es{} noch zu wenige Zahlen."


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
    where = f"im Ortsteil {name}" if area else f"in der Gemeinde {name}"
    parts = [
        [f"So lebt es sich {where}"],
        _made_up(figures),
        [f"Wie geht es den Menschen {where}?", "Dazu hat die Gemeinde Zahlen gesammelt."],
        _survey(figures, area),
        *(_village(figures, area, simple) if area else _gemeinde(figures, simple)),
        _certainty(simple),
        _ending(figures),
        _date(figures),
    ]
    joint = "\n" if simple else " "
    return "\n\n".join(joint.join(lines) for lines in parts if lines) + "\n"


def _made_up(figures: Figures) -> list[str]:
    if not figures.snapshot.has_examples:
        return []
    years = [wave.year for wave in figures.waves if wave.beispiel]
    if not years:
        first = "Achtung: Ein Teil der Zahlen ist erfunden."
    elif figures.waves[-1].beispiel:
        return ["Achtung: Die Umfrage ist erfunden.", "Sie ist nur ein Beispiel (Beispieldaten)."]
    elif len(years) == 1:
        first = f"Achtung: Die frühere Umfrage von {years[0]} ist erfunden."
    else:
        first = f"Achtung: Die früheren Umfragen von {formats.listing(years)} sind erfunden."
    return [first, "Das sind nur Beispiele (Beispieldaten)."]


def _survey(figures: Figures, area: str) -> list[str]:
    if not figures.waves:
        return []
    wave = figures.waves[-1]
    rows = figures.responses(wave.id)
    counts = rows.loc[rows[col.GRUPPE] == (area or ALLE), col.N].dropna()
    asked = f"Im Jahr {wave.year} gab es eine Umfrage."
    if counts.empty:
        return [asked, "Aus diesem Ort kamen zu wenige Antworten.", "Darum zeigen wir sie nicht."]
    count = formats.format_number(counts.iloc[0])
    from_here = "Aus diesem Ortsteil haben" if area else "Dabei haben"
    lines = [asked, f"{from_here} {count} Menschen mitgemacht."]
    if not wave.representative:
        lines += ["Jeder konnte mitmachen.", "Die Antworten stehen nicht für alle."]
    return lines


def _village(figures: Figures, area: str, simple: bool) -> list[list[str]]:
    """What is better and worse here for sure, in own sentences."""
    found = []
    for side in (1, -1):
        own = _own(figures, area, side)
        likes = [one for one in own if _liked(one, figures)][:_TOLD]
        others = [one for one in own if one not in likes and not _liked(one, figures)][:_TOLD]
        more, better = (
            ("zufriedener", "besser") if side > 0 else ("weniger zufrieden", "schlechter")
        )
        if likes:
            head = f"Damit sind die Menschen hier {more} {_EVERYWHERE}"
            found.append(_lines(head, likes, [f"„{_title(one)}“" for one in likes], simple))
        if others:
            told = [_told(one, figures) for one in others]
            found.append(_lines(f"Das ist hier {better} {_EVERYWHERE}", others, told, simple))
    if not found and _too_little(figures, area):
        return [[_TOO_LITTLE.format(f" in {figures.names[area]}")]]
    return found or [["Wir sehen hier keinen klaren Unterschied zur ganzen Gemeinde."]]


def _gemeinde(figures: Figures, simple: bool) -> list[list[str]]:
    """What all rate worst, and one clear difference of each Ortsteil."""
    found = []
    if figures.waves and figures.waves[-1].representative:
        worst = worst_topics(topic_rows(figures, figures.waves[-1], ALLE))
        mark = _MARK if figures.waves[-1].beispiel else ""
        if worst:
            told = formats.listing(f"„{title}“" for title in worst)
            found.append(["Die schlechtesten Noten bekommen:", f"{told}{mark}."])
    firsts, quiet, open_ones = {}, [], []
    for area, name in figures.names.items():
        own = [*_own(figures, area, 1), *_own(figures, area, -1)]
        if own:
            firsts[name] = max(
                own, key=lambda one: (one.kind is not FindingKind.SCORE, one.groesse)
            )
        elif _too_little(figures, area):
            open_ones.append(name)
        else:
            quiet.append(name)
    if firsts:
        all_made_up = all(first.beispiel for first in firsts.values())
        head = f"Das fällt auf{_MARK if all_made_up else ''}:"
        found.append(["Wir haben die Orte mit der ganzen Gemeinde verglichen.", head])
        for name, first in firsts.items():
            mark = _MARK if first.beispiel and not all_made_up else ""
            found.append(_one(name, first, figures, mark, simple))
    if quiet:
        every = "In keinem Ort" if not (firsts or open_ones) and len(quiet) > 1 else ""
        where = every or f"In {formats.listing(quiet)}"
        found.append([f"{where} sehen wir {'einen' if every else 'keinen'} klaren Unterschied."])
    if open_ones:
        nowhere = len(open_ones) == len(figures.names)
        where = "" if nowhere else f" in {formats.listing(open_ones)}"
        found.append([_TOO_LITTLE.format(where)])
    return found


def _too_little(figures: Figures, area: str) -> bool:
    """Whether an Ortsteil cannot be compared in any Handlungsfeld."""
    catalogue = figures.snapshot.catalogue
    return compared_fields(figures.scores.deviations, area, catalogue).empty


def _one(name: str, first: Finding, figures: Figures, mark: str, simple: bool) -> list[str]:
    """The largest clear difference of an Ortsteil."""
    good = first.guenstig > 0
    if _liked(first, figures):
        more = "zufriedener" if good else "weniger zufrieden"
        lines = [f"In {name} sind die Menschen {more}", f"mit dem Thema „{_title(first)}“{mark}."]
    else:
        better = "besser" if good else "schlechter"
        lines = [f"In {name} ist {better}:", f"{_told(first, figures)}{mark}."]
    return lines if simple else [" ".join(lines)]


def _own(figures: Figures, area: str, side: int) -> list[Finding]:
    """Clear differences to one side; a whole Handlungsfeld only where nothing single is known."""
    found = [f for f in figures.findings if f.ortsteil == area and f.belastbar]
    found = [one for one in found if one.guenstig == side]
    return [one for one in found if one.kind is not FindingKind.SCORE] or found


def _liked(finding: Finding, figures: Figures) -> bool:
    """Whether it is an indicator of how satisfied people are."""
    catalogue = figures.snapshot.catalogue
    asked = finding.code in catalogue and catalogue[finding.code].art is Kind.UMFRAGE
    return asked and finding.titel.startswith(f"{_SATISFACTION}: ")


def _title(finding: Finding) -> str:
    """The topic without what stands before a colon."""
    return (finding.titel.partition(": ")[2] or finding.titel).replace(" & ", " und ")


def _told(finding: Finding, figures: Figures) -> str:
    """The topic with both values."""
    if finding.kind is FindingKind.SCORE:
        return f"der Bereich „{_title(finding)}“ im Ganzen"
    own, everywhere = values_of(finding, figures.snapshot.catalogue)
    answer = f" – „{finding.auspraegung}“" if finding.auspraegung else ""
    return f"„{_title(finding)}“{answer}: {own} statt {everywhere}"


def _lines(head: str, found: Sequence[Finding], topics: Sequence[str], simple: bool) -> list[str]:
    """A sentence or a list; made-up figures are marked once if all are, else one by one."""
    if all(one.beispiel for one in found):
        head += _MARK
    else:
        topics = [
            f"{topic}{_MARK if one.beispiel else ''}"
            for one, topic in zip(found, topics, strict=True)
        ]
    if simple:
        head = head.replace(f" {_EVERYWHERE}", f"\n{_EVERYWHERE}")
        return [f"{head}:", *(f"- {topic}" for topic in topics)]
    joined = "; ".join(topics) if any("statt" in topic for topic in topics) else ""
    return [f"{head}:", f"{joined or formats.listing(topics)}."]


def _certainty(simple: bool) -> list[str]:
    lines = ["Wir nennen nur, was ziemlich sicher ist.", "Kleine Orte haben nur wenige Menschen.",
             "Da kann eine Zahl auch Zufall sein."]  # fmt: skip
    if simple:
        lines += ["Ziemlich sicher heißt:", "So ein Unterschied kommt nur selten durch Zufall vor."]
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


def _date(figures: Figures) -> list[str]:
    dates = data_date(figures)
    when = [f"Stand der Zahlen: {dates}."] if dates else []
    version = f"Fassung {figures.snapshot.version} der Daten"
    return [*when, f"{version}, Verfahren „{figures.procedure.name}“."]
