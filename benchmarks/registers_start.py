"""Everything that the pages of the registers import: what their first start costs."""

import lebenslage.app.actors
import lebenslage.app.concerns
import lebenslage.app.projects
import lebenslage.app.village_life  # noqa: F401
