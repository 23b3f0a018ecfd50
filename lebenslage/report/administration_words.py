"""What the administration reads: accounts, settings, mentions of a person, the audit log."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lebenslage.model.access import Anmeldung, Konto
from lebenslage.model.area import Gemeinde
from lebenslage.model.mentions import Mention
from lebenslage.report.formats import format_moment, format_number, plural

#: What a find is worth, for whoever answers a request.
CHECK = (
    "Bitte jeden Fund prüfen: Gleiche Namen können andere Personen sein, und ein Text kann auch "
    "andere nennen. Deren Angaben gehören nicht in die Auskunft."
)
_ANMELDUNG = {
    Anmeldung.EINZELPLATZ: "keine: Wer am Rechner sitzt, darf alles; von außen nur Lesen",
    Anmeldung.KONTEN: "Konten in diesem Dashboard",
    Anmeldung.OIDC: "Anmeldedienst des Hauses (OpenID Connect)",
}


def account_table(accounts: Sequence[Konto]) -> pd.DataFrame:
    """Accounts as they are listed."""
    return pd.DataFrame(
        [
            {
                "Name": each.name,
                "Rolle": each.rolle.titel,
                "Angelegt": format_moment(each.angelegt),
                "Zuletzt angemeldet": format_moment(each.zuletzt) if each.zuletzt else "noch nie",
                "Offene Sitzungen": format_number(each.sitzungen),
                "Hinweis": _hint(each),
            }
            for each in accounts
        ]
    )


def _hint(account: Konto) -> str:
    if account.gesperrt:
        return "gesperrt"
    return "muss das Passwort ändern" if account.muss_wechseln else "–"


def mention_table(found: Sequence[Mention]) -> pd.DataFrame:
    """Where somebody is mentioned, with the whole text."""
    head = ["Bereich", "Eintrag", "Feld", "Text", "Stand"]
    rows = [(m.bereich, m.kennung, m.feld, m.text, format_moment(m.wann) or "–") for m in found]
    return pd.DataFrame(rows, columns=head)


def describe_mentions(found: Sequence[Mention]) -> str:
    """How much was found, and where."""
    if not found:
        return "Dazu steht nichts im Speicher."
    places = sorted({each.bereich for each in found})
    return f"{plural(len(found), 'Fundstelle', 'Fundstellen')}, in: {', '.join(places)}."


def settings_table(own: Gemeinde, way: Anmeldung, open_to_read: bool) -> pd.DataFrame:
    """What holds here, and where the IT changes it."""
    kept = own.sicherung
    limits = own.thresholds
    backups = (
        f"{kept.taeglich} Tage, {kept.woechentlich} Wochen, {kept.monatlich} Monate"
        if kept.taeglich
        else "keine von selbst"
    )
    rows = [
        ("Anmeldung", _ANMELDUNG[way], "LEBENSLAGE_ANMELDUNG"),
        (
            "Veröffentlichtes lesen",
            "alle" if open_to_read else "nur wer angemeldet ist",
            "LEBENSLAGE_LESEN",
        ),
        (
            "Kleine Zahlen",
            f"unter {limits.nie} nie, unter {limits.oeffentlich} nicht öffentlich, unter "
            f"{limits.klammern} in Klammern",
            "gemeinde.toml, [schwellen]",
        ),
        (
            "Dateien von Umfragen aufheben",
            plural(own.rohdateien_tage, "Tag", "Tage"),
            "gemeinde.toml, [aufbewahrung]",
        ),
        ("Sicherungen aufheben", backups, "gemeinde.toml, [sicherung]"),
        ("Größte Datei", f"{own.upload_mb} MB", "gemeinde.toml, upload_mb"),
    ]
    return pd.DataFrame(rows, columns=["Einstellung", "gilt", "zu ändern in"])
