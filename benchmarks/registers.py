"""The registers at a size that no village has: every page's rerun, and what is computed of them."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks.measure import Row, apart, as_served, once, peak, percentile, seconds
from lebenslage import wiring
from lebenslage.analysis.registers.gaps import suggestions
from lebenslage.analysis.registers.network import network
from lebenslage.analysis.registers.similar import closest, folded
from lebenslage.model.exchange import Snapshot
from lebenslage.model.registers import REGISTERS, Draft
from lebenslage.store import Store

ROOT = Path(__file__).resolve().parents[1]
#: Register -> how many entries (issue 7); steps and events as a town of that size might have.
SIZES = {
    "akteure": 5_000,
    "kooperationen": 50_000,
    "projekte": 10_000,
    "schritte": 20_000,
    "anliegen": 100_000,
    "treffpunkte": 200,
    "veranstaltungen": 5_000,
    "neuigkeiten": 1_000,
}
#: Page -> register of its first search.
PAGES = {
    "projekte": "projekte",
    "akteure": "akteure",
    "beteiligung": "anliegen",
    "ortsteilleben": "veranstaltungen",
    "oeffentlichkeit": "",
    "uebersicht": "",
}
#: Registers of which one entry is open.
OPENED = {"projekte": "projekte", "akteure": "akteure", "beteiligung": "anliegen"}
RERUNS = 40
CHANGES = 5
#: Milliseconds of a run: elapsed, and of the processor (less hangs on what else the machine does).
Times = tuple[float, float]
WORDS = (
    *("Bank", "Spielplatz", "Radweg", "Beleuchtung", "Bushaltestelle", "Mitfahrbank", "Dorfladen"),
    *("Treffpunkt", "Garten", "Schulweg", "Hochwasser", "Internet", "Werkstatt", "Chor", "Fest"),
    *("Pflege", "Ärztin", "Grünschnitt", "Brunnen", "Wald"),
)


def drafts(code: str, count: int, snapshot: Snapshot) -> Iterator[Draft]:
    """Made-up entries of a register, the same at every run."""
    rng = random.Random(code)
    places = list(snapshot.ortsteil_names)
    fields = [node.code for node in snapshot.catalogue.handlungsfelder]
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in (2025, 2026, 2027)
        for month in range(1, 13)
        for day in (3, 14, 27)
    ]
    for number in range(count):
        daten: dict[str, object] = {}
        for each in REGISTERS[code].felder:
            if each.name in ("titel", "name", "text"):
                daten[each.name] = f"{' '.join(rng.sample(WORDS, 3))} {number}"
            elif each.name == "ortsteile":
                daten[each.name] = tuple(rng.sample(places, 1))
            elif each.name == "handlungsfelder":
                daten[each.name] = tuple(rng.sample(fields, 1))
            elif each.optionen:
                daten[each.name] = rng.choice(list(each.optionen))
        daten |= _dates(code, rng, days) | _references(code, rng, number)
        yield Draft(code, daten, beispiel=True)


def _dates(code: str, rng: random.Random, days: list[str]) -> dict[str, object]:
    names = {
        "projekte": ("beginn",),
        "schritte": ("faellig",),
        "anliegen": ("eingang",),
        "veranstaltungen": ("beginn",),
        "neuigkeiten": ("datum",),
        "kooperationen": ("seit",),
    }
    return {name: rng.choice(days) for name in names.get(code, ())}


def _references(code: str, rng: random.Random, number: int) -> dict[str, object]:
    if code == "kooperationen":
        a, b = rng.sample(range(1, SIZES["akteure"] + 1), 2)
        return {"von": f"A-{a}", "mit": f"A-{b}"}
    if code == "projekte":
        return {"verantwortlich": f"A-{rng.randint(1, SIZES['akteure'])}"}
    if code == "schritte":
        return {"projekt": f"P-{number // 2 + 1}"}
    return {"veroeffentlicht": True} if code in ("veranstaltungen", "neuigkeiten") else {}


def fill(store: Store) -> list[Row]:
    """Save all entries, register by register."""
    snapshot = store.snapshot()
    rows = []
    for code, count in SIZES.items():
        taken = once(lambda: store.registers.save_all(list(drafts(code, count, snapshot)), "b"))  # noqa: B023
        rows.append(Row(f"save {count} {REGISTERS[code].titel} at once", taken, "s"))
    return rows


def computed(store: Store) -> list[Row]:
    """Network, suggestions, similar ones, without a page."""
    shelf = store.registers
    taken = once(lambda: shelf.entries("anliegen"))
    rows = [Row("read all Anliegen", taken, "s")]
    actors, ties, concerns = (shelf.entries(c)[0] for c in ("akteure", "kooperationen", "anliegen"))
    titles = [folded(entry) for entry in concerns]
    pairs = [(tie.text("von"), tie.text("mit")) for tie in ties]
    places = list(store.snapshot().ortsteil_names)
    near = {frozenset((a, b)) for a, b in pairwise(places)}
    rows += [
        Row("network measures", seconds(lambda: network(actors, ties, "2026-12-31"), 3), "s"),
        Row("suggestions", seconds(lambda: suggestions(actors, pairs, near), 3), "s"),
        Row("concerns like one", seconds(lambda: closest(titles[0], titles, 5), 3), "s"),
    ]
    return rows


def page(stem: str, code: str, store: Store) -> list[Row]:
    """Reruns of a page: another Ortsteil, other words, after somebody else's change."""
    app, rows = _opened(stem)
    area = next((i for i, box in enumerate(app.selectbox) if box.label == "Ortsteil"), None)
    chosen: list[Times] = []
    searched: list[Times] = []
    for i in range(RERUNS):
        if area is not None:
            box = app.selectbox[area]
            box.select_index(i % len(box.options))
        chosen.append(_run(app))
        if code:
            app.text_input(key=f"suche-{code}").set_value(f"{WORDS[i % len(WORDS)][:4]} {i}")
            searched.append(_run(app))
            app.text_input(key=f"suche-{code}").set_value("")
    rows += _rows(f"{stem}: rerun", chosen)
    rows += _rows(f"{stem}: rerun with another search", searched)
    changed = [_change(store, code or "projekte", i, app) for i in range(CHANGES)]
    rows += _rows(f"{stem}: rerun after a change", changed)
    if stem == "akteure":
        tied = []
        like = store.registers.entry("K-1").daten
        for i in range(CHANGES):
            tie = {**like, "von": f"A-{i + 1}", "mit": f"A-{i + 100}"}
            store.registers.save(Draft("kooperationen", tie), "b")
            tied.append(_run(app))
        rows += _rows(f"{stem}: rerun after a new co-operation", tied)
    return rows


