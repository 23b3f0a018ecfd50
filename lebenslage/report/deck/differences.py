"""Statements about one Ortsteil against the others: what stands out, where to look closer."""

from __future__ import annotations

from typing import Final

from lebenslage.analysis.figures import Figures
from lebenslage.model import columns as col
from lebenslage.report import formats, need_sentences, need_tables
from lebenslage.report.deck.blocks import Block, BlockKind, Statement
from lebenslage.report.deck.rows import PUNKTE, basis, scored_values
from lebenslage.report.deviation_words import compared_fields
from lebenslage.report.headlines import VERGLEICH
from lebenslage.report.headlines import headline as finding_line

_FINDINGS: Final = 6
_NO_FIELD: Final = "Für kein Handlungsfeld gibt es genug Daten."


def outstanding(block: Block, figures: Figures) -> Statement:
    """What differs for sure in one Ortsteil, the largest first."""
    area, name = block.gebiet, figures.names[block.gebiet]
    catalogue = figures.snapshot.catalogue
    certain = [f for f in figures.findings if f.ortsteil == area and f.belastbar]
    own = certain[:_FINDINGS]
    unknown = compared_fields(figures.scores.deviations, area, catalogue).empty
    if own:
        told = f"{name}: {finding_line(own[0], catalogue).removesuffix(' (Beispieldaten)')}"
        sentence = f"{VERGLEICH} {_counted(len(certain), name)}"
        sentence = f"{_NO_FIELD} {sentence}" if unknown else sentence
    elif unknown:
        told, sentence = f"{name}: noch nicht zu beurteilen", _NO_FIELD
    else:
        told = f"{name}: kein Unterschied ist belastbar"
        sentence = (
            f"In {name} ist kein Abstand zur ganzen Gemeinde oder zum Mittel der anderen Ortsteile "
            "belastbar."
        )
    codes = [finding.code for finding in own]
    rows = figures.latest[
        (figures.latest[col.GEBIET] == area) & figures.latest[col.INDIKATOR].isin(codes)
    ]
    given = basis(figures, rows if len(rows) else scored_values(figures), PUNKTE[1:])
    given["example"] = any(finding.beispiel for finding in own)
    return Statement(
        BlockKind.AUFFAELLIG,
        told,
        sentence,
        tuple(finding_line(finding, catalogue) for finding in own),
        **given,
    )


def _counted(count: int, name: str) -> str:
    """How many differences are certain, and how many of them follow."""
    if count == 1:
        return f"Ein Unterschied ist in {name} belastbar:"
    if count <= _FINDINGS:
        return f"{count} Unterschiede sind in {name} belastbar, die größten zuerst:"
    return f"{_FINDINGS} von {count} belastbaren Unterschieden in {name}, die größten zuerst:"


def need(block: Block, figures: Figures) -> Statement:
    """Status and change per Handlungsfeld, of one Ortsteil or of all."""
    table = figures.needs
    names = {block.gebiet: figures.names[block.gebiet]} if block.gebiet else figures.names
    used = table.cells[table.cells[col.GEBIET].isin(list(names))]
    short = need_tables.short_matrix(table, names, figures.snapshot.catalogue)
    return Statement(
        BlockKind.HANDLUNGSBEDARF,
        _need_headline(block.gebiet, figures),
        _need_sentence(block.gebiet, figures),
        table=need_tables.matrix_table(table, names, figures.snapshot.catalogue),
        short=None if short.empty else short,
        short_note="" if short.empty else need_tables.KURZ_HINWEIS,
        **basis(
            figures,
            scored_values(figures),
            PUNKTE,
            extra=f"{need_sentences.VORBEHALT} {need_sentences.chance_notice(table)}".strip(),
            scores=used,
        ),
    )


def _need_headline(area: str, figures: Figures) -> str:
    """Where to look first; that nothing is low only of what could be compared."""
    catalogue, looks = figures.snapshot.catalogue, figures.needs.first_looks()
    if area:
        looks = looks[looks[col.GEBIET] == area]
    if len(looks):
        first = looks.to_dict("records")[0]
        field = catalogue[str(first[col.CODE])].label
        return f"{figures.names[str(first[col.GEBIET])]}: „{field}“ verdient einen genaueren Blick"
    count, total = _compared(area, figures), len(catalogue.handlungsfelder)
    told = "kein Handlungsfeld liegt belastbar niedrig"
    if not count:
        told = "noch nicht zu beurteilen, es fehlen Daten"
    elif count < total:
        told = f"von {total} Handlungsfeldern haben {count} Daten, keines liegt belastbar niedrig"
    return f"{figures.names[area]}: {told}" if area else f"{told[0].upper()}{told[1:]}"


def _compared(area: str, figures: Figures) -> int:
    """Handlungsfelder in which Ortsteile (or this one with others) can be compared."""
    catalogue, rows = figures.snapshot.catalogue, figures.scores.deviations
    areas = [area] if area else list(figures.names)
    found = [compared_fields(rows, one, catalogue)[col.CODE] for one in areas]
    return len(set().union(*found))


def _need_sentence(area: str, figures: Figures) -> str:
    if not area:
        return need_sentences.describe_needs(figures.needs, figures.names)
    looks, catalogue = figures.needs.first_looks(), figures.snapshot.catalogue
    own = looks[looks[col.GEBIET] == area]
    name = figures.names[area]
    if len(own):
        told = formats.listing(f"„{catalogue[str(code)].label}“" for code in own[col.CODE])
        return f"In {name} fällt belastbar niedrig aus: {told}."
    if not _compared(area, figures):
        return f"Für {name} gibt es noch in keinem Handlungsfeld genug Daten für einen Vergleich."
    return f"In {name} liegt kein Handlungsfeld mit Daten belastbar unter den anderen Ortsteilen."
