"""What stays for long is kept out of the garbage collector's sight.

Streamlit collects garbage after every script run. With the libraries' objects in sight that is most
of the time of a rerun; with a hundred thousand entries of a register it is more than the page.
"""

from __future__ import annotations

import gc
from typing import Final

#: Fewer objects than this are not worth a collection of their own.
_MANY: Final = 1_000


def settle(count: int = _MANY) -> None:
    """Move what there is now out of the collector's sight, if `count` objects came to stay.

    They are freed as ever once nothing refers to them; only cycles among them stay.
    """
    if count >= _MANY:
        gc.collect()
        gc.freeze()
