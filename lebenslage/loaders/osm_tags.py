"""What the tags of OpenStreetMap mean here: which place it is, and where one may walk.

Follows the wiki's map features as of 2025 (amenity, healthcare, shop, school, highway, foot).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Tags = Mapping[str, str]

#: Tags that make something a place or a path; all others are never looked at.
KEYS: Final = ("amenity", "healthcare", "shop", "highway", "railway", "public_transport")

_SIMPLE: Final[Mapping[tuple[str, str], str]] = {
    ("amenity", "pharmacy"): "apotheke",
    ("shop", "supermarket"): "lebensmittel",
    ("shop", "convenience"): "lebensmittel",
    ("shop", "general"): "lebensmittel",
    ("amenity", "kindergarten"): "kita",
    ("amenity", "childcare"): "kita",
    ("highway", "bus_stop"): "haltestelle",
    ("amenity", "bus_station"): "haltestelle",
    ("railway", "station"): "haltestelle",
    ("railway", "halt"): "haltestelle",
    ("railway", "tram_stop"): "haltestelle",
    ("public_transport", "platform"): "haltestelle",
    **{
        ("amenity", value): "treffpunkt"
        for value in ("community_centre", "social_centre", "library", "cafe", "pub", "biergarten")
    },
}
_GENERAL: Final = ("general", "general_practice", "family_medicine", "community")
#: Roads on which nobody walks, and what is no road yet or any more.
_NO_WALK: Final = frozenset(
    {
        *("motorway", "motorway_link", "trunk", "trunk_link", "raceway", "bus_guideway"),
        *("construction", "proposed", "abandoned", "razed", "platform", "rest_area", "services"),
        *("bus_stop", "street_lamp", "elevator", "corridor", "escape", "busway"),
    }
)
_MAY: Final = ("yes", "designated", "permissive", "official")
_GONE: Final = ("disused", "abandoned", "closed", "demolished")


def art_of(tags: Tags) -> str:
    """Code of the kind of place; empty if it is none of those that are looked for."""
    if any(tags.get(key) == "yes" for key in _GONE):
        return ""
    for (key, value), art in _SIMPLE.items():
        if tags.get(key) == value:
            return art
    if tags.get("amenity") == "doctors" or tags.get("healthcare") == "doctor":
        special = tags.get("healthcare:speciality", "")
        # most practices of the country name no speciality; those that do are believed
        general = not special or any(name in special.split(";") for name in _GENERAL)
        return "hausarzt" if general else ""
    if tags.get("amenity") == "school":
        return "grundschule" if _is_primary(tags) else ""
    return ""


def _is_primary(tags: Tags) -> bool:
    levels = {part.strip() for part in tags.get("isced:level", "").split(";")}
    named = f"{tags.get('name', '')} {tags.get('school:de', '')}".casefold()
    return "1" in levels or tags.get("school") == "primary" or "grundschule" in named


def walkable(tags: Tags) -> bool:
    """Whether people walk along a way."""
    road, foot = tags.get("highway", ""), tags.get("foot", "")
    if not road or foot in ("no", "private"):
        return False
    if foot in _MAY:
        return road not in ("construction", "proposed")
    return road not in _NO_WALK and tags.get("access", "") not in ("no", "private")
