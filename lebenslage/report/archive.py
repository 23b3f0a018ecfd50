"""Archives in memory whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final

#: The first day that a ZIP can tell.
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_MOMENT: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """The files as one ZIP, without the time at which it was made.

    Parameters
    ----------
    files : mapping
        Name in the archive -> bytes, in the order of the archive.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def fixed_dates(office: bytes) -> bytes:
    """An Office file without the time at which it was made, also in the files that it holds."""
    files = {}
    with zipfile.ZipFile(io.BytesIO(office)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".xlsx"):
                data = fixed_dates(data)
            elif name == "docProps/core.xml":
                data = _MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data)
            files[name] = data
    return zip_bytes(files)
