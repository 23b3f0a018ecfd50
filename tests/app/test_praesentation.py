"""Page Präsentation: put together, saved, opened again, and shown slide by slide."""

from __future__ import annotations

from lebenslage.app import deck
from lebenslage.report.deck.blocks import Block, BlockKind, Deck
from tests.app.test_pages import open_page


def button(page, label):
    return next(b for b in page.button if b.label == label)


def texts(page):
    return [m.value for m in page.markdown]


def test_saved_renamed_opened_and_deleted(dashboard):
    page = open_page(dashboard, "praesentation")
    assert not page.exception
    assert any("„Lagebericht“" in text for text in texts(page))
    labels = [b.proto.label for b in page.get("download_button")]
    assert labels == ["PPTX", "PDF"]
    page.selectbox(key="neuer-baustein").set_value(BlockKind.TEXT).run()
    page = page.button(key="baustein-einfuegen").click().run()
    assert page.text_area(key="block-1-text")
    page = page.text_input(key="block-1-titel").set_value("Was jetzt zählt").run()
    assert any("Was jetzt zählt" in text for text in texts(page))
    page = page.text_input(key="deck-name").set_value("Für den Rat").run()
    page = page.button(key="deck-speichern").click().run()
    assert not page.exception
    assert [message.value for message in page.success] == [
        "Präsentation „Für den Rat“ gespeichert."
    ]
    assert page.query_params["praesentation"] == "regal-1"
    page = button(page, "Vorschlag öffnen").click().run()
    assert page.query_params["praesentation"] == "Lagebericht"
    page = page.button(key="deck-oeffnen").click().run()
    assert page.query_params["praesentation"] == "regal-1"
    assert page.text_input(key="deck-name").value == "Für den Rat"
    page = page.button(key="deck-loeschen").click().run()
    assert "Diese Präsentation gibt es nicht (mehr). Hier steht der Lagebericht." in [
        w.value for w in page.warning
    ]


def test_every_kind_can_be_added(dashboard):
    page = open_page(dashboard, "praesentation")
    for kind in BlockKind:
        page.selectbox(key="neuer-baustein").set_value(kind).run()
        page = page.button(key="baustein-einfuegen").click().run()
        assert not page.exception
        assert not page.error
        assert not any("nicht mehr vorhanden" in text for text in texts(page)), kind


def test_an_address_that_is_none(dashboard):
    dashboard.query_params["praesentation"] = "~unfug"
    page = open_page(dashboard, "praesentation")
    page.query_params["praesentation"] = "~unfug"
    page = page.run()
    assert not page.exception
    assert page.warning[-1].value.startswith("Diese Präsentation gibt es nicht (mehr).")


def test_a_deck_in_an_address_is_read_within_bounds():
    assert deck._whole("~") is None
    assert deck._whole("~!!!") is None
    assert deck._whole("Lagebericht") is None
    many = Deck("x", tuple(Block(BlockKind.TEXT) for _ in range(300)))
    found = deck._whole(deck.code(many))
    assert found is not None
    assert len(found.blocks) == 100
