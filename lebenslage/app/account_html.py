"""The account page as HTML: no script, nothing from elsewhere, forms that work with a keyboard."""

from __future__ import annotations

from html import escape
from typing import Final

from lebenslage.model.access import PASSWORT_MINDESTENS, Besucher, Rolle

_PAGE: Final = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {gemeinde}</title>
<style>
body {{ margin: 0; font: 1.1875rem/1.5 sans-serif; color: #0d161f; background: #f2f5f8; }}
main {{ max-width: 30rem; margin: 4rem auto; padding: 2rem; background: #fff; }}
h1 {{ font-size: 1.75rem; margin-top: 0; }}
.ort {{ margin: 0; color: #4a5866; }}
label {{ display: block; margin-top: 1rem; }}
input {{ width: 100%; box-sizing: border-box; font: inherit; padding: 0.5rem;
  border: 1px solid #5b6b7a; border-radius: 4px; }}
button {{ margin-top: 1.5rem; font: inherit; padding: 0.5rem 1.25rem; color: #fff;
  background: #1f5a8c; border: 1px solid #1f5a8c; border-radius: 4px; cursor: pointer; }}
.leise button {{ color: #1f5a8c; background: #fff; }}
a {{ color: #1f5a8c; }}
:focus-visible {{ outline: 3px solid #1f5a8c; outline-offset: 2px; }}
.fehler {{ border-left: 4px solid #a3260f; padding: 0.5rem 1rem; background: #fdf1ee; }}
@media (max-width: 34rem) {{ main {{ margin: 0; }} }}
</style>
</head>
<body><main>
<p class="ort">Gemeinde {gemeinde}</p>
<h1>{title}</h1>
{body}
<p><a href="{home}">Zum Dashboard</a></p>
</main></body>
</html>
"""
_PASSWORD: Final = (
    '<label for="{name}">{label}</label>'
    '<input id="{name}" name="{name}" type="password" autocomplete="{hint}" required>'
)


def page(title: str, body: str, *, gemeinde: str, home: str) -> str:
    """A whole page.

    Parameters
    ----------
    body : str
        HTML out of the functions below.
    home : str
        Address of the dashboard.
    """
    return _PAGE.format(
        title=escape(title), body=body, gemeinde=escape(gemeinde), home=escape(home)
    )


def problem(text: str) -> str:
    """What went wrong, read out by screen readers; nothing for an empty text."""
    return f'<p class="fehler" role="alert">{escape(text)}</p>' if text else ""


def sign_in_form(action: str, name: str = "") -> str:
    """Name and password; a name that was typed before stays, and the password comes next."""
    return (
        f'<form method="post" action="{escape(action)}">'
        '<label for="name">Name</label>'
        f'<input id="name" name="name" autocomplete="username" value="{escape(name)}" required>'
        + _PASSWORD.format(name="passwort", label="Passwort", hint="current-password")
        + '<button type="submit">Anmelden</button></form>'
        "<p>Passwort vergessen? Die Administration gibt Ihnen ein neues erstes Passwort.</p>"
    )


def password_form(action: str, looking: Besucher) -> str:
    """The old password and the new one, twice."""
    why = "<p>Bitte wählen Sie jetzt ein eigenes Passwort.</p>" if looking.muss_wechseln else ""
    new = f"Neues Passwort (mindestens {PASSWORT_MINDESTENS} Zeichen)"
    return (
        f'{why}<form method="post" action="{escape(action)}">'
        + _PASSWORD.format(name="alt", label="Bisheriges Passwort", hint="current-password")
        + _PASSWORD.format(name="neu", label=new, hint="new-password")
        + _PASSWORD.format(name="noch_einmal", label="Noch einmal", hint="new-password")
        + '<button type="submit">Passwort ändern</button></form>'
    )


def account(looking: Besucher, sign_out: str, password: str) -> str:
    """Who is signed in, and the way out."""
    role = looking.rolle or Rolle.LESER
    who = f"<p>Angemeldet als <strong>{escape(looking.name)}</strong> ({role.titel}).</p>"
    leave = (
        f'<form method="post" action="{escape(sign_out)}">'
        '<button type="submit">Abmelden</button></form>'
    )
    change = f'<p><a href="{escape(password)}">Passwort ändern</a></p>'
    return who + leave + change
