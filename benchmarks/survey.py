"""A survey of one million responses: read, raked to three margins, tabulated by 1,000 areas.

The same estimates with R's survey package and with svy at the largest size that they manage in a
minute, on the same machine in the same run.
"""

from __future__ import annotations
