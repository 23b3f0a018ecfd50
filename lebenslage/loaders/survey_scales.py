"""Answer scales in words: their family, the order of the labels, and what stands outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lebenslage.model.survey import Scale

#: Folded labels that stand outside the 100 %.
_OUTSIDE: Final = re.compile(
    r"(das )?(weiss (ich )?nicht|keine (angabe|meinung|antwort|beurteilung.*)|k\. ?a\.?|n/a"
    r"|kann (ich )?(das )?nicht (beurteilen|sagen)|betrifft mich nicht|nicht beurteilbar"
    r"|nutze ich nicht|don'?t know|no (opinion|answer)|not applicable|prefer not to say)"
)
_MIDDLE: Final = (
    r"teils.*|weder.*|neutral.*|neither.*|mittel(maessig)?|unentschieden|durchschnittlich"
)
#: Families of labels, each label with its place from bad to good; the first pattern wins.
_FAMILIES: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "zufriedenheit": (
        (r"(sehr|aeusserst|voellig|voll und ganz|very) (unzufrieden|dissatisfied)", -2),
        (r"(ueberhaupt|gar) nicht zufrieden", -2),
        (r"(eher |ziemlich |somewhat )?(unzufrieden|dissatisfied)", -1),
        (r"(nicht( so| sehr)?|weniger|eher nicht|kaum) zufrieden", -1),
        (r"(sehr|aeusserst|voellig|voll und ganz|very) (zufrieden|satisfied)", 2),
        (r"(eher |ziemlich |somewhat )?(zufrieden|satisfied)", 1),
        (_MIDDLE, 0),
    ),
    "zustimmung": (
        (r"(stimme|trifft) (ueberhaupt|gar) nicht zu|strongly disagree", -2),
        (r"(stimme|trifft) (eher |weniger )?nicht zu|(stimme|trifft) weniger zu|disagree", -1),
        (r"(stimme|trifft) (voll( und ganz)?|voellig|genau) zu|strongly agree", 2),
        (r"(stimme|trifft) (eher |ueberwiegend )?zu|agree", 1),
        (_MIDDLE, 0),
    ),
    "wichtigkeit": (
        (r"(sehr|voellig|ganz) unwichtig|(ueberhaupt|gar) nicht wichtig|not at all important", -2),
        (r"(eher )?unwichtig|(eher )?nicht wichtig|weniger wichtig|not important", -1),
        (r"(sehr|aeusserst|very) (wichtig|important)", 2),
        (r"(eher |ziemlich )?wichtig|important", 1),
        (_MIDDLE, 0),
    ),
    "guete": (
        (r"sehr schlecht|very (bad|poor)|ungenuegend", -2),
        (r"(eher )?schlecht|bad|poor|mangelhaft", -1),
        (r"sehr gut|very good|excellent", 2),
        (r"(eher )?gut|good", 1),
        (r"ausreichend|befriedigend|fair|" + _MIDDLE, 0),
    ),
    "sicherheit": (
        (r"(sehr|ganz und gar) unsicher|very unsafe", -2),
        (r"(eher )?unsicher|unsafe", -1),
        (r"sehr sicher|very safe", 2),
        (r"(eher )?sicher|safe", 1),
        (_MIDDLE, 0),
    ),
    "haeufigkeit": (
        (r"nie|niemals|gar nicht|never", -3),
        (r"(sehr |eher )?selten|rarely|seldom", -2),
        (r"manchmal|gelegentlich|hin und wieder|sometimes", -1),
        (r"(eher )?(oft|haeufig)|often", 1),
        (r"sehr (oft|haeufig)|meistens|mostly", 2),
        (r"immer|staendig|always", 3),
    ),
}


def fold_label(text: str) -> str:
    """Form under which answer labels are compared: case, umlauts, marks and numbers in front."""
    text = re.sub(r"^\s*\(?-?\d+\)?\s*[=:.)–-]*\s+", "", text)
    text = " ".join(text.split()).casefold().strip(" .!")
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("’", "'")):
        text = text.replace(umlaut, plain)
    return text


def is_outside(label: str) -> bool:
    """Whether an answer stands outside the 100 % ("weiß nicht", "keine Angabe")."""
    return bool(_OUTSIDE.fullmatch(fold_label(label)))


def order_labels(labels: Iterable[str]) -> tuple[str, dict[str, int]]:
    """Family of the labels of a scale, and the place of each.

    Returns
    -------
    family : str
        Empty if the labels are no scale that is known.
    places : dict
        Label -> place, the worst lowest; labels that stand outside are left out.
    """
    inside = [label for label in labels if not is_outside(label)]
    for family, patterns in _FAMILIES.items():
        places = {label: _place(fold_label(label), patterns) for label in inside}
        found = {label: place for label, place in places.items() if place is not None}
        distinct = len(set(found.values())) == len(found)
        if len(found) == len(inside) >= 2 and distinct and set(found.values()) != {0}:
            return family, found
    return "", {}


def _place(label: str, patterns: Sequence[tuple[str, int]]) -> int | None:
    return next((place for pattern, place in patterns if re.fullmatch(pattern, label)), None)


def scale_of(codes: Sequence[str], labels: Sequence[str]) -> tuple[Scale, bool]:
    """Scale of answer codes with their labels, in the order of the questionnaire.

    Returns
    -------
    scale : Scale
        Codes whose label says "weiß nicht" stand outside; `richtung` is -1 if the labels run
        from good to bad.
    ordered : bool
        Whether the labels (or bare numbers with labelled ends) are a scale rather than choices.
    """
    pairs = list(zip(codes, labels, strict=True))
    inside = [(code, label) for code, label in pairs if not is_outside(label)]
    if len(inside) < 2:
        inside = pairs
    outside = tuple(code for code, label in pairs if (code, label) not in inside)
    werte = tuple(code for code, _ in inside)
    namen = tuple(label for _, label in inside)
    _, places = order_labels(namen)
    run = [places.get(label, 0) for label in namen]
    rising, falling = run == sorted(run), run == sorted(run, reverse=True)
    ordered = bool(places) and (rising or falling)
    numbered = _is_numbered(werte, namen)
    direction = -1 if ordered and falling else 1
    named = namen if any(namen) else ()
    scale = Scale(werte, named, outside, -1 if direction == -1 else 1)
    return scale, ordered or numbered


def _is_numbered(codes: Sequence[str], labels: Sequence[str]) -> bool:
    """Whether answers are the numbers of a rating whose inner points have no words."""
    if len(codes) < 4 or not all(re.fullmatch(r"-?\d+", code) for code in codes):
        return False
    bare = [not fold_label(label) or label.strip() == code
            for code, label in zip(codes, labels, strict=True)]  # fmt: skip
    return sum(bare) >= len(codes) - 3 and all(bare[1:-1][:1])
