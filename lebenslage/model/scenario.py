"""A scenario: what somebody changes about the published catalogue and procedure, for a try.

Only the differences are kept. A scenario has a text that fits into an address, so that a link
holds all of it; what such a text says is checked against the catalogue before it counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, unquote

from lebenslage.model.catalogue import Catalogue, Node, Role
from lebenslage.model.procedure import PROCEDURES, Procedure

#: The procedure behind every published score.
PUBLISHED: Final = PROCEDURES[0]
#: Weights go from 0 to this; only their proportion among siblings counts.
MAX_WEIGHT: Final = 1000.0
MAX_NAME: Final = 80
#: Signs; far more than changes of every node of a large catalogue take.
MAX_TEXT: Final = 20_000
#: First field of the text; a later form of it gets another one.
_VERSION: Final = "1"
_ITEM, _FIELD = "~~", "~"
_NUMBER: Final = re.compile(r"-?\d{1,20}(\.\d{1,25})?(e[+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Differences to the published state; all tuples sorted by code.

    Parameters
    ----------
    name : str
        As saved or shared; empty for a try without a name.
    verfahren : str
        One of `PROCEDURES`.
    gewichte : tuple of (code, weight)
        Other weights among siblings.
    zielwerte : tuple of (code, unten, oben)
        Other goalposts, in the unit of the indicator.
    ohne : tuple of str
        Indicators that are left out.
    """

    name: str = ""
    verfahren: str = PUBLISHED
    gewichte: tuple[tuple[str, float], ...] = ()
    zielwerte: tuple[tuple[str, float, float], ...] = ()
    ohne: tuple[str, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether nothing differs from what is published."""
        return not (self.gewichte or self.zielwerte or self.ohne or self.verfahren != PUBLISHED)

    @property
    def content(self) -> Scenario:
        """The same without its name: what scores depend on."""
        return replace(self, name="")

    @property
    def text(self) -> str:
        """The scenario as text for an address; the same scenario always has the same text."""
        items = [_VERSION]
        if self.name:
            items.append(_item("n", self.name))
        if self.verfahren != PUBLISHED:
            items.append(_item("v", self.verfahren))
        items += [_item("g", code, _digits(weight)) for code, weight in self.gewichte]
        items += [_item("z", c, _digits(low), _digits(high)) for c, low, high in self.zielwerte]
        items += [_item("o", code) for code in self.ohne]
        return _ITEM.join(items)

    def weight(self, node: Node) -> float:
        """Weight of a node in this scenario."""
        return dict(self.gewichte).get(node.code, node.gewicht)

    def goalposts(self, node: Node) -> tuple[float | None, float | None]:
        """Goalposts of an indicator in this scenario."""
        own = {code: (low, high) for code, low, high in self.zielwerte}
        return own.get(node.code, (node.unten, node.oben))

    def with_procedure(self, name: str = PUBLISHED) -> Scenario:
        """Another procedure; without a name the published one."""
        return replace(self, verfahren=name)

    def with_weight(self, node: Node, weight: float) -> Scenario:
        """Another weight; the published one is no difference."""
        others = [pair for pair in self.gewichte if pair[0] != node.code]
        new = [] if weight == node.gewicht else [(node.code, weight)]
        return replace(self, gewichte=tuple(sorted([*others, *new])))

    def with_goalposts(self, node: Node, low: float, high: float) -> Scenario:
        """Other goalposts; the published ones are no difference."""
        others = [each for each in self.zielwerte if each[0] != node.code]
        new = [] if (low, high) == (node.unten, node.oben) else [(node.code, low, high)]
        return replace(self, zielwerte=tuple(sorted([*others, *new])))

    def with_indicator(self, code: str, counts: bool) -> Scenario:
        """Leave an indicator out, or let it count again."""
        others = {each for each in self.ohne if each != code}
        return replace(self, ohne=tuple(sorted(others if counts else others | {code})))

    def reset(self, code: str) -> Scenario:
        """Everything of one node as published."""
        return replace(
            self,
            gewichte=tuple(pair for pair in self.gewichte if pair[0] != code),
            zielwerte=tuple(each for each in self.zielwerte if each[0] != code),
            ohne=tuple(each for each in self.ohne if each != code),
        )

    def apply(
        self, catalogue: Catalogue, procedures: Mapping[str, Procedure]
    ) -> tuple[Catalogue, Procedure]:
        """Catalogue and procedure of this scenario; the published ones stay as they are.

        Parameters
        ----------
        catalogue : Catalogue
            The published one. Indicators that are left out become `kontext`.
        procedures : mapping
            Procedures by name.
        """
        changed = []
        for node in catalogue:
            low, high = self.goalposts(node)
            role = Role.KONTEXT if node.code in self.ohne else node.rolle
            weight = self.weight(node)
            changed.append(replace(node, gewicht=weight, unten=low, oben=high, rolle=role))
        return Catalogue(tuple(changed)), procedures[self.verfahren]


def read_scenario(text: str, catalogue: Catalogue) -> tuple[Scenario, tuple[str, ...]]:
    """A scenario out of an address or the store, checked against the published catalogue.

    Parameters
    ----------
    text : str
        As `Scenario.text` writes it; anything may stand there.

    Returns
    -------
    (Scenario, tuple of str)
        What can be used, and one German sentence for each part that cannot. What equals the
        published state is no difference and is dropped without a word.
    """
    if not text:
        return Scenario(), ()
    version, *items = text.split(_ITEM)
    if version != _VERSION or len(text) > MAX_TEXT:
        return Scenario(), ("Der Link enthält kein Szenario, das dieses Programm lesen kann.",)
    reader = _Reader(catalogue)
    for item in items:
        reader.take([unquote(field) for field in item.split(_FIELD)])
    return reader.scenario, tuple(dict.fromkeys(reader.problems))


class _Reader:
    """Takes the parts of a text one by one; what is wrong with one leaves the others alone."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.scenario = Scenario()
        self.problems: list[str] = []
        self._tree = catalogue.scored()
        self._seen: set[tuple[str, str]] = set()

    def take(self, fields: list[str]) -> None:
        kinds: Mapping[str, tuple[int, Callable[..., Iterator[str]]]] = {
            "n": (1, self._name),
            "v": (1, self._procedure),
            "g": (2, self._weight),
            "z": (3, self._goalposts),
            "o": (1, self._left_out),
        }
        kind, *rest = fields
        size, read = kinds.get(kind, (-1, self._name))
        if len(rest) != size:
            self.problems.append("Ein Teil des Links ist unlesbar und entfällt.")
        elif (kind, rest[0] if kind in "gzo" else "") in self._seen:
            self.problems.append(f"Der Link nennt „{rest[0]}“ doppelt; die erste Angabe gilt.")
        else:
            self._seen.add((kind, rest[0] if kind in "gzo" else ""))
            self.problems += read(*rest)

    def _name(self, name: str) -> Iterator[str]:
        clean = clean_name(name)
        if clean != name:
            yield "Der Name des Szenarios wurde gekürzt oder von Steuerzeichen befreit."
        self.scenario = replace(self.scenario, name=clean)

    def _procedure(self, name: str) -> Iterator[str]:
        if name in PROCEDURES:
            self.scenario = replace(self.scenario, verfahren=name)
        else:
            yield f"Das Verfahren „{name}“ gibt es nicht; gerechnet wird mit „{PUBLISHED}“."

    def _weight(self, code: str, digits: str) -> Iterator[str]:
        weight = _number(digits)
        if code not in self._tree or not self._tree[code].eltern:
            yield f"Ein Gewicht für „{code}“ gibt es im Katalog nicht; diese Änderung entfällt."
        elif weight is None or not 0 <= weight <= MAX_WEIGHT:
            yield f"Das Gewicht von „{code}“ ist keine Zahl von 0 bis 1.000; es bleibt wie es war."
        else:
            self.scenario = self.scenario.with_weight(self._tree[code], weight)

    def _goalposts(self, code: str, *digits: str) -> Iterator[str]:
        low, high = map(_number, digits)
        if (node := self._indicator(code)) is None:
            yield f"Den Indikator „{code}“ gibt es im Katalog nicht; seine Zielwerte entfallen."
        elif low is None or high is None:
            yield f"Die Zielwerte von „{code}“ sind keine Zahlen; es gelten die veröffentlichten."
        elif problem := goalpost_problem(node, low, high):
            yield f"Die Zielwerte von „{code}“ bleiben wie veröffentlicht. {problem}"
        else:
            self.scenario = self.scenario.with_goalposts(node, low, high)

    def _left_out(self, code: str) -> Iterator[str]:
        if self._indicator(code) is None:
            yield f"Den Indikator „{code}“ gibt es im Katalog nicht; er fehlt also ohnehin."
        else:
            self.scenario = self.scenario.with_indicator(code, False)

    def _indicator(self, code: str) -> Node | None:
        return self._tree[code] if code in self._tree and self._tree.is_leaf(code) else None


def goalpost_problem(node: Node, low: float, high: float) -> str:
    """Why two numbers cannot be the goalposts of an indicator, in German; "" if they can."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "Beide müssen endliche Zahlen sein."
    if low >= high:
        return "Der obere muss größer sein als der untere."
    if node.transformation == "log" and low <= 0:
        return "Der untere muss größer als 0 sein, weil mit dem Logarithmus gerechnet wird."
    return ""


def clean_name(name: str) -> str:
    """A name as it may be kept: one line, single blanks, at most `MAX_NAME` signs."""
    printable = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(printable.split())[:MAX_NAME].rstrip()


def _item(*fields: str) -> str:
    # quote() leaves "~" as it is, which separates here
    return _FIELD.join(quote(field, safe="").replace("~", "%7E") for field in fields)


def _digits(number: float) -> str:
    return repr(float(number)).removesuffix(".0")


def _number(digits: str) -> float | None:
    """The number; None if these are no digits as `_digits` writes them."""
    return float(digits) if _NUMBER.fullmatch(digits) else None