def opened(stem: str, code: str, store: Store) -> list[Row]:
    """The same page with one entry open: another one, and after a change of it."""
    app, _ = _opened(stem)
    label = f"{REGISTERS[code].einzahl} öffnen"
    chosen: list[Times] = []
    for i in range(RERUNS):
        next(box for box in app.selectbox if box.label == label).select_index(1 + i)
        chosen.append(_run(app))
    changed = [_change(store, code, i, app) for i in range(CHANGES)]
    rows = _rows(f"{stem}: another one opened", chosen)
    return rows + _rows(f"{stem}: rerun with one open after a change", changed)


def everything(store: Store) -> list[Row]:
    """The search over everything: other words, and after a change of the largest register."""
    app, rows = _opened("suche")
    found: list[Times] = []
    for i in range(RERUNS + 1):
        app.text_input[0].set_value(f"{WORDS[i % len(WORDS)]} {i * 37}")
        found.append(_run(app))
    changed = [_change(store, "anliegen", i, app) for i in range(CHANGES)]
    rows.append(Row("suche: first search in the process", found[0][0], "ms"))
    rows += _rows("suche: rerun with another search", found[1:])
    return rows + _rows("suche: rerun after a change", changed)


def _opened(stem: str) -> tuple[AppTest, list[Row]]:
    """A page, and how long its first run took."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300).run()
    first = once(lambda: app.switch_page(f"pages/{stem}.py").run()) * 1000
    return app, [Row(f"{stem}: first run in the process", first, "ms")]


def _change(store: Store, code: str, number: int, app: AppTest) -> Times:
    """Somebody else gives an entry another title; the next run of a page."""
    register = REGISTERS[code]
    entry = store.registers.entry(f"{register.kuerzel}-{number + 1}")
    title = f"anders {number} {entry.fassung}"
    store.registers.save(Draft(code, {**entry.daten, register.nennt: title}, entry.kennung), "b")
    return _run(app)


def _rows(work: str, times: list[Times]) -> list[Row]:
    if not times:
        return []
    elapsed, used = zip(*times, strict=True)
    note = f"{len(times)} runs; processor time alone {statistics.median(used):.0f} ms"
    high = f"processor time alone {percentile(list(used), 0.95):.0f} ms"
    return [
        Row(f"{work}, median", statistics.median(elapsed), "ms", 60, note),
        Row(f"{work}, p95", percentile(list(elapsed), 0.95), "ms", 120, high),
    ]


def _run(app: AppTest) -> Times:
    start, used = time.perf_counter(), time.process_time()
    app.run()
    found = (time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000
    assert not app.exception, app.exception
    return found


def run() -> list[Row]:
    """All of it in an instance of its own."""
    rows = [Row("import of the registers' pages", _import_time(), "s")]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LEBENSLAGE_INSTANZ"] = folder
        with as_served(), wiring.open_store() as store:
            rows += fill(store)
            rows += computed(store)
            for stem, code in PAGES.items():
                rows += page(stem, code, store)
            for stem, code in OPENED.items():
                rows += opened(stem, code, store)
            rows += everything(store)
    return [*rows, Row("peak memory of all of this", peak(), "GB")]


def _import_time() -> float:
    return apart(["benchmarks.registers_start"])[0]
