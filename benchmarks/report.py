"""Reports of the shipped package, with the figures computed already (as a page has them)."""

from __future__ import annotations

from benchmarks.measure import Row, once, seconds
from lebenslage import wiring
from lebenslage.analysis.figures import Figures
from lebenslage.report.deck.blocks import Deck
from lebenslage.report.deck.proposals import situation, survey_results
from lebenslage.report.documents import council_paper, profile_sheet, situation_report
from lebenslage.report.slides import slides

_SLIDES = 20


def run() -> list[Row]:
    """Time each kind of file."""
    own = wiring.gemeinde()
    with wiring.store_for_a_look() as store:
        snapshot = store.snapshot()
    figures = Figures(snapshot, own, wiring.procedures(own)["zielwerte"])
    area = next(iter(figures.names))
    blocks = situation(figures).blocks
    for wave in figures.waves[-1:]:
        blocks += survey_results(figures, wave.id).blocks
    deck = Deck("Messung", blocks[:_SLIDES])
    return [
        Row("Steckbrief (PDF)", seconds(lambda: profile_sheet(figures, area)), "s", 1.0),
        Row(f"deck of {len(deck.blocks)} slides (PPTX)", seconds(lambda: slides(deck, figures), 3),
            "s", 3.0),
        Row("Sitzungsvorlage (PDF)", seconds(lambda: council_paper(figures), 3), "s"),
        Row("Lagebericht (PDF)", once(lambda: situation_report(figures)), "s"),
    ]  # fmt: skip
