"""Maps: nothing from outside, everything escaped, every area says what it is."""

import re

import folium
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from lebenslage.charts import maps, theme
from lebenslage.errors import DatenFehler
from lebenslage.report import scale
from tests import shown

LOW, HIGH = 0.0, 20.0
OUTSIDE = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[A-Za-z0-9]")


def draw(frame=None, areas=None, **kwargs):
    areas = shown.areas() if areas is None else areas
    frame = shown.map_values() if frame is None else frame
    return maps.ortsteil_map(areas, frame, low=LOW, high=HIGH, **kwargs)


def html(chart: folium.Map) -> str:
    return chart.get_root().render()


def features(chart) -> list[dict]:
    found = [c for c in walk(chart) if isinstance(c, folium.GeoJson)]
    assert len(found) == 1
    return found[0].data["features"]


def walk(element):
    yield element
    for child in element._children.values():
        yield from walk(child)


def test_no_file_of_any_child_lies_outside():
    links = [
        link
        for child in walk(draw())
        for _, link in [*getattr(child, "default_js", []), *getattr(child, "default_css", [])]
    ]
    assert len(links) == 4
    assert not [link for link in links if "//" in link]
    assert all(link.startswith(maps.STATIC) for link in links)


def test_rendered_map_names_no_host():
    text = html(draw())
    assert not OUTSIDE.findall(text)
    assert "leafletjs" not in text


def test_no_colour_map_child_is_there():
    assert not [c for c in walk(draw()) if "ColorMap" in type(c).__mro__[1].__name__]


def test_background_only_if_configured():
    background = {
        "url": "https://karten.example/wms",
        "layers": "grau",
        "attribution": "© <b>X</b>",
    }
    text = html(draw(background=background))
    assert "https://karten.example/wms" in text
    assert "\\u0026lt;b\\u0026gt;X" in text
    assert "WmsTileLayer" not in {type(c).__name__ for c in walk(draw(background={}))}


def test_areas_tell_their_value_and_id():
    by_id = {f["properties"]["ortsteil_id"]: f["properties"] for f in features(draw())}
    assert by_id["a"]["tooltip"] == "<b>Ahausen</b><br>12,4 % (9,8–15,6 %)"
    assert by_id["b"]["vorlesetext"] == "Bedorf: (18,1 %; 16,0–22,0 %)"
    assert by_id["c"]["vorlesetext"] == "Cestadt: zu wenige Fälle (Datenschutz)"
    assert by_id["a"]["farbe"] == theme.SEQUENTIAL[3]  # 12,4 of 20 in fifths of 4
    assert by_id["c"]["farbe"] == maps.STRIPES


def test_area_without_a_row_is_missing():
    frame = shown.map_values().iloc[:1]
    by_id = {f["properties"]["ortsteil_id"]: f["properties"] for f in features(draw(frame))}
    assert by_id["b"]["vorlesetext"] == "Bedorf: noch keine Daten"
    assert by_id["b"]["farbe"] == maps.STRIPES


@pytest.mark.parametrize(("amtlich", "notice"), [(False, True), (True, False)])
def test_approximate_boundaries_are_named_on_the_map(amtlich, notice):
    text = html(draw(areas=shown.areas(amtlich=amtlich)))
    assert ("keine amtliche Grenze" in text) is notice


def test_one_derived_area_is_enough_for_the_notice():
    areas = shown.areas(amtlich=True)
    areas.loc[1, "amtlich"] = False
    assert "keine amtliche Grenze" in html(draw(areas=areas))


def test_screen_readers_hear_what_a_map_shows():
    assert 'karteNennen("Karte der Ortsteile")' in html(draw())
    assert 'karteNennen("Karte der Ortsteile: Miete")' in html(
        draw(title="Karte der Ortsteile: Miete")
    )


def test_hostile_texts_stay_text():
    areas = shown.areas()
    areas.loc[0, "name"] = shown.HOSTILE
    frame = shown.map_values().assign(text=shown.HOSTILE, kurz=shown.HOSTILE)
    text = html(draw(frame, areas, title=shown.HOSTILE))
    assert "<img src=x" not in text
    assert "onerror=alert(1)>" not in text
    assert "49</script>" not in text
    tooltip = features(draw(frame, areas))[0]["properties"]["tooltip"]
    assert "<img" not in tooltip
    assert "`" not in tooltip
    assert "&lt;img" in tooltip


def test_braces_in_a_name_are_no_template():
    areas = shown.areas()
    areas.loc[0, "name"] = "{{ 7 * 7 }}{% Berg %}"
    text = html(draw(areas=areas))
    assert "{{ 7 * 7 }}{% Berg %}" in text
    assert ">49<" not in text


def test_selected_area_has_a_thick_border_and_lies_on_top():
    chart = draw(selected="a")
    assert features(chart)[-1]["properties"]["ortsteil_id"] == "a"
    layer = next(c for c in walk(chart) if isinstance(c, folium.GeoJson))
    widths = {
        f["properties"]["ortsteil_id"]: layer.style_function(f)["weight"] for f in features(chart)
    }
    assert widths["a"] > 2 * widths["b"] == 2 * widths["c"]


