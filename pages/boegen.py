"""Papierbögen: key returned sheets in, check them, let them count with their wave."""

from lebenslage.app import keying
from lebenslage.app.setup import foot, head
from lebenslage.model.access import Recht

head(
    "Papierbögen",
    "Zurückgegebene Fragebogen eintippen, prüfen und zur Umfrage zählen.",
    figures=False,
    recht=Recht.IMPORTIEREN,
)
keying.page()
foot()
