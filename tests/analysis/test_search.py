"""One index over everything: what it finds, in which order, and that an updated one is the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lebenslage.analysis.search import Document, Index


def doc(key: str, title: str, text: str = "", art: str = "Projekt") -> Document:
    return Document(key, art, title, text)


DOCUMENTS = (
    doc("a", "Mitfahrbank P-1", "Wer keinen Bus erreicht", "Projekt"),
    doc("b", "Letzter Bus fährt zu früh", "", "Anliegen"),
    doc("c", "Zufriedenheit: Busverbindungen", "", "Indikator"),
    doc("d", "Bänke am Straßenrand", "", "Anliegen"),
    doc("e", "Neuhütten", "", "Ortsteil"),
)
INDEX = Index.of(DOCUMENTS)


def found(query: str, index: Index = INDEX, **more: str) -> list[object]:
    return index.search(query, **more).keys


def test_the_word_itself_comes_first_and_the_title_before_the_text():
    assert found("Busse") == ["b", "a", "c"]


def test_a_name_is_not_found_in_the_middle_of_other_words():
    """Stems: Schäfer is "schaf", which stands in "dorfgemeinschaft" too."""
    others = [doc(word, word) for word in ("Dorfgemeinschaft", "Nachbarschaft", "Wirtschaft")]
    named = doc("n", "Bank am Weg", "Das wünscht sich Frau Schäfer.")
    longer = doc("l", "Schäferweg")
    index = Index.of([named, longer, *others])
    assert found("Schäfer", index) == ["n", "l"]
    # where nothing else fits, a part is better than nothing
    assert found("meinschaft", index) == ["Dorfgemeinschaft"]


def test_forms_umlauts_and_sharp_s():
    assert found("bank") == ["d", "a"]
    assert found("Baenke") == found("BÄNKE") == ["d", "a"]
    assert found("strassenrand") == found("Straßenrand") == ["d"]
    assert found("neuhuetten") == found("Neuhutten") == ["e"]


def test_typing_errors_only_where_nothing_else_fits():
    assert found("Neuhüten") == ["e"]
    assert found("Mitfahrbnak") == ["a"]
    assert found("xyz") == []


def test_keys_and_words_that_name_nothing():
    assert found("P-1") == found("p-1") == ["a"]
    assert found("der Bus und die Bank") == ["a"]
    assert found("") == found("  ") == found("?!") == []


def test_all_words_or_what_fits_best():
    both = INDEX.search("Bus Mitfahrbank")
    assert (both.keys, both.alle_woerter) == (["a"], True)
    some = INDEX.search("Bus Neuhütten")
    assert (some.keys[0], len(some.keys), some.alle_woerter) == ("e", 4, False)


def test_kinds_are_counted_and_chosen():
    hits = INDEX.search("Bus", art="Anliegen")
    assert hits.keys == ["b"]
    assert hits.arten == {"Projekt": 1, "Anliegen": 1, "Indikator": 1}


def test_of_equal_hits_the_newest_comes_first():
    index = Index.of([doc(str(number), "Bank") for number in range(50)])
    assert index.search("Bank", most=3).keys == ["49", "48", "47"]


def test_changed_and_gone():
    index = INDEX.updated([doc("b", "Krötentunnel", art="Anliegen")], ["e"])
    assert found("kroetentunel", index) == ["b"]
    assert found("Busse", index) == ["a", "c"]
    assert found("Neuhütten", index) == []
    assert found("Busse") == ["b", "a", "c"]  # the old one stays as it was


WORDS = st.lists(st.sampled_from(["Bank", "Bus", "Schule", "Busschule"]), max_size=3).map(" ".join)


@settings(max_examples=50, deadline=None)
@given(
    before=st.dictionaries(st.integers(0, 5), WORDS, max_size=5),
    after=st.dictionaries(st.integers(0, 5), WORDS, max_size=5),
    query=WORDS,
)
def test_an_updated_index_finds_what_a_new_one_finds(before, after, query):
    documents = [Document(key, "x", text) for key, text in after.items()]
    old = Index.of([Document(key, "x", text) for key, text in before.items()])
    renewed = old.updated(documents, before.keys() - after.keys()).search(query, most=9)
    assert set(renewed.keys) == set(Index.of(documents).search(query, most=9).keys)