def test_names_stand_on_the_areas():
    texts = [c.options["html"] for c in walk(draw()) if isinstance(c, folium.DivIcon)]
    assert texts == [
        '<div class="gebiet-name">Ahausen<br>12,4</div>',
        '<div class="gebiet-name">Bedorf<br>(18,1)</div>',
        '<div class="gebiet-name">Cestadt</div>',
    ]


def test_labels_lie_inside_their_area():
    places = [c.location for c in walk(draw()) if isinstance(c, folium.Marker)]
    for (lat, lon), shape in zip(places, shown.areas().geometry, strict=True):
        assert shape.contains(Point(lon, lat))


def test_base_map_does_not_depend_on_what_is_shown():
    one, other = maps.base_map(shown.areas()), maps.base_map(shown.areas())
    strip = re.compile(r"_[0-9a-f]{32}")
    assert strip.sub("", html(one)) == strip.sub("", html(other))
    assert not [c for c in walk(one) if isinstance(c, folium.GeoJson)]


def test_other_crs_is_converted():
    projected = shown.areas().to_crs("EPSG:25832")
    ring = features(draw(areas=projected))[0]["geometry"]["coordinates"][0]
    assert all(9 < x < 10 and 48 < y < 50 for x, y in ring)


def test_nothing_to_draw_is_told():
    with pytest.raises(DatenFehler) as caught:
        draw(areas=shown.areas().iloc[:0])
    assert str(caught.value) == (
        "Es sind noch keine Ortsteile eingelesen: Eine Karte ist nicht möglich."
    )
    with pytest.raises(DatenFehler) as caught:
        draw(areas=shown.areas().set_crs(None, allow_override=True))
    assert str(caught.value) == (
        "Die Ortsteile haben kein Koordinatensystem: Eine Karte ist nicht möglich."
    )


def test_input_is_not_changed():
    areas, frame = shown.areas(), shown.map_values()
    draw(frame, areas, selected="a")
    pd.testing.assert_frame_equal(frame, shown.map_values())
    assert areas.equals(shown.areas())


def test_colour_classes_meet_at_their_limits():
    colours = theme.SEQUENTIAL
    assert [scale.colour_of(v, colours, 0, 100) for v in (-5, 0, 19.9, 20, 80, 100, 500)] == [
        colours[0], colours[0], colours[0], colours[1], colours[4], colours[4], colours[4],
    ]  # fmt: skip
    assert scale.colour_of(7, colours, 7, 7) == colours[2]


def test_legend_tells_every_class():
    assert scale.legend_steps(low=0, high=100, unit="%", missing=True) == [
        (theme.SEQUENTIAL[0], "unter 20 %"),
        (theme.SEQUENTIAL[1], "20 bis unter 40 %"),
        (theme.SEQUENTIAL[2], "40 bis unter 60 %"),
        (theme.SEQUENTIAL[3], "60 bis unter 80 %"),
        (theme.SEQUENTIAL[4], "80 % und mehr"),
        (theme.MISSING, "kein Wert"),
    ]
    assert scale.legend_steps(low=3, high=3, decimals=1) == [(theme.SEQUENTIAL[2], "3,0")]


def test_legend_field_of_missing_values_is_striped():
    assert scale.swatch_css("#B4D0E5") == "#B4D0E5"
    assert scale.swatch_css(theme.MISSING).startswith("repeating-linear-gradient(135deg, #E8EAED")


def test_legend_uses_as_many_places_as_its_limits_need():
    assert scale.legend_steps(low=1, high=5)[1][1] == "1,8 bis unter 2,6"


@pytest.mark.parametrize(
    ("numbers", "ends"),
    [
        ([9.3, 18.1], (9.0, 19.0)),  # five classes of 2
        ([477, 2833], (0.0, 3000.0)),  # of 600
        ([-1.2, 3.4], (-1.5, 3.5)),  # of 1
        ([0.0, 100.0], (0.0, 100.0)),
        ([4.0, None, 4.0], (4.0, 4.0)),
        ([], (0.0, 1.0)),
    ],
)
def test_ends_are_round(numbers, ends):
    assert scale.value_range(numbers) == ends


@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=1, max_size=8))
def test_ends_hold_all_values(numbers):
    low, high = scale.value_range(numbers)
    room = 1e-6 * max(1.0, high - low)
    assert low <= min(numbers) + room
    assert high >= max(numbers) - room


def test_points_say_what_they_are_and_closed_ones_are_rings():
    points = [maps.Point(49.0, 9.0, "<b>Laden</b>"), maps.Point(49.1, 9.1, "Café", offen=False)]
    frame = shown.map_values()
    group = maps.feature_group(
        shown.areas(), frame, palette="schlicht", low=0, high=0, points=points
    )
    drawn = [child for child in walk(group) if isinstance(child, folium.CircleMarker)]
    assert [child.location for child in drawn] == [[49.0, 9.0], [49.1, 9.1]]
    texts = [tip.text for child in drawn for tip in walk(child) if isinstance(tip, folium.Tooltip)]
    assert texts == ["&lt;b&gt;Laden&lt;/b&gt;", "Café"]
    assert drawn[0].options["fillColor"] == theme.ACCENT
    assert drawn[1].options["fillColor"] == theme.PAPER
    colours = {
        feature["properties"]["farbe"]
        for child in walk(group)
        if isinstance(child, folium.GeoJson)
        for feature in child.data["features"]
    }
    assert colours <= {theme.SEQUENTIAL[0], maps.STRIPES}
