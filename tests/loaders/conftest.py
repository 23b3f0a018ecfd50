"""Property tests look for counterexamples, not for speed: a busy machine must not fail them."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("lebenslage", deadline=None)
settings.load_profile("lebenslage")
