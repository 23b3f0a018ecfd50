"""A procedure (Verfahren): the choices that turn indicator values into scores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lebenslage.model.rules import MINDESTABDECKUNG

#: Names of the methods of each step, as a TOML file writes them.
BEHANDLUNGEN: Final = ("keine", "winsor", "log", "boxcox")
NORMALISIERUNGEN: Final = (
    "zielwerte",
    "minmax",
    "zscore",
    "rang",
    "prozentrang",
    "borda",
    "abstand",
    "imd_exponentiell",
    "keine",
)
AGGREGATIONEN: Final = (
    "arithmetisch",
    "geometrisch",
    "harmonisch",
    "mpi_minus",
    "mpi_plus",
    "summe",
)
#: Names of the shipped procedures.
PROCEDURES: Final = ("zielwerte", "mss-berlin", "imd-england", "hdi", "ampi", "mpi")
KLASSENARTEN: Final = ("baender", "streuung", "quantile")
BEZUEGE: Final = ("keine", "nenner")
GEWICHTE: Final = ("katalog", "gleich", "pca")
JAHRE: Final = ("neueste", "gemeinsam", "einzeln")
#: `basisjahr`: the first year that the values have.
ERSTES_JAHR: Final = "erstes"


@dataclass(frozen=True, slots=True)
class Denomination:
    """`[bezug]`: whether amounts are divided before everything else.

    Parameters
    ----------
    methode : str
        One of `BEZUEGE`. `nenner`: an indicator whose `nenner` is the code of another row of the
        catalogue (COINr: `Denominator`) is divided by that row's value, times its `faktor`.
        Shares and rates are quotients already and stay as they are.
    """

    methode: str = "keine"


@dataclass(frozen=True, slots=True)
class Treatment:
    """`[behandlung]`: what happens to indicators with outliers before normalisation.

    Parameters
    ----------
    methode : str
        One of `BEHANDLUNGEN`.
    schiefe, woelbung : float
        An indicator is treated if |skewness| *and* excess kurtosis are above these.
    max_werte : int
        How many values winsorising may pull in at most.
    """

    methode: str = "keine"
    schiefe: float = 2.0
    woelbung: float = 3.5
    max_werte: int = 5


@dataclass(frozen=True, slots=True)
class Normalisation:
    """`[normalisierung]`: the method and its scale.

    Parameters
    ----------
    methode : str
        One of `NORMALISIERUNGEN`.
    bereich : tuple of float
        Points at the bad and at the good end (`zielwerte`, `minmax`).
    ddof, mittelwert, streuung
        `zscore`: standard deviation with n - ddof, and the scale of the result.
    zielwerte_aus_daten : bool
        `zielwerte`: where the catalogue has no goalposts, mean ± half the range of the values.
    deckelung : bool or None
        Overrides the catalogue's `deckelung` in all indicators; None: as in the catalogue.
    jahre : str
        One of `JAHRE`: only the newest value of each area and indicator; or every year, on one
        common scale (a panel, so that years compare) or each on its own.
    basisjahr : str
        `zielwerte_aus_daten` with `jahre` "gemeinsam": the year whose mean is the middle of the
        goalposts, or `ERSTES_JAHR` (of each indicator); empty: the mean over all years.
    """

    methode: str = "zielwerte"
    bereich: tuple[float, float] = (0.0, 100.0)
    ddof: int = 1
    mittelwert: float = 0.0
    streuung: float = 1.0
    zielwerte_aus_daten: bool = False
    deckelung: bool | None = None
    jahre: str = "neueste"
    basisjahr: str = ""


@dataclass(frozen=True, slots=True)
class Aggregation:
    """`[aggregation]`: the method, and the share of children that must have a value.

    Parameters
    ----------
    methode : str
        One of `AGGREGATIONEN`.
    gewichte_normieren : bool
        False (`arithmetisch` only): weights as published, though they do not sum to 1.
    mindestabdeckung : float
        From 0 to 1.
    ddof : int
        `mpi_minus`, `mpi_plus`: standard deviation over the children with n - ddof.
    knoten : tuple of (code, method)
        Other methods for single nodes; `aggregation` in the catalogue goes before them.
    gewichte : str
        One of `GEWICHTE`: those of the catalogue, all equal, or the first principal component
        of each node's children; what weighs 0 in the catalogue is left out by all.
    """

    methode: str = "arithmetisch"
    gewichte_normieren: bool = True
    mindestabdeckung: float = MINDESTABDECKUNG
    ddof: int = 1
    knoten: tuple[tuple[str, str], ...] = ()
    gewichte: str = "katalog"


@dataclass(frozen=True, slots=True)
class Classes:
    """`[klassen]`: limits that rise, and the names from the lowest class to the highest.

    Parameters
    ----------
    grenzen : tuple of float
        `baender`: points; a value on a limit belongs to the class above. `streuung`: standard
        deviations from the mean over the areas; a value on a limit belongs to the class
        nearer the mean. `quantile`: shares 0-1 of the areas, from the lowest score up.
    art : str
        One of `KLASSENARTEN`.
    ddof : int
        `streuung`: standard deviation with n - ddof.
    standardisiert : bool
        `streuung`: the score of a root itself becomes the number of standard deviations.
    """

    grenzen: tuple[float, ...] = (40.0, 60.0)
    namen: tuple[str, ...] = ("niedrig", "mittel", "hoch")
    art: str = "baender"
    ddof: int = 0
    standardisiert: bool = False

    def __post_init__(self) -> None:
        if len(self.namen) != len(self.grenzen) + 1 or list(self.grenzen) != sorted(self.grenzen):
            raise ValueError("classes need rising limits and one name more than limits")


#: For procedures that name no classes.
NO_CLASSES: Final = Classes((), ("",))


@dataclass(frozen=True, slots=True)
class Robustness:
    """`[robustheit]`: what is varied to see how much a result depends on it.

    Parameters
    ----------
    gewichte : float
        Every weight is multiplied by 1 ± this share; siblings keep the sum of their weights.
    zielwerte : float
        Both goalposts move by ± this share of their distance, on the scale of the points;
        below 0.5, so that they cannot meet.
    normalisierungen, aggregationen : tuple of str
        Methods beside the procedure's own, each as likely as it.
    stichprobenfehler : bool
        Values vary by their standard errors.
    weglassen : bool
        Under every root one indicator, or none, is left out; all equally likely.
    """

    gewichte: float = 0.25
    zielwerte: float = 0.10
    normalisierungen: tuple[str, ...] = ()
    aggregationen: tuple[str, ...] = ()
    stichprobenfehler: bool = True
    weglassen: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole procedure; the defaults are `zielwerte` (fixed goalposts, arithmetic).

    Parameters
    ----------
    klassen : Classes
        For every root without an own entry in `klassen_je_wurzel`.
    klassen_je_wurzel : tuple of (code, Classes)
        Classes of single roots; the nodes below a root have those of the root.
    gesamtindex : tuple of str
        Codes of two roots whose classes together are the „Gesamtindex“; empty: none.
    """

    name: str = "zielwerte"
    beschreibung: str = ""
    quelle: str = ""
    normalisierung: Normalisation = field(default_factory=Normalisation)
    aggregation: Aggregation = field(default_factory=Aggregation)
    klassen: Classes = field(default_factory=Classes)
    behandlung: Treatment = field(default_factory=Treatment)
    robustheit: Robustness = Robustness(aggregationen=("mpi_minus",), weglassen=True)
    klassen_je_wurzel: tuple[tuple[str, Classes], ...] = ()
    gesamtindex: tuple[str, ...] = ()
    bezug: Denomination = field(default_factory=Denomination)

    def classes_of(self, root: str) -> Classes:
        """The classes of a root and of the nodes below it."""
        return dict(self.klassen_je_wurzel).get(root, self.klassen)
