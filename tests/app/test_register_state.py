"""A register that changed: the same as one read anew, and what did not change is kept."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lebenslage.app.register_search import about, look_up
from lebenslage.app.register_state import State
from lebenslage.model.area import fold
from lebenslage.model.registers import REGISTERS, Entry, FieldKind

WORDS = ("Bank", "Straßenlampe", "Bushalt am Wald", "")
DATEN = st.fixed_dictionaries(
    {},
    optional={
        "titel": st.sampled_from(WORDS),
        "text": st.sampled_from(WORDS),
        "status": st.sampled_from(("neu", "erledigt")),
        "eingang": st.sampled_from(("2026-01-03", "2026-02-01")),
        "ortsteile": st.sampled_from((("nord",), ("nord", "sued"), ("sued",))),
    },
)
ENTRIES = st.lists(
    st.builds(
        lambda number, daten, archived: Entry(
            "anliegen", f"B-{number}", daten, archiviert=archived
        ),
        st.integers(1, 30),
        DATEN,
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda entry: entry.kennung,
)


def state_of(entries, count=1) -> State:
    return State((7, count), {entry.kennung: entry for entry in entries})


def touched(state: State) -> State:
    """The state after somebody looked at everything of it."""
    state.texts("titel").made("laengen", lambda cells: [len(cell) for cell in cells])
    for status in ("alle", "neu"):
        look_up(state, "anliegen", ("bank wald", "nord", status, ""))
    return state


def plainly(state: State, chosen: tuple[str, ...]) -> list[str]:
    """The same search, an entry at a time."""
    search, area, kind, archived = chosen
    texts = [
        f.name for f in REGISTERS["anliegen"].felder if f.art in (FieldKind.TEXT, FieldKind.LANG)
    ]
    found = [
        entry
        for entry in reversed(list(state.entries.values()))
        if entry.archiviert == bool(archived)
        and (not area or area in entry.several("ortsteile"))
        and (kind == "alle" or entry.text("status") == kind)
        and (
            all(
                fold(word) in fold(" ".join(entry.text(name) for name in texts))
                for word in search.split()
            )
            or entry.kennung.casefold() == search.casefold()
        )
    ]
    found.sort(key=lambda entry: entry.text("eingang"), reverse=True)
    return [entry.kennung for entry in found]


@given(
    ENTRIES,
    ENTRIES,
    st.lists(st.integers(1, 30), max_size=3),
    st.tuples(
        st.sampled_from(("", "bank", "BUS wald", "strassenlampe", "b-3", "-")),
        st.sampled_from(("", "nord", "ord")),
        st.sampled_from(("alle", "neu")),
        st.sampled_from(("", "archiv")),
    ),
)
def test_a_changed_register_is_as_one_read_anew(before, saved, deleted, chosen):
    gone = [f"B-{number}" for number in deleted]
    saved = [entry for entry in saved if entry.kennung not in gone]
    later = touched(state_of(before)).changed(2, saved, gone)
    expected = {e.kennung: e for e in before} | {e.kennung: e for e in saved}
    expected = {key: entry for key, entry in expected.items() if key not in gone}
    assert (later.stand, list(later.entries.items())) == ((7, 2), list(expected.items()))
    anew = state_of(expected.values())
    assert later.active == anew.active
    assert later.archived == anew.archived
    assert later.texts("titel").cells == anew.texts("titel").cells
    assert later.places == anew.places
    found = look_up(later, "anliegen", chosen)
    assert [entry.kennung for entry in found] == plainly(anew, chosen)
    both = about(later, ("nord", "sued"))
    assert list(both) == [entry for entry in anew.active if entry.several("ortsteile")]
    assert list(about(later, ())) == []
    assert list(found[1:3]) == [found[place] for place in range(len(found))][1:3]


def test_what_hangs_on_other_fields_stays():
    first = Entry("anliegen", "B-1", {"titel": "Bank", "status": "neu"})
    other = Entry("anliegen", "B-2", {"titel": "Bus", "status": "neu"})
    start = touched(state_of([first, other]))
    titled = start.changed(2, [replace(first, daten={**first.daten, "titel": "Tisch"})], [])
    assert titled.stand_of(("status",)) == start.stand_of(("status",)) == (7, 1)
    assert titled.stand_of(("titel",)) == (7, 2)
    assert titled.texts("status") is start.texts("status")
    assert titled.texts("titel").cells == ["Tisch", "Bus"]
    emptied = titled.changed(3, [replace(other, daten={"titel": "Bus"})], [])
    assert emptied.stand_of(("status",)) == (7, 3)
    assert emptied.stand_of(("titel",)) == (7, 2)


def test_who_comes_goes_or_is_put_away_changes_everything():
    first = Entry("anliegen", "B-1", {"titel": "Bank"})
    start = state_of([first])
    new = start.changed(2, [Entry("anliegen", "B-2", {"titel": "Bus"})], [])
    put_away = new.changed(3, [replace(first, archiviert=True)], [])
    gone = put_away.changed(4, [], ["B-2", "B-9"])
    same = gone.changed(5, [], ["B-2", "B-9"])  # the history tells of deletions for ever
    assert [s.stand_of(("frist",))[1] for s in (start, new, put_away, gone, same)] == [
        *(1, 2, 3, 4, 4)
    ]
