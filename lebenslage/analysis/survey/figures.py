"""All figures of one question, estimated and protected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from lebenslage.analysis.survey.answers import Coded
from lebenslage.analysis.survey.design import Codes, Floats, Mask
from lebenslage.analysis.survey.estimate import Estimates, estimate, total
from lebenslage.analysis.survey.moments import Moments, answer_moments, number_moments
from lebenslage.analysis.survey.protection import Hidden, hide_choices
from lebenslage.analysis.survey.quantiles import median
from lebenslage.analysis.survey.rows import Block, Setting, block_of, finished
from lebenslage.model.survey import Scale

#: A net score needs two best and two worst answers that are not the same.
_LEAST_FOR_TOP_TWO: Final = 4


def choice_blocks(coded: Coded, setting: Setting, scale: Scale | None) -> list[Block]:
    """Figures of a question with answers to choose from; of a `scale` mean, top-two, net score."""
    count = len(coded.names)
    if not count:
        return []
    parts = answer_moments(setting.parts, coded.codes, count)
    whole = answer_moments(setting.whole, coded.codes, count)
    counts = np.vstack([parts.persons, whole.persons])
    out_parts, out_whole, outside = _outside(coded, setting)
    layers = setting.layers(coded.codes, count)
    hidden = hide_choices(layers, outside, setting.rules, scale)
    base = counts.sum(axis=1)
    small = np.where(hidden.rows[:, None], base[:, None], counts)
    labels = [("anteil", name) for name in coded.names]
    shares = block_of(labels, _both(parts, whole, np.eye(count)), setting, hidden.cells, small)
    sums = _sums(parts, whole, np.eye(count), setting, hidden.cells, small, coded.names)
    blocks = [shares, *sums]
    if scale is not None:
        blocks = [_mean(parts, whole, setting, hidden, scale), *blocks]
    if scale is not None and count >= _LEAST_FOR_TOP_TWO:
        blocks.append(_top_two(parts, whole, setting, hidden, scale))
    if coded.outside_names:
        labels = [("weiss_nicht", name) for name in coded.outside_names]
        away = _both(out_parts, out_whole, np.eye(len(labels) + 1)[1:])
        rows = np.repeat(hidden.outside[:, None], len(labels), axis=1)
        blocks.append(block_of(labels, away, setting, rows, outside))
    return blocks


def tick_blocks(boxes: Mapping[str, Codes], setting: Setting) -> list[Block]:
    """Share of those who ticked each box (code 1) among those who were asked (0 or 1).

    All boxes have one base: what hides its number at one of them hides it at all.
    """
    moments = [
        (answer_moments(setting.parts, codes, 2), answer_moments(setting.whole, codes, 2))
        for codes in boxes.values()
    ]
    counts = [np.vstack([parts.persons, whole.persons]) for parts, whole in moments]
    nobody = np.zeros((len(setting.groups) + 1, 0), np.int64)
    layers = [setting.layers(codes, 2) for codes in boxes.values()]
    hidden = [hide_choices(each, nobody, setting.rules, None) for each in layers]
    closed = np.logical_or.reduce([one.rows for one in hidden])
    result = []
    for name, (parts, whole), count, one in zip(boxes, moments, counts, hidden, strict=True):
        shares = _both(parts, whole, np.array([0.0, 1.0]))
        # the share tells those who did not tick as well
        small = np.where(closed, count.sum(axis=1), count.min(axis=1))[:, None]
        away = (one.cells.any(axis=1) | closed)[:, None]
        result.append(block_of([("anteil", name)], shares, setting, away, small))
        result += _sums(parts, whole, np.array([0.0, 1.0]), setting, away, small, (name,))
    return result


def number_blocks(numbers: Floats, setting: Setting) -> list[Block]:
    """Mean and median of a question whose answer is a figure."""
    parts = number_moments(setting.parts, numbers)
    whole = number_moments(setting.whole, numbers)
    mean = _both(parts, whole, np.array([0.0, 1.0]))
    hidden, small = setting.rules.bases(mean.n)[:, None], setting.rules.small(mean.n)[:, None]
    a, b = median(setting.parts, numbers), median(setting.whole, numbers)
    middle = [np.append(one, all_)[:, None] for one, all_ in zip(a, b, strict=True)]
    wert, fehler, ug, og = middle
    label = [("median", "")]
    block = Block(label, wert, fehler, ug, og, mean.n, mean.n_eff, hidden, small)
    base = mean.n[:, None]
    first = block_of([("mittelwert", "")], mean, setting, hidden, base)
    sums = _sums(parts, whole, np.array([0.0, 1.0]), setting, hidden, base, ("",))
    return [first, *sums, finished(block, setting)]


def count_block(wrote: Mask, setting: Setting) -> Block:
    """How many wrote something; no answers."""
    place = setting.parts.codes[wrote & (setting.parts.codes >= 0)]
    n = np.append(np.bincount(place, minlength=len(setting.groups)), wrote.sum()).astype(np.int64)
    no = np.full((len(n), 1), np.nan)
    hidden, small = setting.rules.bases(n)[:, None], setting.rules.small(n)[:, None]
    wert = n[:, None].astype(float)
    return Block([("antworten", "")], wert, no, no, no, n, no[:, 0], hidden, small)


def _mean(parts: Moments, whole: Moments, setting: Setting, hidden: Hidden, scale: Scale) -> Block:
    werte = np.array(list(scale.numbers().values()))
    mean = _other_spread(_both(parts, whole, werte), whole, werte, hidden)
    # an error from the numbers of persons alone would tell those of closed Ortsteile
    unsure = (hidden.spread & setting.vary & setting.masks_weights)[:, None]
    base, away = mean.n[:, None], hidden.mean[:, None]
    return block_of([("mittelwert", "")], mean, setting, away, base, unsure)


def _top_two(
    parts: Moments, whole: Moments, setting: Setting, hidden: Hidden, scale: Scale
) -> Block:
    """Top two, and the net score: top two minus bottom two."""
    top = np.array([float(value in scale.top_two) for value in scale.werte])
    low = np.array([float(value in scale.bottom_two) for value in scale.werte])
    both = _both(parts, whole, np.vstack([top, top - low]))
    away = np.column_stack([hidden.top, hidden.net])
    base = np.column_stack([both.n, both.n])
    return block_of([("top2", ""), ("saldo", "")], both, setting, away, base)


def _sums(
    parts: Moments,
    whole: Moments,
    figures: Floats,
    setting: Setting,
    hidden: Mask,
    persons: Codes,
    names: Sequence[str],
) -> list[Block]:
    """Totals of the same figures, hidden as they are; nothing where totals are not wanted."""
    if not setting.totals:
        return []
    labels = [("summe", name) for name in names]
    sums = _both(parts, whole, figures, total)
    return [block_of(labels, sums, setting, hidden, persons)]


def _outside(coded: Coded, setting: Setting) -> tuple[Moments, Moments, Codes]:
    """Moments with "answered" as the first and each answer outside as a further answer."""
    count = len(coded.outside_names) + 1
    codes = np.where(coded.codes >= 0, 0, np.where(coded.outside >= 0, coded.outside + 1, -1))
    parts = answer_moments(setting.parts, codes, count)
    whole = answer_moments(setting.whole, codes, count)
    return parts, whole, np.vstack([parts.persons, whole.persons])[:, 1:]


def _both(
    parts: Moments,
    whole: Moments,
    figures: Floats,
    how: Callable[[Moments, Floats], Estimates] = estimate,
) -> Estimates:
    """Estimates of the groups and, as the last row, of everybody."""
    a, b = how(parts, figures), how(whole, figures)
    return Estimates(
        np.vstack([a.wert, b.wert]),
        np.vstack([a.fehler, b.fehler]),
        np.append(a.n, b.n),
        np.append(a.n_eff, b.n_eff),
        np.append(a.df, b.df),
        np.append(a.n_srs, b.n_srs),
    )


def _other_spread(mean: Estimates, whole: Moments, werte: Floats, hidden: Hidden) -> Estimates:
    """Standard errors of means where the spread of a group's own answers may not be shown.

    They come from everybody's spread; where that may not be shown either, from the largest one
    that this mean can have between the ends of the scale (Bhatia & Davis 2000), which tells
    nothing new and is on the safe side.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        share = whole.totals[0] / whole.totals[0].sum()
        pooled = share @ werte**2 - (share @ werte) ** 2
        own = mean.wert[:, 0]
        largest = np.maximum((werte.max() - own) * (own - werte.min()), 0.0)
        error = np.sqrt(np.where(hidden.spread[-1], largest, pooled) / mean.n_srs)
    return replace(mean, fehler=np.where(hidden.spread, error, mean.fehler[:, 0])[:, None])
