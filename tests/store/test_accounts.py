"""Local accounts: signing in, being throttled, sessions that end."""

from __future__ import annotations

import re
import threading
import time

import pytest
from sqlalchemy import select, update

from lebenslage.errors import LebenslageError
from lebenslage.model.access import HOECHSTENS, LEERLAUF, Besucher, Rolle
from lebenslage.store import Store, ZuVieleVersuche, passwords, restore
from lebenslage.store.schema_accounts import fehlversuche, konten, sitzungen
from lebenslage.store.throttle import BY_ACCOUNT, BY_ADDRESS, MEMORY

FIRST, OWN = "erst einmal dieses", "jetzt mein eigenes"
HERE = "10.0.0.5"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check passwords with the cheapest parameters; the real ones take time on purpose."""
    cheap = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", cheap)
    passwords._nobody.cache_clear()


@pytest.fixture
def accounts(store: Store):
    store.accounts.add("Erika Muster", Rolle.REDAKTION, FIRST, wer="IT")
    return store.accounts


def test_the_real_parameters_are_those_of_the_rfc() -> None:
    hasher = passwords.PasswordHasher()
    assert (hasher.type.name, hasher.memory_cost, hasher.time_cost) == ("ID", 65536, 3)


def test_a_first_password_gives_no_role_until_it_is_changed(store, accounts) -> None:
    token = accounts.sign_in("erika  MUSTER", FIRST, HERE)
    assert accounts.visitor(token) == Besucher("Erika Muster", Rolle.LESER, True, True)
    mine = accounts.change_password("Erika Muster", FIRST, OWN, HERE)
    assert accounts.visitor(token) is None
    assert accounts.visitor(mine) == Besucher("Erika Muster", Rolle.REDAKTION, True, False)
    assert [entry.was.value for entry in store.audit()][:2] == [
        "Passwort eines Kontos gesetzt",
        "Konto angelegt",
    ]
    assert store.version() == 0


def test_neither_password_nor_key_is_kept(store, accounts) -> None:
    token = accounts.sign_in("Erika Muster", FIRST, HERE)
    with store.engine.connect() as connection:
        tables = (konten, sitzungen)
        rows = str([connection.execute(select(table)).all() for table in tables])
    assert "$argon2id$" in rows
    assert FIRST not in rows
    assert token not in rows


def test_a_key_is_new_every_time(accounts) -> None:
    assert accounts.sign_in("Erika Muster", FIRST, HERE) != accounts.sign_in(
        "Erika Muster", FIRST, HERE
    )
    assert accounts.visitor("chosen-by-somebody-else") is None


@pytest.mark.parametrize("end", ["remove", "role", "password", "out", "block", "everywhere"])
def test_sessions_end_at_once(accounts, end) -> None:
    token = accounts.sign_in("Erika Muster", FIRST, HERE)
    {
        "remove": lambda: accounts.remove("Erika Muster", wer="IT"),
        "role": lambda: accounts.set_role("Erika Muster", Rolle.LESER, wer="IT"),
        "password": lambda: accounts.set_password("Erika Muster", OWN, wer="IT"),
        "out": lambda: accounts.sign_out(token),
        "block": lambda: accounts.block("Erika Muster", wer="IT"),
        "everywhere": lambda: accounts.end_sessions("Erika Muster", wer="IT"),
    }[end]()
    assert accounts.visitor(token) is None


def test_a_blocked_account_is_told_to_whoever_knows_the_password_alone(store, accounts) -> None:
    accounts.sign_in("Erika Muster", FIRST, HERE)
    assert accounts.all()[0].sitzungen == 1
    assert accounts.block("erika muster", wer="Leitung").gesperrt
    assert (accounts.all()[0].gesperrt, accounts.all()[0].sitzungen) == (True, 0)
    with pytest.raises(LebenslageError, match="Name oder Passwort stimmt nicht"):
        accounts.sign_in("Erika Muster", "falsch", HERE)
    with pytest.raises(LebenslageError, match="Dieses Konto ist gesperrt"):
        accounts.sign_in("Erika Muster", FIRST, HERE)
    accounts.block("Erika Muster", wer="Leitung", back=True)
    assert accounts.visitor(accounts.sign_in("Erika Muster", FIRST, HERE)) is not None
    told = [(entry.wer, str(entry.was)) for entry in store.audit()[:2]]
    assert told == [("Leitung", "Konto entsperrt"), ("Leitung", "Konto gesperrt")]


def test_a_first_password_is_good_enough_and_never_the_same(store) -> None:
    made = [passwords.first_password() for _ in range(20)]
    assert len(set(made)) == 20
    assert all(re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", each) for each in made)
    store.accounts.add("Neu", Rolle.LESER, made[0], wer="IT")


def test_sessions_end_by_idling_and_by_age(store, accounts, monkeypatch) -> None:
    token, begun = accounts.sign_in("Erika Muster", FIRST, HERE), time.time()
    clock = [begun + LEERLAUF - 5]
    monkeypatch.setattr("lebenslage.store.accounts.time.time", lambda: clock[0])
    assert accounts.visitor(token) is not None
    clock[0] += LEERLAUF - 5  # used a moment ago, as the store knows
    assert accounts.visitor(token) is not None
    clock[0] += LEERLAUF + 5
    assert accounts.visitor(token) is None
    with store.engine.begin() as connection:
        connection.execute(update(sitzungen).values(zuletzt=int(begun) + HOECHSTENS))
    clock[0] = begun + HOECHSTENS + 5
    assert accounts.visitor(token) is None


def test_wrong_passwords_are_throttled_by_account(accounts, monkeypatch) -> None:
    for number in range(BY_ACCOUNT):
        with pytest.raises(LebenslageError, match="Name oder Passwort stimmt nicht"):
            accounts.sign_in("Erika Muster", "falsch", f"10.0.0.{number}")
    with pytest.raises(ZuVieleVersuche, match="Bitte warten Sie eine Minute") as told:
        accounts.sign_in("erika muster", FIRST, "10.0.1.1")
    assert 25 <= told.value.seconds <= 30
    later = time.time() + 31
    monkeypatch.setattr("lebenslage.store.accounts.time.time", lambda: later)
    assert accounts.sign_in("Erika Muster", FIRST, "10.0.1.1")


def test_wrong_names_are_throttled_by_address_and_told_the_same(store, accounts) -> None:
    for number in range(BY_ADDRESS):
        with pytest.raises(LebenslageError, match="Name oder Passwort stimmt nicht"):
            accounts.sign_in(f"Niemand {number}", "falsch", HERE)
    with pytest.raises(ZuVieleVersuche):
        accounts.sign_in("Erika Muster", FIRST, HERE)
    assert accounts.sign_in("Erika Muster", FIRST, "10.9.9.9")


def test_many_attempts_at_once_are_counted_each(accounts) -> None:
    refused = []

    def attempt(number: int) -> None:
        try:
            accounts.sign_in("Erika Muster", "falsch", f"10.0.2.{number}")
        except LebenslageError as error:
            refused.append(type(error))

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused.count(LebenslageError) == BY_ACCOUNT
    assert refused.count(ZuVieleVersuche) == 12 - BY_ACCOUNT


def test_failures_are_forgotten_with_their_address(store, accounts, monkeypatch) -> None:
    with pytest.raises(LebenslageError):
        accounts.sign_in("Erika Muster", "falsch", HERE)
    later = time.time() + MEMORY + 5
    monkeypatch.setattr("lebenslage.store.accounts.time.time", lambda: later)
    accounts.sign_in("Erika Muster", FIRST, "10.9.9.9")
    with store.engine.connect() as connection:
        assert HERE not in str(connection.execute(select(fehlversuche)).all())


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("kurz", "mindestens 12 Zeichen"),
        ("x" * 300, "höchstens 256"),
        ("aaaaaaaaaaaaa", "leicht erraten"),
        ("Erika Muster 2026", "leicht erraten"),
    ],
)
def test_easy_passwords_are_refused(store, password, told) -> None:
    with pytest.raises(LebenslageError, match=told):
        store.accounts.add("Erika Muster", Rolle.LESER, password, wer="IT")
    assert store.accounts.all() == []


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 81, "Erika\nMuster\x00", "verwaltung (Dieser Rechner)"]
)
def test_odd_names_are_refused(store, name) -> None:
    with pytest.raises(LebenslageError):
        store.accounts.add(name, Rolle.LESER, FIRST, wer="IT")


def test_a_name_exists_once(accounts) -> None:
    with pytest.raises(LebenslageError, match="gibt es schon"):
        accounts.add("ERIKA Muster", Rolle.LESER, OWN, wer="IT")


def test_a_backup_brings_accounts_back_but_no_session(store, accounts, tmp_path) -> None:
    old = accounts.sign_in("Erika Muster", FIRST, HERE)
    report = store.backup(tmp_path / "sicherung.sqlite")
    accounts.remove("Erika Muster", wer="IT")
    restore(report.datei, str(store.engine.url), wer="IT")
    assert [konto.name for konto in accounts.all()] == ["Erika Muster"]
    assert accounts.visitor(old) is None
    assert b"10.0.0.5" not in report.datei.read_bytes()
