"""Gemessen und empfunden: an indicator and a question of the same topic, Ortsteil by Ortsteil."""

from lebenslage.app import pairs
from lebenslage.app.setup import foot, head

head(
    "Gemessen & empfunden",
    "Sind die Menschen dort unzufrieden, wo die Zahlen schlecht sind?",
)
questionnaire = pairs.questionnaire()
if questionnaire is not None and (chosen := pairs.chooser(questionnaire)) is not None:
    pairs.pair_panel(*chosen)
foot()
