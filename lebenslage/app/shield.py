"""What a user sees when something goes wrong: a German sentence, never a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lebenslage.app.parts import plain, problem_list
from lebenslage.errors import DatenFehler, LebenslageError

log = logging.getLogger("lebenslage")


@contextmanager
def shield() -> Iterator[None]:
    """Show our own errors as they are, and apologise for bugs with a reference number.

    The traceback of a bug goes to the log only, under the same number.
    """
    try:
        yield
    except DatenFehler as error:
        problem_list(error.problems)
    except LebenslageError as error:
        st.error(plain(str(error)))
    except Exception:  # the border to the user: everything else is a bug of ours
        reference = secrets.token_hex(3).upper()
        log.exception("Fehler %s", reference)
        st.error(
            "Da ist uns ein Fehler unterlaufen, das tut uns leid. Ihre Daten sind unverändert. "
            f"Bitte nennen Sie der IT die Nummer **{reference}**."
        )
