"""Official tables on the page Daten: proposed, changed, taken in, remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.store import Store
from tests.app.test_answers import confirm, upload
from tests.app.test_pages import open_page, texts

HERE = Path(__file__).parents[1] / "loaders" / "amtlich"


def sample(name: str, **changes: str) -> bytes:
    """A sample table, its regions turned into those of the shipped Gemeinde."""
    text = (HERE / name).read_bytes().decode("utf-8")
    keys = {"089995003001": "081255003107", "089995003002": "081255003048", "08999": "08125"}
    for old, new in {**keys, "Musterau": "Wüstenrot", **changes}.items():
        text = text.replace(old, new)
    return text.encode()


def choose(page: AppTest, label: str, values: list[str]) -> AppTest:
    box = next(box for box in page.multiselect if box.label == label)
    return box.set_value(values).run()


@pytest.fixture
def daten(dashboard: AppTest) -> AppTest:
    return open_page(dashboard, "daten")


def test_a_table_is_proposed_changed_taken_in_and_remembered(daten: AppTest, store: Store) -> None:
    page = upload(daten, ("1000A-0001_de_flat.csv", sample("1000A-0001_de_flat.csv")))
    shown = texts(page).replace("\u00a0", " ")
    assert "Erkannt als Tabelle der amtlichen Statistik (GENESIS)" in shown
    assert "enthält 3 Reihen" in shown
    assert "2 Kennzahlen sind zugeordnet" in shown
    label = "Kennzahlen, die aus dieser Tabelle kommen"
    page = choose(page, label, ["einwohner", "wohnflaeche_je_person"])
    assert "Bitte wählen Sie für jede Kennzahl" in texts(page)
    assert not [button for button in page.button if button.label == "Einlesen"]
    boxes = [box for box in page.multiselect if box.label == "Wert (mehrere werden addiert)"]
    page = boxes[-1].set_value([boxes[-1].options[0]]).run()
    page = confirm(page)
    rows = store.snapshot().vergleich
    new = rows[rows["quelle_id"] == "zensus-1000a-2022-05-15"]
    own = new[new["gebiet_id"] == "08125107"].set_index("indikator")["wert"]
    assert own.to_dict() == {"einwohner": 6100, "wohnflaeche_je_person": 30.5}
    assert "zensus-1000a-2022-05-15" in set(store.snapshot().quellen["quelle_id"])
    later = sample("1000A-0001_de_flat.csv", **{"2022-05-15;": "2024-05-15;"})
    page = upload(page, ("neuer.csv", later))
    shown = texts(page).replace("\u00a0", " ")
    assert "2 Kennzahlen sind zugeordnet, 2 davon wie beim letzten Mal" in shown
    confirm(page)
    assert "2024-05-15" in set(store.snapshot().vergleich["stand"])
