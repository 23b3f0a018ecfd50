"""The page Szenario put together: a part of it runs again at every change, the rest does not."""

from __future__ import annotations

import streamlit as st

from lebenslage.app import parts, robustness, scenario, scenario_controls, scenario_shelf
from lebenslage.app.shield import shield

_STAYS = "szenario-wirkung"
#: Beside the controls, the effect stays in view while somebody scrolls through them.
_CSS = f"""
<style>
@media (min-width: 641px) {{
  [data-testid="stLayoutWrapper"]:has(> .st-key-{_STAYS}) {{ position: sticky; top: 1rem; }}
}}
[class*="st-key-{scenario.LONG_PILLS}"] button {{ height: auto; max-width: 100%; }}
[class*="st-key-{scenario.LONG_PILLS}"] button p {{ white-space: normal; text-align: left; }}
[class*="st-key-{scenario.LONG_PILLS}"] button div {{ width: 100%; }}
</style>
"""


@st.fragment
def workbench() -> None:
    """Effects left, controls right (on a phone below), then what can be kept."""
    with shield():
        st.html(_CSS)
        parts.caveat(
            "Hier lässt sich ausprobieren, ohne etwas zu ändern: Alle anderen Seiten zeigen immer "
            "den veröffentlichten Stand, auch wenn ein Szenario gespeichert ist."
        )
        chosen = scenario.take_from_address()
        effects, controls = st.columns([5, 4], gap="large")
        with effects, st.container(key=_STAYS):
            table = scenario.computed(chosen)
            if table is not None:
                scenario.effect_panel(chosen, table)
        with controls:
            scenario_controls.procedure_choice(chosen)
            known = scenario_controls.with_points(table)
            fields, indicators = st.tabs(["Handlungsfelder", "Indikatoren"])
            with fields:
                scenario_controls.field_weights(chosen, known)
            with indicators:
                scenario_controls.indicator_controls(chosen, known)
            scenario.changes_panel(chosen)
        if table is not None:
            robustness.panel(chosen, scenario.chosen_node())
            scenario.downloads(chosen, table)
        with st.expander("Speichern, laden, weitergeben"):
            scenario_shelf.shelf(chosen)
