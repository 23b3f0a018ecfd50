"""`survey`: from answers and their codebook to estimates, without store."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from lebenslage import wiring
from lebenslage.analysis.survey.design import complete_answers
from lebenslage.analysis.survey.tables import survey_table
from lebenslage.analysis.survey.weighting import wave_weights
from lebenslage.cli.csvtext import as_csv
from lebenslage.cli.output import say, warn, write_files
from lebenslage.cli.reading import LIMIT_BYTES, read_as
from lebenslage.errors import DatenFehler, LebenslageError, Problem
from lebenslage.loaders import open_source
from lebenslage.model import columns as c
from lebenslage.model.exchange import Known
from lebenslage.model.margins import Margins
from lebenslage.model.rules import Audience, Status, Thresholds
from lebenslage.model.survey import Questionnaire, SurveyWave, WeightingMethod
from lebenslage.report.formats import plural
from lebenslage.store import Store, has_imports

#: Everybody may see everything: for checks on public data.
_OPEN: Final = Thresholds(1, 1, 1)


def survey(args: Namespace) -> int:
    """Estimate all figures of a wave and write them to a file."""
    known = Known(limit_bytes=LIMIT_BYTES)
    codebook = read_as(args.codebook, Questionnaire, "ein Fragebogen", known)
    if args.unsafe_no_disclosure:
        _refuse_store(codebook, args.responses)
    codebook, by = _with_column(codebook, args.by)
    wave = read_as(args.responses, SurveyWave, "eine Datei mit Antworten", known, codebook)
    wave = _with_population(wave, args.population)
    wave = _with_margins(wave, args.margins)
    answers = complete_answers(wave)
    weighted = wave_weights(wave, answers, strict=True)
    for note in weighted.notes:
        warn(f"Hinweis: {note}")
    table = survey_table(
        wave,
        _ortsteile(answers),
        _OPEN if args.unsafe_no_disclosure else wiring.gemeinde().thresholds,
        Audience.INTERN if args.internal else Audience.OEFFENTLICH,
        by,
        method=args.interval,
        totals=True,
        strict=True,
    )
    table = table.loc[table[c.STATUS] != Status.FEHLT, list(c.UMFRAGEWERTE)]
    texts = {args.out: as_csv(table)}
    if args.weights_out:
        weights = pd.DataFrame({"id": answers["id"], "gewicht": weighted.design.weight})
        texts[args.weights_out] = as_csv(weights)
    write_files(texts)
    people = plural(len(answers), "vollständigen Antwort", "vollständigen Antworten")
    say(f"{args.out}: {plural(len(table), 'Wert', 'Werte')} aus {people}.")
    return 0


def _refuse_store(codebook: Questionnaire, responses: Path) -> None:
    """Disclosure control may be left out for public data only, never for what the store holds."""
    if not has_imports():
        return
    with Store() as store:
        ours = {survey.id for survey in store.snapshot().frageboegen}
        hashes = {record.sha256 for record in store.imports()}
    if codebook.id in ours or open_source(responses, LIMIT_BYTES).sha256 in hashes:
        raise LebenslageError(
            "--unsafe-no-disclosure ist nur für öffentliche Daten da; die Umfrage "
            f"„{codebook.id}“ steht im Speicher dieser Gemeinde."
        )


def _with_column(codebook: Questionnaire, column: str | None) -> tuple[Questionnaire, str]:
    """The codebook with one more column to read, and under which name the answers hold it."""
    if column is None:
        return codebook, ""
    for role, heading in codebook.spalten.items():
        if heading == column:
            return codebook, role
    if any(column in question.columns() for question in codebook.fragen):
        return codebook, column
    return replace(codebook, spalten={**codebook.spalten, column: column}), column


def _with_population(wave: SurveyWave, path: Path | None) -> SurveyWave:
    if path is None:
        return wave
    known = Known(limit_bytes=LIMIT_BYTES)
    words = "eine Tabelle mit den Spalten schicht und anzahl"
    table = read_as(path, Margins, words, known, wave.fragebogen)
    (name, *others) = table.merkmale
    if others:
        raise DatenFehler(Problem(f"Erwartet wird {words}.", datei=path.name))
    counts = table.margin(name)
    column = next((role for role in ("schicht", "ortsteil") if role in wave.antworten), None)
    if column is None:
        text = "Der Fragebogen nennt keine Spalte „schicht“ oder „ortsteil“ für die Schichten."
        raise DatenFehler(Problem(text, datei=path.name))
    strata = sorted(set(complete_answers(wave)[column].dropna().astype(str)) - {""})
    if missing := [key for key in strata if counts.get(key, 0) <= 0]:
        text = f"Zur Schicht „{missing[0]}“ fehlt die Zahl der Personen."
        raise DatenFehler([Problem(text, datei=path.name)])
    whole = {key: int(count) for key, count in counts.items()}
    return replace(wave, fragebogen=replace(wave.fragebogen, grundgesamtheit=whole))


def _with_margins(wave: SurveyWave, path: Path | None) -> SurveyWave:
    """Margins, and a way of weighting that suits them if the codebook has none."""
    if path is None:
        return wave
    known = Known(limit_bytes=LIMIT_BYTES)
    margins = read_as(path, Margins, "eine Randverteilung", known, wave.fragebogen)
    plan = wave.fragebogen.gewichtung
    if plan.verfahren is WeightingMethod.KEINE:
        crossed = margins.gekreuzt
        method = WeightingMethod.NACHSCHICHTUNG if crossed else WeightingMethod.RAKING
        warn(f"Hinweis: Der Fragebogen nennt kein Verfahren der Gewichtung; gewählt: {method}.")
        plan = replace(plan, verfahren=method)
    return replace(wave, margins=margins, fragebogen=replace(wave.fragebogen, gewichtung=plan))


def _ortsteile(answers: pd.DataFrame) -> list[str]:
    if "ortsteil" not in answers:
        return []
    return sorted(set(answers["ortsteil"].dropna().astype(str)) - {""})
