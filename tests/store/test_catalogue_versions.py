"""Versions of the catalogue: a draft shows nowhere, a release is an import, and back it goes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from lebenslage.errors import LebenslageError
from lebenslage.model.catalogue import Catalogue
from lebenslage.store import Action, StepKind, Store, restore
from tests import tiny
from tests.store.builders import delivery
from tests.store.conftest import NOW_SHOWN


def tree(weight: float) -> Catalogue:
    return Catalogue(
        tuple(
            replace(node, gewicht=weight) if node.code == "wohnen" else node
            for node in tiny.catalogue()
        )
    )


def file(weight: float, name: str = ""):
    name = name or f"gewicht-{weight}.csv"
    return delivery(tree(weight), name, format="katalog", titel="Indikatorenkatalog")


def shown(store: Store) -> float:
    return store.snapshot().catalogue["wohnen"].gewicht


def draft(store: Store, weight: float, reason: str = "Ratsbeschluss", seen: int | None = None):
    seen = newest(store) if seen is None else seen
    lines = [f"Gewicht {weight}"]
    return store.catalogue.save_draft(file(weight).quelle.data, lines, reason, "Amt", seen)


def newest(store: Store) -> int:
    return next((step.id for step in store.catalogue.steps()), 0)


def release(store: Store, weight: float, reason: str = "beschlossen"):
    seen, version = newest(store), store.version()
    return store.catalogue.release(file(weight), reason, "Rat", seen, version)


def go_back(store: Store, import_id: int, reason: str = "Irrtum"):
    seen, version = newest(store), store.version()
    return store.catalogue.return_to(import_id, reason, "Rat", seen, version)


@pytest.fixture
def filled(store: Store, clock) -> Store:
    store.import_deliveries([file(1.0, "katalog.csv")], wer="mitgeliefert")
    return store


def test_a_draft_changes_nothing_that_is_shown(filled):
    step = draft(filled, 2.0)
    assert (step.art, step.grund, step.import_id) == (StepKind.ENTWURF, "Ratsbeschluss", 1)
    assert filled.catalogue.draft() == step
    assert (shown(filled), filled.version()) == (1.0, 1)
    assert [entry.was.changes_data for entry in filled.audit()] == [False, True]


def test_a_release_is_an_import_with_its_reason(filled):
    draft(filled, 3.0)
    draft(filled, 2.0)
    step = release(filled, 2.0)
    assert (step.import_id, step.aenderungen) == (2, ("Gewicht 3.0", "Gewicht 2.0"))
    assert (shown(filled), filled.version()) == (2.0, 2)
    assert filled.catalogue.draft() is None
    told = [(v.nummer, v.eintrag.wer, v.gilt, v.grund) for v in filled.catalogue.versions()]
    assert told == [(2, "Rat", True, "beschlossen"), (1, "mitgeliefert", False, "")]
    assert [entry.was for entry in filled.audit()][:2] == [
        Action.KATALOG_FREIGEGEBEN,
        Action.IMPORTIERT,
    ]
    assert filled.raw(2).data == file(2.0).quelle.data


def test_undo_in_the_list_of_imports_is_the_same_thing(filled):
    draft(filled, 2.0)
    release(filled, 2.0)
    filled.undo(2, wer="Amt")
    assert (shown(filled), [v.gilt for v in filled.catalogue.versions()]) == (1.0, [False, True])
    filled.redo(2, wer="Amt")
    assert shown(filled) == 2.0


def test_back_to_an_earlier_version_and_forward_again(filled):
    for weight in (2.0, 3.0):
        draft(filled, weight)
        release(filled, weight)
    step = go_back(filled, 1)
    assert (step.art, step.import_id, shown(filled)) == (StepKind.ZURUECK, 1, 1.0)
    go_back(filled, 2)
    assert shown(filled) == 2.0
    assert [v.eintrag.aktiv for v in filled.catalogue.versions()] == [False, True, True]
    with pytest.raises(LebenslageError, match="Fassung 2 gilt bereits"):
        go_back(filled, 2)
    with pytest.raises(LebenslageError, match="gibt es nicht"):
        go_back(filled, 99)


def test_a_draft_that_says_what_an_earlier_version_said_makes_no_copy(filled):
    for weight in (2.0, 1.0):
        draft(filled, weight)
        release(filled, weight)
    assert shown(filled) == 1.0
    assert [(v.nummer, v.gilt) for v in filled.catalogue.versions()] == [(2, False), (1, True)]
    draft(filled, 1.0)
    with pytest.raises(LebenslageError, match="gleicht der freigegebenen Fassung"):
        release(filled, 1.0)


def test_a_file_of_the_catalogue_is_a_version_too_and_leaves_the_draft(filled):
    mine = draft(filled, 2.0)
    filled.import_deliveries([file(5.0)], wer="Amt")
    assert shown(filled) == 5.0
    assert filled.catalogue.draft() == mine
    assert mine.import_id == 1  # begun with another version than the one that holds
    release(filled, 2.0)
    assert shown(filled) == 2.0


def test_discarded_is_gone_but_not_forgotten(filled):
    draft(filled, 2.0)
    filled.catalogue.discard_draft("doch nicht", "Amt", newest(filled))
    assert filled.catalogue.draft() is None
    kinds = [step.art for step in filled.catalogue.steps()]
    assert kinds == [StepKind.VERWORFEN, StepKind.ENTWURF]
    with pytest.raises(LebenslageError, match="Es gibt keinen Entwurf"):
        filled.catalogue.discard_draft("noch einmal", "Amt", newest(filled))
    with pytest.raises(LebenslageError, match="Es gibt keinen Entwurf"):
        release(filled, 2.0)


@pytest.mark.parametrize("reason", ["", "  \n ", "\x00"])
def test_no_change_without_a_reason(filled, reason):
    with pytest.raises(LebenslageError, match="Bitte einen Grund angeben"):
        draft(filled, 2.0, reason)
    with pytest.raises(LebenslageError, match="höchstens 500 Zeichen"):
        draft(filled, 2.0, "x" * 501)
    draft(filled, 2.0)
    for act in (lambda: release(filled, 2.0, reason), lambda: go_back(filled, 1, reason)):
        with pytest.raises(LebenslageError, match="Bitte einen Grund angeben"):
            act()
    assert (shown(filled), len(filled.catalogue.steps())) == (1.0, 1)


def test_who_is_slower_is_told(filled):
    draft(filled, 2.0)
    words = re.escape(f"inzwischen „Amt“ gearbeitet ({NOW_SHOWN})")
    with pytest.raises(LebenslageError, match=words):
        draft(filled, 3.0, seen=0)
    version = filled.version()
    filled.import_deliveries([file(5.0)], wer="Amt")
    with pytest.raises(LebenslageError, match="Daten haben sich inzwischen geändert"):
        filled.catalogue.release(file(2.0), "weil", "Rat", newest(filled), version)
    with pytest.raises(LebenslageError, match="nur der Entwurf selbst"):
        release(filled, 3.0)
    assert shown(filled) == 5.0


def test_a_backup_keeps_versions_and_draft(filled, url, tmp_path):
    draft(filled, 2.0)
    release(filled, 2.0)
    mine = draft(filled, 3.0)
    filled.backup(tmp_path / "sicherung.sqlite")
    filled.catalogue.discard_draft("doch nicht", "Amt", newest(filled))
    restore(tmp_path / "sicherung.sqlite", url)
    assert filled.catalogue.draft() == mine
    assert [v.grund for v in filled.catalogue.versions()] == ["beschlossen", ""]
