"""Begin and end of every page."""

from __future__ import annotations

import functools
import gc
import importlib
from importlib import resources

import streamlit as st
from threadpoolctl import threadpool_limits

from lebenslage import __version__
from lebenslage.app import access, data, navigation, rerun, signing, state
from lebenslage.app.parts import plain
from lebenslage.model.access import Besucher, Recht
from lebenslage.report import sentences
from lebenslage.report.formats import format_date

#: Wide enough for the longest title; the rest of a projector's 1280 px belongs to the page.
SIDEBAR_PX = 275
#: Wide tables scroll in themselves, and nothing is smaller than 16 px on a phone either.
_CSS = """
<style>
.stMainBlockContainer { padding: 1rem 2.5rem 2rem; max-width: 1400px; }
h1 { hyphens: auto; overflow-wrap: anywhere; }
/* a wide table keeps the names of its rows in sight, and a shadow says that it goes on */
[data-testid="stTable"] > div {
  overflow-x: auto;
  background: linear-gradient(to left, #fff 30%, transparent) right / 2.5rem 100% no-repeat local,
    linear-gradient(to left, #0d161f40, transparent) right / 0.75rem 100% no-repeat scroll;
}
[data-testid="stTable"] :is(td, th):first-child { position: sticky; left: 0; background: #fff; }
[data-testid="stTable"] :is(td, th) { min-width: 4.5rem; hyphens: auto; }
[data-testid="stTable"] :is(td, th):first-child { min-width: 8.5rem; }
[data-testid="stTable"] :is(td, th, p, [data-testid="stMarkdownContainer"]) {
  max-width: none !important; overflow-wrap: break-word !important;
}
/* a word is never broken bare; addresses and names of files have none, and end somewhere */
[data-testid="stTable"] a { overflow-wrap: anywhere !important; }
[data-testid="stTable"] td:nth-child(-n+2):not(:last-child) :is(div, p) {
  max-width: 26rem !important;
}
/* definitions are long, everything beside them is short */
[class*="st-key-katalog"] [data-testid="stTable"] :is(td, th) { min-width: 4rem; }
[class*="st-key-katalog"] [data-testid="stTable"] :is(td, th):nth-child(2) { min-width: 18rem; }
[class*="st-key-quellenstand"] [data-testid="stTable"] :is(td, th) { min-width: 4rem; }
[class*="st-key-quellenstand"] [data-testid="stTable"] td:first-child { min-width: 14rem; }
[class*="st-key-quellenstand"] [data-testid="stTable"] td:nth-child(2) { min-width: 6.5rem; }
[class*="st-key-quellenliste"] [data-testid="stTable"] td:nth-child(2) { min-width: 11rem; }
/* a label that does not fit goes on in the next line instead of ending in dots */
[data-testid="stMain"] [data-testid="stButton"] button p {
  white-space: normal; overflow: visible; overflow-wrap: anywhere; hyphens: auto;
}
/* five columns of cards: a long German word needs the width */
[class*="st-key-karte-"] button { padding-inline: 0.25rem; }
/* the whole menu stands on one screen of the projector, its groups apart */
[data-testid="stSidebarHeader"] { height: 3rem; margin-bottom: 0; }
[data-testid="stSidebarNavItems"] li { margin: 0; }
[data-testid="stSidebarNavItems"] li:has(a:is([href$="/projekte"], [href$="/praesentation"],
  [href$="/daten"])) { border-top: 1px solid #c3ccd6; margin-top: 0.3rem; padding-top: 0.3rem; }
[data-testid="stSidebarNavLink"] {
  height: auto; line-height: 1.4; margin-block: 0.05rem; padding-block: 0.15rem;
}
[data-testid="stSidebarNavLink"] :is(span, p) { white-space: normal; overflow: visible; }
/* codes of questions and columns in a text are as large as the text */
[data-testid="stMain"] code:not(pre code) { font-size: 0.9em; }
/* a link inside a page looks like one */
[data-testid="stMain"] [data-testid="stPageLink"] p { text-decoration: underline; color: #1f5a8c; }
[data-testid="stMain"] [data-testid="stPageLink"] :is(a, span, p) {
  height: auto; white-space: normal; overflow: visible;
}
:is(.st-key-treffer, .st-key-termine) [data-testid="stPageLink"] a {
  padding-inline: 0; background: none; line-height: 1.35;
}
:is(.st-key-treffer, .st-key-termine) [data-testid="stPageLink"] :is(span, p) {
  font-weight: 400; line-height: 1.35;
}
a.konto { color: #1f5a8c; font-size: 1rem; }
/* the way in and out stands above the menu, which fills the projector's height */
[data-testid="stSidebar"] .st-key-konto {
  position: absolute; top: 0.6rem; left: 1.6rem; z-index: 1; width: auto;
}
/* where the keyboard is must be seen, and there are no stops that lead nowhere */
:is(a, summary, .st-key-meldung, [data-testid="stAlert"],
  [data-testid="stTable"] > div):focus-visible {
  outline: 3px solid #1f5a8c !important; outline-offset: 2px;
}
[role="tab"]:focus-visible { outline: 3px solid #1f5a8c !important; outline-offset: -3px; }
[data-testid^="stAlertContent"] { scroll-margin-top: 5rem; }
/* the page itself is one, after the skip link: its arrow keys scroll */
[data-testid="stMain"]:focus-visible { outline: 3px solid #1f5a8c; outline-offset: -3px; }
/* h2 below h1 looks as the smaller headings of Streamlit do */
[data-testid="stMain"] h2 { padding: 0.5rem 0 1rem; }
[data-testid="stHeaderActionElements"] { display: none; }
/* the upload field of Streamlit speaks English: its texts are replaced */
[data-testid="stFileUploaderDropzone"] button p { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after { content: "Datei wählen"; font-size: 1rem; }
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
[data-testid="stFileUploader"] [role="alert"] {
  position: static !important; width: auto !important; height: auto !important;
  clip: auto !important; clip-path: none !important; white-space: normal !important;
  color: #9b2c2c;
}
[data-testid="stFileUploader"] :has(> [role="alert"]) { height: auto; max-width: none; }
/* so does its name of a key on a button, in pale letters */
[data-testid="stFormSubmitButton"] kbd { display: none; }
/* an empty day asks for dd.mm.yyyy */
[data-testid="stDateInputField"] [data-placeholder="true"] { font-size: 0 !important; }
[data-testid="stDateInputField"] [data-placeholder="true"]::after { font-size: 1rem; }
[data-testid="stDateInputField"] [data-placeholder="true"][data-type="day"]::after {
  content: "TT";
}
[data-testid="stDateInputField"] [data-placeholder="true"][data-type="month"]::after {
  content: "MM";
}
[data-testid="stDateInputField"] [data-placeholder="true"][data-type="year"]::after {
  content: "JJJJ";
}
/* and so does its hint below a field that somebody types in */
[data-testid="InputInstructions"] { display: none; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 2.5rem 1rem 2rem; }  /* below the button of the menu */
  h1 { font-size: 1.7rem; }
  [data-testid="stTable"] td:nth-child(-n+2):not(:last-child) :is(div, p) {
    max-width: 13rem !important;
  }
}
/* who asked the system for less movement gets none */
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after {
    animation-duration: 0.01ms !important; animation-iteration-count: 1 !important;
    transition-duration: 0.01ms !important; scroll-behavior: auto !important;
  }
}
/* colours of the system: no light shadow under light letters, and messages keep an edge */
@media (forced-colors: active) {
  [data-testid="stTable"] > div { background: none; }
  [data-testid="stAlertContainer"] { border: 1px solid; }
}
@media print { [data-testid="stSidebar"], [data-testid="stHeader"] { display: none; } }
</style>
"""


