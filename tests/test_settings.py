"""The server's settings keep what the README promises IT."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white():
    assert contrast("#000000", "#ffffff") == pytest.approx((1 + 0.05) / (0 + 0.05))


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("server", "address", "127.0.0.1"),
        ("server", "port", 8501),
        ("server", "headless", True),
        ("server", "allowedHosts", ["localhost", "127.0.0.1"]),
        ("server", "maxUploadSize", 50),
        ("server", "enableStaticServing", True),
        ("browser", "gatherUsageStats", False),
        ("client", "showErrorDetails", "none"),
        ("client", "toolbarMode", "minimal"),
        ("runner", "postScriptGC", False),
    ],
)
def test_setting(section, key, value):
    assert CONFIG[section][key] == value


@pytest.mark.parametrize("text", ["primaryColor", "textColor", "linkColor"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_is_legible(text, ground):
    assert contrast(CONFIG["theme"][text], CONFIG["theme"][ground]) >= 4.5


def test_labels_have_sixteen_pixels():
    # Streamlit sets labels, tables and captions in 0.875 rem.
    assert CONFIG["theme"]["baseFontSize"] * 0.875 >= 16


def test_no_setting_names_another_machine():
    assert "://" not in (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
