"""Names that the source files do not hold: keys of the Ortsteile, spellings, official names."""

from __future__ import annotations

#: Key and AGS of the Gemeinde, the Landkreis and how many Gemeinden it has.
AGS = "08125107"
KREIS = "08125"
GEMEINDEN_IM_KREIS = 46

ORTSTEILE = {
    "wuestenrot": "Wüstenrot",
    "neuhuetten": "Neuhütten",
    "maienfels": "Maienfels",
    "neulautern": "Neulautern",
    "finsterrot": "Finsterrot",
}
AREA_SOURCE = (
    "Näherung aus Daten © GeoBasis-DE / BKG (dl-de/by-2-0), GeoNames (CC BY 4.0), Wikipedia"
)

#: Other spellings: name they stand for, Ortsteil, spellings. Case, hyphens, blanks and the
#: writing of umlauts need no row of their own. "Wüstenrot" alone is the Ortsteil.
VARIANTS = (
    ("Wüstenrot", "wuestenrot", ("Ortsteil Wüstenrot", "Wüstenrot (Kernort)", "Wüstenrot Ort")),
    *(
        (
            name,
            key,
            (f"Ortsteil {name}", f"Wüstenrot-{name}", f"{name} (Wüstenrot)"),
        )
        for key, name in ORTSTEILE.items()
        if key != "wuestenrot"
    ),
    ("Berg", "finsterrot", ("Berg (Finsterrot)", "Finsterrot-Berg")),
    ("Berg", "maienfels", ("Berg (Maienfels)", "Maienfels-Berg")),
)

#: Official names of the Kreise; the source calls two of them "Heilbronn".
KREISE = {
    "08118": "Landkreis Ludwigsburg",
    "08119": "Rems-Murr-Kreis",
    "08121": "Stadtkreis Heilbronn",
    "08125": "Landkreis Heilbronn",
    "08126": "Hohenlohekreis",
    "08127": "Landkreis Schwäbisch Hall",
}
