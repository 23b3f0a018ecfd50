"""Akteure und Netzwerk: who there is, who works with whom, where nobody works."""

from lebenslage.app import actors
from lebenslage.app.setup import foot, head

head("Akteure & Netzwerk", "Wer ist vor Ort aktiv, wer arbeitet mit wem, und wo fehlt jemand?")
actors.actor_panel()
actors.network_panel()
actors.gap_panel()
actors.suggestion_panel()
foot()
