"""Metadata after DCAT-AP.de 3.0, as Turtle and as JSON-LD.

Everything mandatory and recommended, except two things that only the Gemeinde can say: how long it
will keep the files (`dcatap:availability`), and when it put them online (`dcterms:modified`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from lebenslage.analysis.figures import Figures
from lebenslage.report.deck.statements import date_span, mark_line
from lebenslage.report.sentence_parts import example_notice

#: Datenlizenz Deutschland, Namensnennung, 2.0.
LIZENZ: Final = "https://www.govdata.de/dl-de/by-2-0"
_DCATDE: Final = Namespace("http://dcat-ap.de/def/dcatde/")
_VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
_WKT: Final = URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")
_VERSION: Final = URIRef("http://www.w3.org/ns/dcat#version")
_LICENCE: Final = URIRef("http://dcat-ap.de/def/licenses/dl-by-de/2.0")
_PLACE: Final = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/"
_LEVEL: Final = URIRef("http://dcat-ap.de/def/politicalGeocoding/Level/municipality")
_THEME: Final = "http://publications.europa.eu/resource/authority/data-theme/"
_FORMAT: Final = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_GERMAN: Final = URIRef("http://publications.europa.eu/resource/authority/language/DEU")


@dataclass(frozen=True, slots=True)
class Published:
    """A file that is published: name, title, type (EU list), media type."""

    name: str
    titel: str
    format: str
    media: str


def metadata(figures: Figures, files: Sequence[Published]) -> tuple[bytes, bytes]:
    """Turtle and JSON-LD; addresses of files are relative to where these are put."""
    graph, own = Graph(), figures.gemeinde
    graph.bind("dcatde", _DCATDE)
    graph.bind("vcard", _VCARD)
    dataset, publisher = _name(figures, "datensatz"), _name(figures, "herausgeber")
    contact = _name(figures, "kontakt")
    told = mark_line(figures)
    if figures.snapshot.has_examples:
        told = f"{told}. {example_notice(figures.snapshot.umfragen)}"
    title = f"Lebenslagen in den Ortsteilen der Gemeinde {own.name}"
    facts: list[tuple[Any, Any, Any]] = [
        (dataset, RDF.type, DCAT.Dataset),
        (dataset, DCTERMS.title, Literal(title, lang="de")),
        (dataset, DCTERMS.description, Literal(told, lang="de")),
        (dataset, DCTERMS.publisher, publisher),
        (dataset, DCAT.contactPoint, contact),
        (dataset, DCAT.theme, URIRef(f"{_THEME}SOCI")),
        (dataset, DCAT.theme, URIRef(f"{_THEME}REGI")),
        (dataset, DCTERMS.language, _GERMAN),
        (dataset, _VERSION, Literal(str(figures.snapshot.version))),
        (dataset, _DCATDE.politicalGeocodingURI, URIRef(f"{_PLACE}{own.ags}")),
        (dataset, _DCATDE.politicalGeocodingLevelURI, _LEVEL),
        (dataset, DCTERMS.identifier, Literal(str(dataset))),
        *_where(dataset, figures),
        *_when(dataset, figures),
        (publisher, RDF.type, FOAF.Agent),  # validators do not know that every Organization is one
        (publisher, RDF.type, FOAF.Organization),
        (publisher, FOAF.name, Literal(own.contact.amt)),
        (contact, RDF.type, _VCARD.Kind),
        (contact, RDF.type, _VCARD.Organization),
        (contact, _VCARD.fn, Literal(own.contact.amt)),
    ]
    facts += [
        (dataset, DCAT.keyword, Literal(word, lang="de"))
        for word in ("Lebenslagen", "Ortsteile", "Sozialraum", own.name)
    ]
    if own.contact.email:
        facts.append((contact, _VCARD.hasEmail, URIRef(f"mailto:{own.contact.email}")))
    if digits := re.sub(r"[^+0-9]", "", own.contact.telefon):
        facts.append((contact, _VCARD.hasTelephone, URIRef(f"tel:{digits}")))
    for file in files:
        one = _name(figures, file.name)
        facts += [
            (dataset, DCAT.distribution, one),
            (one, RDF.type, DCAT.Distribution),
            (one, DCTERMS.title, Literal(file.titel, lang="de")),
            (one, DCAT.accessURL, URIRef(file.name)),
            (one, DCAT.downloadURL, URIRef(file.name)),
            (one, DCTERMS.license, _LICENCE),
            (one, _DCATDE.licenseAttributionByText, Literal(own.contact.amt, lang="de")),
            (one, DCTERMS.format, URIRef(f"{_FORMAT}{file.format}")),
            (one, DCAT.mediaType, URIRef(f"{_MEDIA}{file.media}")),
        ]
    for fact in facts:
        graph.add(fact)
    linked = _ordered(json.loads(graph.serialize(format="json-ld", auto_compact=True)))
    text = json.dumps(linked, ensure_ascii=False, indent=1, sort_keys=True)
    return graph.serialize(format="turtle").encode("utf-8"), f"{text}\n".encode()


def _where(dataset: URIRef, figures: Figures) -> list[tuple[Any, Any, Any]]:
    """The area by its box and middle (the places of the EU list are larger than a Gemeinde)."""
    place = _name(figures, "gebiet")
    west, south, east, north = (round(float(v), 5) for v in figures.snapshot.ortsteile.total_bounds)
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    box = f"POLYGON(({', '.join(f'{x} {y}' for x, y in ring)}))"
    middle = f"POINT({round((west + east) / 2, 5)} {round((south + north) / 2, 5)})"
    return [
        (dataset, DCTERMS.spatial, place),
        (place, RDF.type, DCTERMS.Location),
        (place, DCAT.bbox, Literal(box, datatype=_WKT)),
        (place, DCAT.centroid, Literal(middle, datatype=_WKT)),
    ]


def _when(dataset: URIRef, figures: Figures) -> list[tuple[Any, Any, Any]]:
    """From the oldest to the newest value."""
    if (span := date_span(figures)) is None:
        return []
    period = _name(figures, "zeitraum")
    types = {4: XSD.gYear, 7: XSD.gYearMonth}
    first, last = (Literal(day, datatype=types.get(len(day), XSD.date)) for day in span)
    return [
        (dataset, DCTERMS.temporal, period),
        (period, RDF.type, DCTERMS.PeriodOfTime),
        (period, DCAT.startDate, first),
        (period, DCAT.endDate, last),
    ]


def _name(figures: Figures, what: str) -> URIRef:
    """A name of our own that no other Gemeinde has."""
    return URIRef(f"urn:lebenslage:{figures.gemeinde.ags}:{what}")


def _ordered(content: Any) -> Any:
    """Lists in one order: a graph has none."""
    if isinstance(content, dict):
        return {key: _ordered(value) for key, value in content.items()}
    if isinstance(content, list):
        values = [_ordered(value) for value in content]
        return sorted(values, key=lambda value: json.dumps(value, sort_keys=True))
    return content
