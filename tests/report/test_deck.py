"""Blocks and what they say: headlines claim only what is belastbar, and nothing hidden gets out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.analysis.findings import FindingKind
from lebenslage.errors import DatenFehler
from lebenslage.model.rules import Audience
from lebenslage.model.survey import SurveyKind
from lebenslage.report.deck.blocks import (
    NEUESTE,
    AreaMap,
    Bars,
    Block,
    BlockKind,
    Deck,
    Dots,
    read_deck,
)
from lebenslage.report.deck.proposals import proposed, situation
from lebenslage.report.deck.statements import (
    MAKERS,
    data_date,
    dated,
    mark_line,
    state,
    state_all,
)
from lebenslage.report.deck.topics import topic_rows, worst_topics
from tests import tiny
from tests.report.conftest import figures_of


def row(label, low, high, scale="a", way=1, status="ok"):
    return {
        "_label": label, "_scale": scale, "_way": way, "_end": (1, 5),
        "wert": (low + high) / 2, "ug": low, "og": high, "status": status,
    }  # fmt: skip


def test_every_kind_has_its_maker():
    assert set(MAKERS) == set(BlockKind)


def test_a_deck_is_kept_as_text():
    deck = Deck("Lage", (Block(BlockKind.KARTE, "nordheim", "wohnen"), Block(BlockKind.TEXT)))
    assert read_deck(deck.text) == deck


def test_no_deck_is_told():
    with pytest.raises(DatenFehler, match="keine gespeicherte Präsentation"):
        read_deck('{"name": 3}')


def test_proposed_decks(figures):
    names = list(proposed(figures))
    assert names == [
        "Lagebericht",
        "Umfrageergebnis: Umfrage 2024",
        "Umfrageergebnis: Umfrage 2022",
        *(f"Ortsteil {name}" for name in tiny.ORTSTEILE.values()),
    ]


def test_map_headline_claims_what_the_intervals_allow(figures):
    # 5 of 100 and 30 of 200 dwellings: Wilson 2.2–11.2 % and 10.7–20.6 %, which meet
    said = state(Block(BlockKind.KARTE, code="leerstandsquote"), figures)
    assert said.headline == "Leerstandsquote: die Ortsteile sind nicht belastbar unterscheidbar"
    assert isinstance(said.chart, AreaMap)
    assert said.chart.values["nordheim"] == 5.0
    # Wohnfläche 36 ± 1.96 x 1.5 and 60 ± 1.96 x 1.5 do not
    said = state(Block(BlockKind.KARTE, code="wohnflaeche"), figures)
    assert said.headline == "Wohnfläche je Person: Westtal liegt belastbar über Osterfeld"
    assert said.stand == "2024"
    assert said.source == "Gemeinde Musterau"


def test_indicator_bars_hold_the_values_of_the_table(figures):
    said = state(Block(BlockKind.INDIKATOR, "osterfeld", "leerstandsquote"), figures)
    assert isinstance(said.chart, Bars)
    values = dict(zip(said.chart.labels, said.chart.series[0].values, strict=True))
    # the Gemeinde: 45 of 400 dwellings
    assert values["Osterfeld"] == 15.0
    assert values["Westtal"] == 4.0  # 2 of 50 dwellings, in 2022
    assert said.chart.labels[said.chart.marked] == "Osterfeld"


def test_worst_topics_lie_below_all_others():
    rows = [row("Bus", 1.5, 2.0), row("Laden", 2.1, 2.5), row("Arzt", 2.4, 3.0)]
    assert worst_topics(rows) == ["Bus"]
    rows = [row("Bus", 1.5, 2.2), row("Laden", 2.1, 2.3), row("Arzt", 2.4, 3.0)]
    assert worst_topics(rows) == ["Bus", "Laden"]
    rows = [row("Bus", 1.5, 2.5), row("Laden", 2.1, 2.6), row("Arzt", 2.4, 3.0)]
    assert worst_topics(rows) == []
    # hidden ones and those on another scale are not compared
    rows = [row("Bus", 2, 2.2), row("Laden", 2.4, 3), row("Ort", 1, 1.1, scale="b"),
            row("Arzt", 1, 1.2, status="unterdrueckt")]  # fmt: skip
    assert worst_topics(rows) == ["Bus"]
    # on a scale whose last value is the worst the highest mean is the problem
    rows = [row("Lärm", 4.0, 4.5, way=-1), row("Staub", 2.0, 2.5, way=-1)]
    assert worst_topics(rows) == ["Lärm"]


def test_an_open_survey_claims_no_worst_topic(figures):
    wave = tiny.wave()
    open_one = replace(wave, fragebogen=replace(wave.fragebogen, art=SurveyKind.OFFEN))
    said = state(
        Block(BlockKind.UMFRAGE, welle="umfrage-2024"),
        figures_of(replace(tiny.snapshot(), umfragen=(open_one,))),
    )
    assert said.headline == "Gemeinde Musterau: Umfrage 2024 im Überblick"
    assert said.limits[0] == "Orientierung, nicht repräsentativ."


def test_question_shows_shares_and_hides_small_groups(figures):
    said = state(Block(BlockKind.FRAGE, code="F1", welle="umfrage-2024"), figures)
    assert isinstance(said.chart, Bars)
    westtal = said.chart.labels.index("Westtal")  # eight persons
    assert all(series.values[westtal] is None for series in said.chart.series)
    assert said.chart.reason(westtal) == "zu wenige Fälle (Datenschutz)"
    nordheim = said.chart.labels.index("Nordheim")
    shares = [series.values[nordheim] for series in said.chart.series]
    assert sum(share for share in shares if share is not None) == pytest.approx(100)


def test_change_between_waves(figures):
    block = Block(BlockKind.WELLEN, welle="umfrage-2024", vorher="umfrage-2022")
    said = state(block, figures)
    assert said.headline == "Gemeinde Musterau: 1 Bewertung besser als 2022"
    assert list(said.table["Urteil"]) == ["gestiegen"]
    assert [label.endswith(" (belastbar)") for label in said.chart.labels] == [True]


def test_no_statement_holds_a_hidden_number(figures):
    """Westtal: 3 of 30 people in 2022, eight answers in 2024."""
    for deck in proposed(figures).values():
        for said in state_all(deck, figures):
            texts = [said.headline, said.sentence, *said.points]
            if said.table is not None:
                texts += said.table.astype(str).to_numpy().ravel().tolist()
            assert not any("n = 8" in text for text in texts)


def test_the_profile_shows_the_ortsteile_that_its_headline_is_about(figures):
    """`wohnen`: points of the goalposts in `tests.tiny`, (75 + 50) / 2 in Nordheim; the Gemeinde
    itself is not drawn, as no sentence is about it.
    """
    said = state(Block(BlockKind.PROFIL), figures)
    assert isinstance(said.chart, Dots)
    assert [series.name for series in said.chart.series] == list(tiny.ORTSTEILE.values())
    wohnen = said.chart.labels.index("Wohnen")
    values = {series.name: series.values[wohnen] for series in said.chart.series}
    assert values["Nordheim"] == 62.5
    assert said.chart.ends[0] <= min(v for s in said.chart.series for v in s.values if v)


def test_the_headline_tells_how_many_handlungsfelder_have_data(figures):
    """Without values for `versorgung` one of the two fields is left."""
    gone = ["busabfahrten", "zufriedenheit_bus"]
    kept = tiny.werte()
    kept = kept[~kept["indikator"].isin(gone)]
    fewer = figures_of(replace(tiny.snapshot(with_survey=False), werte=kept))
    said = state(Block(BlockKind.PROFIL), fewer)
    assert said.headline == "In 1 von 2 Handlungsfeldern unterscheiden sich Ortsteile belastbar"
    assert "in 1 von 1 Handlungsfeld mit Daten (von 2)" in said.sentence


def test_an_ortsteil_stands_beside_the_mean_that_the_sentence_tells(figures):
    """Points less distance: as the sentence says +x Punkte, so far apart are the bars."""
    said = state(Block(BlockKind.PROFIL, "nordheim"), figures)
    assert isinstance(said.chart, Bars)
    own, others = said.chart.series
    assert others.name == "Mittel der anderen Ortsteile"
    wohnen = said.chart.labels.index("Wohnen")
    # Osterfeld (25 + 20) / 2, Südhausen (50 + 80) / 2; Westtal has one of two values
    rest = figures.scores.scores.query("code == 'wohnen' and gebiet_id in @tiny.ORTSTEILE")
    rest = rest[(rest["gebiet_id"] != "nordheim") & rest["score"].notna()]["score"]
    assert others.values[wohnen] == pytest.approx(rest.mean())
    assert own.values[wohnen] == 62.5


def test_of_many_ortsteile_the_lowest_and_the_highest_are_drawn(many):
    said = state(Block(BlockKind.PROFIL), many)
    assert isinstance(said.chart, Dots)
    assert [s.name for s in said.chart.series] == ["niedrigster Ortsteil", "höchster Ortsteil"]


def test_titles_of_ones_own_win(figures):
    said = state(Block(BlockKind.PROFIL, titel="Was jetzt zählt"), figures)
    assert said.headline == "Was jetzt zählt"


def test_what_is_gone_is_told(figures):
    for block in (
        Block(BlockKind.KARTE, code="gibt_es_nicht"),
        Block(BlockKind.PROFIL, "nirgendwo"),
        Block(BlockKind.FRAGE, code="F99", welle="umfrage-2024"),
        Block(BlockKind.UMFRAGE, welle="umfrage-1999"),
    ):
        assert state(block, figures).headline.endswith("nicht mehr vorhanden")


def test_what_is_gone_is_no_slide(figures):
    """A saved deck whose wave was taken back: the council sees the others."""
    gone = Block(BlockKind.UMFRAGE, welle="umfrage-1999")
    deck = Deck("x", (gone, Block(BlockKind.TEXT, titel="Eins")))
    assert [said.headline for said in state_all(deck, figures)] == ["Eins"]
    own = replace(gone, titel="Unsere Umfrage")  # a headline of one's own does not save it
    assert state_all(Deck("x", (own,)), figures) == []


def test_the_newest_wave_is_whichever_is_newest(figures):
    block = Block(BlockKind.WELLEN, welle=NEUESTE, vorher=NEUESTE)
    named = Block(BlockKind.WELLEN, welle="umfrage-2024", vorher="umfrage-2022")
    assert state(block, figures).headline == state(named, figures).headline
    assert dated(block, figures) == named
    # with one wave there is none before it: nothing to compare, no slide
    single = figures_of(replace(tiny.snapshot(), umfragen=(tiny.wave("2022"),)))
    assert dated(block, single) == Block(BlockKind.WELLEN, welle="umfrage-2022")
    assert state(block, single).gone
    assert not state(Block(BlockKind.UMFRAGE, welle=NEUESTE, vorher=NEUESTE), single).gone
    assert state(Block(BlockKind.UMFRAGE, welle=NEUESTE), figures_of(replace(
        tiny.snapshot(), umfragen=()))).gone  # fmt: skip


@pytest.mark.parametrize("kind", ["empty", "many"])
def test_gemeinden_that_are_hard_to_show(kind, request):
    figures = request.getfixturevalue(kind)
    for deck in list(proposed(figures).values())[:6]:
        assert all(said.headline for said in state_all(deck, figures))


def test_empty_gemeinde_claims_nothing(empty):
    headlines = [said.headline for said in state_all(situation(empty), empty)]
    assert "Noch gibt es für kein Handlungsfeld genug Daten" in headlines
    assert not any("belastbar über" in text for text in headlines)


def test_without_scores_nothing_is_said_to_be_fine(empty):
    """Nothing could be compared: that is not the same as "no difference"."""
    for deck in proposed(empty).values():
        for said in state_all(deck, empty):
            told = f"{said.headline} {said.sentence}"
            assert "belastbar niedrig" not in told
            assert "kein Unterschied" not in told
            assert "kein Abstand" not in told
            assert "unter den anderen" not in told
    need = Block(BlockKind.HANDLUNGSBEDARF)
    assert state(need, empty).headline == "Noch nicht zu beurteilen, es fehlen Daten"
    assert state(need.about("westtal"), empty).headline == (
        "Westtal: noch nicht zu beurteilen, es fehlen Daten"
    )
    assert state(Block(BlockKind.AUFFAELLIG, "westtal"), empty).headline == (
        "Westtal: noch nicht zu beurteilen"
    )


def test_points_are_told_beside_what_they_are_compared_with(figures):
    """The mean of the other Ortsteile is another number than the score of the Gemeinde."""
    scores = [f for f in figures.findings if f.kind is FindingKind.SCORE]
    assert scores
    for finding in scores:
        said = state(Block(BlockKind.AUFFAELLIG, finding.ortsteil), figures)
        told = [text for text in (said.headline, *said.points) if "Punkte" in text]
        assert all("Punkte im Mittel der anderen Ortsteile" in text for text in told)
        assert said.sentence.startswith(
            "Verglichen wird mit der ganzen Gemeinde, bei Punkten mit dem Mittel der anderen "
            "Ortsteile."
        )
    for deck in proposed(figures).values():
        for said in state_all(deck, figures):
            assert "übrigen Gemeinde" not in f"{said.headline} {said.sentence}"


def test_marks(figures, empty):
    assert data_date(figures) == "2022 bis 01.05.2024"
    assert mark_line(figures) == (
        "Gemeinde Musterau · Stand der Werte: 2022 bis 01.05.2024 · Fassung 1 der Daten · "
        "Verfahren „zielwerte“ · enthält Beispieldaten"
    )
    assert data_date(empty) == ""


def test_figures_are_for_the_public(figures):
    assert figures.audience is Audience.OEFFENTLICH
    rows = topic_rows(figures, figures.waves[-1], "westtal")
    assert [r["status"] for r in rows] == ["unterdrueckt"]