@st.cache_resource(show_spinner=False)
def warm_up() -> bool:
    """Prepare a process for many sessions, once.

    Everything imported so far lives as long as the process: out of the garbage collector's sight,
    or it would be looked through at each full collection and stall whoever is clicking. And linear
    algebra keeps to one thread: our matrices are small, several threads wait for each other longer
    than they compute, and each session has a thread of its own.
    """
    importlib.import_module("scipy.linalg")  # brings a library of its own
    threadpool_limits(limits=1, user_api="blas")
    gc.collect()
    gc.freeze()
    return True


@functools.cache
def _helps() -> str:
    """What Streamlit's page lacks for screen readers and the keyboard, as a script."""
    script = resources.files("lebenslage.app").joinpath("hilfen.js").read_text("utf-8")
    return f"<script>{script}</script>"


def begin(title: str) -> Besucher:
    """Begin a page that draws its own head: redirect a bypass, name, style and language."""
    if rerun.bypassed():
        st.set_page_config(layout="wide", initial_sidebar_state=SIDEBAR_PX)
        navigation.build()
        st.rerun()
    looking = access.enter()
    data.refresh()
    st.set_page_config(page_title=f"{title} – {data.gemeinde().name}")
    st.sidebar.caption(plain(f"Gemeinde {data.gemeinde().name}"))
    st.html(_CSS)
    st.sidebar.html(_helps(), unsafe_allow_javascript=True)
    signing.who(looking)
    return looking


