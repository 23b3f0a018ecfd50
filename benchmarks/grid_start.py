"""Everything that the command `grid` imports, and nothing else: what its start costs."""

import lebenslage.cli.grid  # noqa: F401
