"""`auskunft`, `aufbewahrung`, and blocking accounts on the command line."""

from __future__ import annotations

import io

from lebenslage.model.registers import Draft
from lebenslage.store import Store


def test_information_about_a_person(run, tmp_path):
    with Store() as store:
        actor = {"name": "Musikverein", "art": "verein", "ortsteile": ("01",)}
        named = {**actor, "ansprechperson": "=Erika Muster", "einwilligung": "2026-01-01"}
        store.registers.save(Draft("akteure", named), "Amt")
    answer = run("auskunft", "Muster, Erika", "erika@example.org")
    assert answer.code == 0
    assert "Ansprechperson" in answer.out
    assert "1 Fundstelle, in: Akteure." in answer.out
    assert "Gleiche Namen können andere Personen sein" in answer.out
    file = tmp_path / "auskunft.csv"
    assert run("auskunft", "Erika Muster", "--out", str(file)).code == 0
    rows = file.read_text("utf-8-sig").splitlines()
    assert rows[0] == "Bereich;Eintrag;Feld;Text;Stand"
    assert ";Ansprechperson;'=Erika Muster;" in rows[1]
    assert run("auskunft", "Niemand Hier").out == "Dazu steht nichts im Speicher.\n"
    assert run("auskunft", "Li").err.startswith("„Li“ ist zu kurz")


def test_terms_are_applied_on_demand(run):
    assert run("aufbewahrung").out == "0 Dateien gelöscht.\n"


def test_accounts_are_blocked_and_opened(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("sechs Wolken ziehen\n"))
    assert run("user", "add", "Erika Muster", "--rolle", "redaktion").code == 0
    assert "ist gesperrt" in run("user", "block", "erika muster").out
    assert "gesperrt" in run("user", "list").out
    assert "ist wieder offen" in run("user", "unblock", "Erika Muster").out
    assert "sind beendet" in run("user", "logout", "Erika Muster").out
    assert run("user", "block", "Niemand").err == "Ein Konto „Niemand“ gibt es nicht.\n"
