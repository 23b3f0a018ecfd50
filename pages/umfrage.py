"""Umfrage: one wave, question by question."""

from lebenslage.app import wave, wave_response, wave_views, weights
from lebenslage.app.setup import foot, head

head("Umfrage", "Was sagen die Menschen in den Ortsteilen?")
questionnaire = wave.chooser()
if questionnaire is not None:
    wave.question_panel(questionnaire)
    wave_views.wave_panel(questionnaire)
    wave.differences_panel(questionnaire)
    wave_views.compass_panel(questionnaire)
    weights.weights_panel(questionnaire)
    wave_response.response_panel(questionnaire)
    wave_response.missing_panel(questionnaire)
    wave_response.planning_panel(questionnaire)
foot()
