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
    assert labels == ["PPTX", "Handzettel (PDF)"]
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


def test_what_is_gone_is_left_out_and_the_page_says_which(dashboard):
    """A wave that is no longer there, before a text: one slide is left to be shown."""
    gone = Block(BlockKind.ZITAT, welle="umfrage-1999")
    address = deck.code(Deck("Alt", (gone, Block(BlockKind.TEXT, titel="Was jetzt zählt"))))
    dashboard.query_params["praesentation"] = address
    page = open_page(dashboard, "praesentation")
    page.query_params["praesentation"] = address
    page = page.run()
    told = next(w.value for w in page.warning if "fehlt" in w.value)
    assert "Folie 1 (Stimmen)" in told
    page.query_params["ansicht"] = "folien"
    page = page.run()
    slide = " ".join(html.proto.body for html in page.get("html"))
    assert "Was jetzt zählt" in slide
    assert "nicht mehr vorhanden" not in slide


def test_a_new_question_is_about_the_place_not_about_the_person(dashboard):
    """The questionnaire begins with the age; whoever adds a slide wants the first real question."""
    page = open_page(dashboard, "praesentation")
    page.selectbox(key="neuer-baustein").set_value(BlockKind.FRAGE).run()
    page = page.button(key="baustein-einfuegen").click().run()
    listed = page.selectbox(key="block-1-code").options
    assert "Wie alt sind Sie?" not in page.selectbox(key="block-1-code").options[0]
    assert "Wie alt sind Sie?" in listed  # it can be chosen, at the end
    assert page.selectbox(key="block-1-welle").value == "neueste"


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
