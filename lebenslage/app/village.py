"""Parts of the page Ortsteil: one village against the Gemeinde and the Landkreis."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import streamlit as st

from lebenslage.analysis.survey.waves import against_all
from lebenslage.app import data, need, parts, state, takeaway
from lebenslage.charts import bars, lines
from lebenslage.charts.waves import wave_change
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node, Role
from lebenslage.model.survey import Question, Questionnaire, QuestionType
from lebenslage.report import formats, layers, sentences, tables

#: Findings that are shown at once; the rest is folded.
_FINDINGS = 5


def chooser() -> str:
    """The Ortsteil, with buttons for the one before and the one after."""
    names = data.snapshot().ortsteil_names
    ids = list(names)
    before, middle, after = st.columns([1, 3, 1], vertical_alignment="bottom")
    with middle:
        chosen = state.choose(state.ORTSTEIL, "Ortsteil", names)
    place = ids.index(chosen)
    for column, step, label in ((before, -1, "← {}"), (after, 1, "{} →")):
        other = ids[(place + step) % len(ids)]
        column.button(
            parts.plain(label.format(names[other])),
            on_click=state.select,
            args=(state.ORTSTEIL, other),
            width="stretch",
            key=f"zu-{step}",
        )
    return chosen


def key_figures(area: str) -> None:
    """Context figures of the village beside those of the Gemeinde and the Landkreis."""
    st.header("Kennzahlen", anchor=False)
    context = [n for n in data.snapshot().catalogue.indicators if n.rolle is Role.KONTEXT]
    newest = data.latest()
    with_value = set(
        newest.loc[(newest[col.GEBIET] == area) & newest[col.WERT].notna(), col.INDIKATOR]
    )
    nodes = [node for node in context if node.code in with_value]
    if not nodes:
        st.info("Für diesen Ortsteil liegen noch keine Kennzahlen vor.")
        return
    table = data.once(
        ("kennzahlen", area),
        lambda: parts.escaped(tables.comparison_table(newest, nodes, _levels(area))),
    )
    parts.show_table(table)
    notice = data.once(
        ("kennzahlen-stand", area), lambda: sentences.base_notice(newest, nodes, area)
    )
    parts.caveat(notice)


def findings(area: str) -> None:
    """What stands out here."""
    names = data.snapshot().ortsteil_names
    own = [finding for finding in data.findings() if finding.ortsteil == area]
    st.header("Was auffällt", anchor=False)
    lines = [
        sentences.describe_finding(finding, names, data.snapshot().catalogue) for finding in own
    ]
    if not lines:
        st.markdown("Kein Unterschied ist belastbar.")
    parts.bullets(lines[:_FINDINGS])
    if len(lines) > _FINDINGS:
        more = len(lines) - _FINDINGS
        with st.expander(formats.plural(more, "weiterer Befund", "weitere Befunde")):
            parts.bullets(lines[_FINDINGS:])


def handlungsfelder(area: str) -> None:
    """The profile of all Ortsteile with this one in front, and one Handlungsfeld in detail."""
    st.header("Handlungsfelder", anchor=False)
    snapshot, scored = data.snapshot(), data.scores()
    catalogue, names = snapshot.catalogue, snapshot.ortsteil_names
    own = scored.scores[scored.scores[col.GEBIET].isin(names)]
    mine = own[own[col.GEBIET] == area]
    panel = data.once(
        ("profil", area),
        lambda: parts.Panel(
            bars.profile(own, names, catalogue, selected=area),
            sentences.describe_village(own, scored.pairs, names, catalogue, area),
            tables.village_table(own, scored.pairs, names, catalogue, area),
            sentences.coverage_sentence(mine, catalogue),
        ),
    )
    parts.figure(panel, key="profil")
    fields = {node.code: node.label for node in catalogue.handlungsfelder}
    _field(area, catalogue[state.choose(state.FELD, "Handlungsfeld im Einzelnen", fields)])


def _field(area: str, field: Node) -> None:
    """Score, place, and the indicators behind it."""
    snapshot, scored = data.snapshot(), data.scores()
    catalogue = snapshot.catalogue
    of_area = scored.scores[col.GEBIET] == area
    mine = scored.scores[of_area & (scored.scores[col.CODE] == field.code)]
    parts.sentence(sentences.describe_score(mine, field, snapshot.ortsteil_names[area]))
    need.link(area, field.code)
    indicators = [node for node in catalogue.children(field.code) if catalogue.is_leaf(node.code)]
    table = data.once(
        ("feld", field.code, area),
        lambda: parts.escaped(tables.comparison_table(data.latest(), indicators, _levels(area))),
    )
    parts.show_table(table)
    if mine[col.SCORE].notna().any():
        panel = data.once(("beitrag", field.code, area), lambda: _contributions(area, field))
        parts.figure(panel, key=f"beitrag-{field.code}")


def _contributions(area: str, field: Node) -> parts.Panel:
    """What each indicator adds to the score of a Handlungsfeld."""
    scored, catalogue = data.scores(), data.snapshot().catalogue
    shares = bars.contribution_rows(
        scored.contributions, catalogue, code=field.code, area=area, scores=scored.scores
    )
    return parts.Panel(
        bars.contribution_bars(shares),
        sentences.describe_contributions(shares, field),
        tables.contribution_table(shares),
    )


def development(area: str) -> None:
    """An indicator over time, for indicators with at least two dates."""
    st.header("Entwicklung", anchor=False)
    values, catalogue = data.values(), data.snapshot().catalogue
    own = values[(values[col.GEBIET] == area) & values[col.WERT].notna()]
    counts = own.groupby(col.INDIKATOR)[col.STAND].nunique()
    several = [n for n in catalogue.indicators if counts.get(n.code, 0) >= 2]
    if not several:
        st.info("Für diesen Ortsteil liegt noch kein Indikator zu zwei Zeitpunkten vor.")
        return
    options = {node.code: node.label for node in several}
    code = state.choose(state.VERLAUF, "Indikator", options)
    node = catalogue[code]
    rows = values[values[col.INDIKATOR] == code]
    names = {area: data.snapshot().ortsteil_names[area]}
    references = {data.gemeinde().ags: f"Gemeinde {data.gemeinde().name}"}
    panel = data.once(
        ("verlauf", code, area),
        lambda: parts.Panel(
            lines.timeline(rows, names, node, references=references),
            sentences.describe_development(rows, names[area], area, node),
            tables.timeline_table(rows, names | references, node),
        ),
    )
    parts.figure(panel, key="verlauf")


def survey(area: str) -> None:
    """Results of the newest wave in this village, beside all."""
    waves = data.snapshot().umfragen
    st.header("Umfrage", anchor=False)
    if not waves:
        st.info("Es ist noch keine Umfrage eingelesen.")
        return
    wave = waves[-1].fragebogen
    name = data.snapshot().ortsteil_names[area]
    table = data.wave_table(wave.id)
    panel = data.once(("umfrage", area), lambda: _survey_panel(table, wave, area, name))
    if panel is None:
        parts.sentence(sentences.describe_survey_area(table, wave, area, name))
        parts.show_table(tables.survey_area_table(table, wave, area, name))
        if wave.representative:
            parts.caveat("In Klammern steht der 95 %-Bereich.")
    else:
        parts.figure(panel, key="umfrage")


def _survey_panel(
    table: pd.DataFrame, wave: Questionnaire, area: str, name: str
) -> parts.Panel | None:
    """Means of the questions on a scale beside those of all; None without such questions."""
    asked = {q.code: q for q in wave.fragen if q.skala and q.typ is QuestionType.SKALA}
    if not asked:
        return None
    ends = [float(n) for q in asked.values() if q.skala for n in q.skala.numbers().values()]
    means = against_all(table, area)
    labels = {code: _short_label(question) for code, question in asked.items()}
    fig = wave_change(
        means,
        labels,
        ("Gemeinde", name),
        ends=(min(ends), max(ends)),
        words="Gemeinde {}, hier {}",
    )
    sure = {f.code: f.differenz for f in data.findings() if f.ortsteil == area and f.belastbar}
    sides = {
        code: sure.get(question.indikator, sure.get(code, 0.0)) for code, question in asked.items()
    }
    limits = " Der Strich ist der 95 %-Bereich." if wave.representative else ""
    answered = sentences.describe_survey_area(table, wave, area, name)
    compared = sentences.describe_survey_means(means, labels, sides)
    return parts.Panel(
        fig,
        f"{answered} {compared}".strip(),
        tables.survey_area_table(table, wave, area, name),
        f"Mittelwerte der Fragen mit Antwortskala; weiter rechts ist günstiger.{limits}",
    )


def _short_label(question: Question) -> str:
    """The name of the indicator that a question feeds is shorter than its text."""
    catalogue = data.snapshot().catalogue
    return catalogue[question.indikator].label if question.indikator in catalogue else question.text


def downloads(area: str) -> None:
    """Everything about this Ortsteil."""
    takeaway.offer(
        f"ortsteil-{area}",
        "Alle Zahlen",
        lambda figures: layers.village_book(figures, area),
        areas=True,
    )


def sources(area: str) -> None:
    """Where the figures of this page come from."""
    table = data.once(("quellen", area), lambda: _sources(area))
    with st.expander("Quellen dieser Seite"):
        parts.show_table(table)


def _sources(area: str) -> pa.Table:
    newest = data.latest()
    used = newest.loc[(newest[col.GEBIET] == area) & newest[col.WERT].notna(), col.QUELLE]
    return parts.escaped(tables.source_table(data.snapshot().quellen, set(used.dropna())))


def _levels(area: str) -> dict[str, str]:
    """The village, the Gemeinde and the Landkreis: columns of a comparison."""
    own = data.gemeinde()
    return {
        area: data.snapshot().ortsteil_names[area],
        own.ags: f"Gemeinde {own.name}",
        own.kreis_ags: own.landkreis,
    }