def head(
    title: str, question: str, *, figures: bool = True, recht: Recht | None = Recht.LESEN
) -> None:
    """Begin a page: redirect a bypass, set the title, show messages and the example mark.

    Whoever may not open the page reads why, and nothing else of it runs.

    A page with figures ends here, with a hint what to do, while there are no Ortsteile or no
    catalogue to show figures of.

    Parameters
    ----------
    title : str
        The page's only `h1`.
    question : str
        What the page answers, in one line below the title.
    figures : bool
        Whether the page shows figures, and so the mark `Beispieldaten` if any are made up.
    recht : Recht or None
        What somebody must be allowed to do to see the page; None: everybody sees it, also where
        only people who have signed in may read (Impressum and the like).
    """
    looking = begin(title)
    st.title(title, anchor=False)
    st.markdown(plain(question))
    done, wrong = st.empty(), st.empty()  # always there, as `parts.told` says
    if (told := state.take_flash()) is not None:
        with done.container(key="meldung"):  # hilfen.js leads a focus that got lost here
            st.success(plain(told[0]))
            for way in told[1]:
                st.page_link(
                    navigation.path(way.page), label=way.label, query_params=dict(way.choice)
                )
    if (text := state.take_complaint()) is not None:
        wrong.error(plain(text))
    if recht is not None and not looking.darf(recht):
        signing.closed(looking)
        foot()
        st.stop()
    if not figures:
        return
    snapshot = data.snapshot()
    if snapshot.has_examples:
        st.warning(plain(sentences.example_notice(snapshot.umfragen)), icon="⚠️")
    if snapshot.ortsteile.empty or not snapshot.catalogue.nodes:
        missing = "das Verzeichnis der Ortsteile" if snapshot.ortsteile.empty else "der Katalog"
        st.info(f"Hier fehlt noch {missing}. Auf der Seite Daten lässt sich das einlesen.")
        if looking.darf(navigation.NEEDS["daten"]):
            st.page_link(navigation.path("daten"), label="Zur Seite Daten")
        foot()
        st.stop()


def foot() -> None:
    """End a page: who, which data, and the pages that the law asks for."""
    gemeinde = data.gemeinde()
    st.divider()
    stand = data.last_change()
    changed = f"Daten zuletzt geändert am {format_date(stand)} · " if stand else ""
    st.caption(
        plain(f"Gemeinde {gemeinde.name} · {changed}Fassung {data.version()} der Daten · ")
        + f"lebenslage {__version__}"
    )
    with st.container(horizontal=True):
        for stem, title in navigation.FOOTER.items():
            st.page_link(navigation.path(stem), label=title)
