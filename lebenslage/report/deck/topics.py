"""Topics of a survey: short names, means in order, which lie below all others for sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lebenslage.analysis.figures import Figures
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.survey import Question, Questionnaire, QuestionType
from lebenslage.report import formats

#: More topics than these are not called the worst.
_WORST: Final = 3
#: More bars than these are not read from the last row.
DRAWN: Final = 10


def topic(question: Question, catalogue: Catalogue) -> str:
    """Short name of a question: that of its indicator without what stands before a colon."""
    if question.indikator in catalogue:
        return catalogue[question.indikator].label.partition(": ")[2] or str(
            catalogue[question.indikator].label
        )
    return question.text


def topic_rows(figures: Figures, wave: Questionnaire, group: str) -> list[dict[Any, Any]]:
    """Means of the questions on a scale in one group, worst first; hidden ones last."""
    asked = {q.code: q for q in wave.fragen if q.skala and q.typ is QuestionType.SKALA}
    table = figures.wave_table(wave.id)
    own = table[
        (table[col.GRUPPE] == group)
        & (table[col.STATISTIK] == "mittelwert")
        & table[col.FRAGE].isin(list(asked))
    ]
    rows = []
    for row in own.to_dict("records"):
        scale = asked[str(row[col.FRAGE])].skala
        assert scale is not None
        numbers = scale.numbers().values()
        label = topic(asked[str(row[col.FRAGE])], figures.snapshot.catalogue)
        row |= {"_label": label, "_end": (min(numbers), max(numbers)), "_way": scale.richtung}
        row["_scale"] = (scale.werte, scale.namen, scale.richtung)
        rows.append(row)
    return sorted(rows, key=lambda r: (not formats.is_shown(r), r["_way"] * (r[col.WERT] or 0.0)))


def worst_topics(rows: Sequence[Mapping[Any, Any]]) -> list[str]:
    """The smallest group of at most three topics that lies below all others for sure.

    Only questions with the same answers are compared, those of the most frequent scale. The 95 %
    intervals of the group end before those of all others begin; empty if there is no such group.
    """
    known = [row for row in rows if formats.is_shown(row)]
    scales = Counter(row["_scale"] for row in known).most_common(1)
    known = [row for row in known if row["_scale"] == scales[0][0]]
    limits = [row.get(key) for row in known for key in (col.UG, col.OG)]
    if not known or any(formats.is_missing(value) for value in limits):
        return []
    way = known[0]["_way"]
    spans = [sorted((way * row[col.UG], way * row[col.OG])) for row in known]
    for count in range(1, min(_WORST, len(known) - 1) + 1):
        if max(high for _, high in spans[:count]) < min(low for low, _ in spans[count:]):
            return [str(row["_label"]) for row in known[:count]]
    return []


def span_sentence(rows: Sequence[Mapping[Any, Any]]) -> str:
    """Lowest and highest mean."""
    low, high = (
        f"{formats.format_number(r[col.WERT], 1)} ({r['_label']})" for r in (rows[0], rows[-1])
    )
    count = formats.plural(len(rows), "Frage", "Fragen")
    return f"Die Mittelwerte von {count} reichen von {low} bis {high}."
