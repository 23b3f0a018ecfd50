"""The draft of the catalogue on the page Katalog: what it says, and taking a change into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from lebenslage import loaders
from lebenslage.app import access, data, parts, state
from lebenslage.errors import Problem
from lebenslage.model.access import Recht
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.catalogue_changes import NodeChange, changes
from lebenslage.model.exchange import Delivery, Source
from lebenslage.report import catalogue_words as words
from lebenslage.report import formats
from lebenslage.report.catalogue_file import catalogue_csv
from lebenslage.store import CatalogueStep, CatalogueVersion, StepKind

#: Name under which a draft is released; its content makes the version, not its name.
FILE_NAME = "katalog.csv"


@dataclass(frozen=True)
class Draft:
    """What is released, what is drafted, and what the person saw of it.

    Parameters
    ----------
    catalogue : Catalogue
        The draft; without one, the released catalogue.
    step : CatalogueStep or None
        The newest step of the draft; None: nothing is drafted.
    gesehen : int
        Number of the newest step of all.
    """

    catalogue: Catalogue
    changes: tuple[NodeChange, ...]
    step: CatalogueStep | None
    steps: tuple[CatalogueStep, ...]
    versions: tuple[CatalogueVersion, ...]

    @property
    def gesehen(self) -> int:
        """Number of the newest step that is known here."""
        return self.steps[0].id if self.steps else 0

    @property
    def holding(self) -> CatalogueVersion | None:
        """The released version."""
        return next((version for version in self.versions if version.gilt), None)

    @property
    def key(self) -> str:
        """For keys of widgets that must start afresh once something was done."""
        return f"{self.gesehen}-{data.version()}"


def current() -> Draft:
    """The state of the catalogue as the page shows it."""
    shelf = data.store().catalogue
    steps, step = tuple(shelf.steps()), shelf.draft()
    released = data.snapshot().catalogue
    catalogue = data.draft_catalogue() or released
    return Draft(catalogue, changes(released, catalogue), step, steps, tuple(shelf.versions()))


def delivery_of(step: CatalogueStep) -> Delivery:
    """The file of a draft, as the loader reads it."""
    return loaders.read(Source(FILE_NAME, step.katalog), replace(data.known(), catalogue=None))


def status(draft: Draft) -> None:
    """Which version holds, since when and why, and whether there is a draft."""
    holding = draft.holding
    if holding is not None:
        when = formats.format_moment(holding.eintrag.wann)
        why = f" Grund: {holding.grund}" if holding.grund else ""
        count = len(data.snapshot().catalogue.indicators)
        parts.sentence(
            f"Freigegeben ist Fassung {holding.nummer} vom {when} ({holding.eintrag.wer}) mit "
            f"{formats.plural(count, 'Indikator', 'Indikatoren')}.{why}"
        )
    if draft.step is None:
        parts.caveat(
            "Es gibt keinen Entwurf. Änderungen kommen zuerst in einen Entwurf; alle anderen "
            "Seiten zeigen die freigegebene Fassung, bis Sie ihn freigeben."
        )
        return
    when = formats.format_moment(draft.step.wann)
    st.info(
        parts.plain(
            f"{words.describe_draft(draft.changes)} Zuletzt: {when}, {draft.step.wer}. Alle "
            "anderen Seiten zeigen bis zur Freigabe die freigegebene Fassung."
        )
    )
    if holding is not None and draft.step.import_id != holding.eintrag.id:
        st.warning(
            "Seit Beginn des Entwurfs gilt eine andere Fassung des Katalogs. Der Entwurf würde sie "
            "ganz ersetzen; unter „Wirkung“ steht, was sich dadurch ändert."
        )


def reason_field(key: str, label: str = "Grund (steht später in der Geschichte)") -> str:
    """Where somebody says why; needed for every change."""
    return str(st.text_input(label, key=f"grund-{key}", max_chars=500))


def propose(draft: Draft, nodes: Iterable[Node], reason: str) -> None:
    """Take changed nodes into the draft, if the rules of the file allow it."""
    data_ = catalogue_csv(nodes)
    looked = loaders.inspect(Source(FILE_NAME, data_), replace(data.known(), catalogue=None))
    if looked.delivery is None or not isinstance(looked.delivery.content, Catalogue):
        parts.problem_list(_without_place(looked.probleme))
        return
    take(draft, data_, looked.delivery.content, reason)


def take(draft: Draft, content: bytes, catalogue: Catalogue, reason: str) -> None:
    """Keep a checked catalogue as the draft."""
    found = changes(draft.catalogue, catalogue)
    if not found:
        st.info("Das steht schon so im Katalog; es gibt nichts zu übernehmen.")
        return
    lines = words.change_lines(found, catalogue)
    act(
        lambda: data.store().catalogue.save_draft(
            content, lines, reason, access.demand(Recht.PFLEGEN), draft.gesehen
        ),
        f"In den Entwurf übernommen: {'; '.join(lines[:3])}"
        + (f" und {len(lines) - 3} weitere." if len(lines) > 3 else "."),
    )


def act(change: Callable[[], object], done: str) -> None:
    """Change the store and show the page anew, or say why not."""
    if parts.attempt(change):
        state.flash(done)
        st.rerun()


def _without_place(problems: Sequence[Problem]) -> list[Problem]:
    """A form has no lines of a file; the column becomes the name of its field."""
    told = []
    for problem in problems:
        field = words.FIELD_NAMES.get(problem.spalte or "")
        text = f"{field}: {problem.meldung}" if field else problem.meldung
        told.append(Problem(text))
    return list(dict.fromkeys(told))


def kind_of(step: CatalogueStep) -> str:
    """What was done, in words."""
    return {
        StepKind.ENTWURF: "Entwurf geändert",
        StepKind.VERWORFEN: "Entwurf verworfen",
        StepKind.FREIGEGEBEN: "freigegeben",
        StepKind.ZURUECK: "zu dieser Fassung zurückgekehrt",
    }[step.art]
