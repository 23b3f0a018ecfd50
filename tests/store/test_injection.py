"""Texts of strangers stay texts: in the database, in error messages, in logs."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lebenslage.errors import LebenslageError
from lebenslage.model.registers import Draft
from lebenslage.store import Store, sqlite_url

SQL = ["'; DROP TABLE konten; --", '" OR 1=1 --', "%' OR '1'='1", "?1", ":name", "{0}", "\\'"]
hostile = st.one_of(
    st.sampled_from(SQL),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory):
    with Store(sqlite_url(tmp_path_factory.mktemp("fremd") / "lebenslage.sqlite")) as store:
        yield store


@settings(max_examples=25)
@given(title=hostile, who=hostile)
def test_a_text_comes_back_as_it_was_and_changes_nothing_else(shared, title, who) -> None:
    before = len(shared.registers.entries("neuigkeiten")[0])
    draft = Draft("neuigkeiten", {"text": f"x{title}", "ortsteile": ("a",), "datum": "2026-01-02"})
    saved = shared.registers.save(draft, wer=who)
    kept = shared.registers.entry(saved.kennung)
    assert kept.text("text") == f"x{title}"
    assert kept.wer == who
    assert len(shared.registers.entries("neuigkeiten")[0]) == before + 1
    for name in (title, who):  # as keys that are looked for
        assert shared.accounts.visitor(name) is None
        with pytest.raises(LebenslageError):
            shared.registers.entry(f"N-{name}x")


def test_neither_texts_nor_names_reach_the_log(
    store: Store, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "Kanarienvogel"
    with caplog.at_level(logging.DEBUG):
        draft = {"text": secret, "ortsteile": ("a",), "datum": "2026-01-02"}
        store.registers.save(Draft("neuigkeiten", draft), wer=secret)
        with pytest.raises(LebenslageError):
            store.accounts.sign_in(secret, secret, "10.0.0.5")
        with store.engine.begin() as connection, pytest.raises(Exception) as told:
            connection.exec_driver_sql("INSERT INTO speicher VALUES (?, ?, ?)", (1, secret, 1))
    written = caplog.text + "".join(capsys.readouterr()) + str(told.value)
    assert secret not in written
    assert "10.0.0.5" not in written


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "a\x00b"])
def test_a_name_of_a_file_is_no_path(store: Store, tmp_path: Path, name: str) -> None:
    draft = {"titel": "x", "ortsteile": ("a",), "status": "idee"}
    key = store.registers.save(Draft("projekte", draft), wer="Amt").kennung
    before = sorted(tmp_path.rglob("*"))
    try:
        store.registers.attach(key, name, b"%PDF-1.4\n%%EOF", "Amt")
    except LebenslageError:
        assert store.registers.attachments(key) == []
    else:
        kept = store.registers.attachments(key)[0].name
        assert not {"/", "\\", "\x00"} & set(kept)
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in before] == []
