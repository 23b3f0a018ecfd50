"""Umfrage: one wave, question by question."""

from lebenslage.app import wave, weights
from lebenslage.app.setup import foot, head

head("Umfrage", "Was sagen die Menschen in den Ortsteilen?")
questionnaire = wave.chooser()
if questionnaire is not None:
    wave.question_panel(questionnaire)
    weights.weights_panel(questionnaire)
    wave.wave_panel(questionnaire)
    wave.response_panel(questionnaire)
    wave.text_panel(questionnaire)
foot()
