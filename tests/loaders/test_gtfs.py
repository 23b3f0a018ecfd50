"""Timetables: what leaves on typical days, and what is said about a broken feed."""

from __future__ import annotations

import pytest

from lebenslage import loaders
from lebenslage.model.exchange import Source
from lebenslage.model.timetable import Timetable
from tests.loaders.build import archive, problems, read
from tests.loaders.feeds import WITH_AREAS, feed, tables


def timetable(source: Source) -> Timetable:
    content = read(source, WITH_AREAS).content
    assert isinstance(content, Timetable)
    return content


def leaving(table: Timetable, tag: str) -> list[tuple[str, float, str, str]]:
    rows = table.abfahrten[table.abfahrten["tag"] == tag]
    names = table.halte.set_index("halt_id")["name"]
    return [(names[r.halt_id], r.minute, r.linie, r.ziel) for r in rows.itertuples(index=False)]


def test_departures_of_the_three_typical_days():
    table = timetable(feed())
    assert (table.von, table.bis) == ("2025-01-07", "2025-02-01")
    # Tuesday after Epiphany; the holiday week is the exception; Sundays have no bus at all
    assert table.tage == {"werktag": "2025-01-07", "samstag": "2025-01-11", "sonntag": "2025-01-12"}
    assert leaving(table, "werktag") == [
        ("Nordheim Rathaus", 420, "381", "Südhausen"),
        ("Osterfeld Kirche", 425, "381", "Südhausen"),
        ("Nordheim Rathaus", 1050, "381", "Südhausen"),
        # no time is given there: halfway between 17:30 and 17:40
        ("Osterfeld Kirche", 1055, "381", "Südhausen"),
        ("Nordheim Rathaus", 1450, "381", "Osterfeld"),
    ]
    assert leaving(table, "samstag") == [
        ("Nordheim Rathaus", 600, "Samstagsbus", "Osterfeld Kirche")
    ]
    assert leaving(table, "sonntag") == []


def test_platforms_of_one_stop_are_one():
    table = timetable(feed())
    assert sorted(table.halte["halt_id"]) == ["de:08999:1", "de:08999:2"]


@pytest.mark.parametrize("left_out", ["calendar", "calendar_dates"])
def test_one_of_the_two_calendars_is_enough(left_out):
    dates = "service_id,date,exception_type\nschule,20250107,1\nschule,20250108,1\nsa,20250111,1\n"
    changed = {left_out: None} | ({"calendar_dates": dates} if left_out == "calendar" else {})
    table = timetable(feed(**changed))
    assert len(leaving(table, "werktag")) == 5
    assert len(leaving(table, "samstag")) == 1


def test_without_any_calendar():
    assert problems(feed(calendar=None, calendar_dates=None), WITH_AREAS) == [
        "fahrplan.zip: Der Fahrplan enthält weder „calendar.txt“ noch „calendar_dates.txt“; "
        "mindestens eine davon sagt, an welchen Tagen gefahren wird."
    ]


def test_headways_repeat_a_trip():
    table = timetable(
        feed(
            frequencies="trip_id,start_time,end_time,headway_secs\nt1,06:00:00,07:00:00,1800\n",
            calendar_dates=None,
        )
    )
    morning = [row[:2] for row in leaving(table, "werktag") if row[1] < 600]
    assert morning == [
        ("Nordheim Rathaus", 360),
        ("Osterfeld Kirche", 365),
        ("Nordheim Rathaus", 390),
        ("Osterfeld Kirche", 395),
    ]


def test_journeys_on_call_and_without_boarding_do_not_count():
    text = tables()["stop_times.txt"].replace("stop_sequence\n", "stop_sequence,pickup_type\n")
    rows = text.splitlines()
    rows = [rows[0], *(f"{row},{ {1: 2, 5: 1}.get(i, 0) }" for i, row in enumerate(rows[1:], 1))]
    delivery = read(feed(stop_times="\n".join(rows) + "\n"), WITH_AREAS)
    assert [row[:2] for row in leaving(delivery.content, "werktag")] == [
        ("Osterfeld Kirche", 425),
        ("Osterfeld Kirche", 1055),
        ("Nordheim Rathaus", 1450),
    ]
    assert "1 Abfahrten von Rufbussen (nur nach Anmeldung) sind nicht mitgezählt." in (
        delivery.hinweise
    )


def test_the_source_comes_along():
    content = timetable(feed())
    assert content.quelle_id == "fahrplan-2025-01-07"
    assert content.quellen is not None
    row = content.quellen.iloc[0]
    assert row["herausgeber"] == "Verkehrsverbund Musterkreis"
    assert row["naechste_lieferung"] == "2025-02-01"


def test_summary_and_method_are_told():
    delivery = read(feed(), WITH_AREAS)
    assert delivery.zusammenfassung == {
        "Gültig": "07.01.2025 bis 01.02.2025",
        "Haltestellen": 2,
        "Linien": 2,
        "Abfahrten Werktag": 5,
        "Abfahrten Samstag": 1,
        "Abfahrten Sonntag": 0,
    }
    assert delivery.hinweise == (
        "Als typische Tage gelten Werktag 07.01.2025, Samstag 11.01.2025, Sonntag 12.01.2025: je "
        "Art von Tag die Zahl der Abfahrten, die am häufigsten vorkommt; Werktage sind Dienstag "
        "bis Donnerstag, gesetzliche Feiertage zählen nicht.",
    )


def test_every_broken_row_is_named():
    text = tables()["stop_times.txt"]
    text = text.replace("t3,24:10:00,24:10:00,", "t3,24:10:00,24:99:00,").replace(
        "de:08999:3:0:1,3\nice", "de:08999:3:0:1,drei\nice"
    )
    assert problems(feed(stop_times=text), WITH_AREAS) == [
        "fahrplan.zip, Zeile 4, Spalte „stop_sequence“: „stop_times.txt“: „drei“ ist keine "
        "Nummer in der Folge der Halte.",
        "fahrplan.zip, Zeile 9, Spalte „departure_time“: „stop_times.txt“: „24:99:00“ ist keine "
        "Uhrzeit; erwartet wird HH:MM:SS (auch über 24:00:00).",
    ]


def test_rows_with_too_few_cells_are_named():
    text = tables()["stop_times.txt"].replace("t2,,,de:08999:2:0:1,2\n", "t2,de:08999:2:0:1\n")
    assert problems(feed(stop_times=text), WITH_AREAS) == [
        "fahrplan.zip, Zeile 7: „stop_times.txt“: Die Zeile hat 2 Felder; erwartet werden 5."
    ]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"routes": None}, "fahrplan.zip: Im Fahrplan fehlt „routes.txt“."),
        (
            {"stops": "stop_id,stop_name,stop_lat,stop_lon\nx,Fern,52.5,13.4\n"},
            "fahrplan.zip: Keine Haltestelle dieses Fahrplans liegt in der Nähe der Gemeinde.",
        ),
        (
            {"stops": "stop_id,stop_name,stop_lat,stop_lon\nx,Nord,neunundvierzig,9.4\n"},
            "fahrplan.zip, Zeile 2, Spalte „stop_lat“: „stops.txt“: „neunundvierzig“ ist keine "
            "Koordinate in Grad.",
        ),
        (
            {"trips": "route_id,service_id\nr1,schule\n"},
            "fahrplan.zip: In „trips.txt“ fehlt die Spalte „trip_id“.",
        ),
        (
            {
                "calendar": tables()["calendar.txt"].replace(
                    "20250107,20250202\nsa", "gestern,x\nsa"
                )
            },
            "fahrplan.zip, Zeile 2, Spalte „start_date“: „calendar.txt“: „gestern“ ist kein Datum; "
            "erwartet wird JJJJMMTT.\nfahrplan.zip, Zeile 2, Spalte „end_date“: „calendar.txt“: "
            "„x“ ist kein Datum; erwartet wird JJJJMMTT.",
        ),
    ],
)
def test_what_is_wrong_is_said_once(changed, message):
    assert "\n".join(problems(feed(**changed), WITH_AREAS)) == message


def test_a_trip_without_its_row():
    trips = tables()["trips.txt"].replace("r1,schule,t3,Osterfeld\n", "")
    assert problems(feed(trips=trips), WITH_AREAS) == [
        "fahrplan.zip, Zeile 9, Spalte „trip_id“: „stop_times.txt“: „t3“ steht nicht in "
        "„trips.txt“."
    ]


def test_without_areas_nothing_can_be_cut_out():
    assert problems(feed()) == [
        "fahrplan.zip: Ein Fahrplan wird auf die Gemeinde zugeschnitten; zuerst braucht es die "
        "Ortsteile."
    ]


def test_path_out_of_the_archive():
    packed = {name: text.encode() for name, text in tables().items()}
    assert problems(archive({**packed, "../boese.txt": b""}), WITH_AREAS) == [
        "datei.zip: Das Archiv enthält einen Pfad, der aus dem Archiv hinausführt."
    ]


def test_a_row_with_too_few_cells_in_another_encoding():
    packed = {name: text.encode() for name, text in tables().items()}
    packed["trips.txt"] = packed["trips.txt"].replace(
        b"r1,schule,t2,\n", "Süd,t2\n".encode("latin-1")
    )
    assert problems(archive(packed), WITH_AREAS) == [
        "datei.zip: „trips.txt“ ist nicht in UTF-8 kodiert oder beschädigt."
    ]


def test_bomb():
    packed = {name: text.encode() for name, text in tables().items()}
    packed["shapes.txt"] = b"0" * (64 << 20)
    (message,) = problems(archive(packed), WITH_AREAS)
    assert message.startswith("datei.zip: Die Datei ist entpackt 64,0 MB groß")
    assert message.endswith("und wird aus Sicherheitsgründen nicht geöffnet.")


def test_damaged_archive():
    whole = feed()
    place = whole.data.index(b"stop_times.txt") + 30
    damaged = Source(whole.name, whole.data[:place] + b"\0" * 40 + whole.data[place + 40 :])
    assert problems(damaged, WITH_AREAS) == [
        "fahrplan.zip: Die Datei ist beschädigt und lässt sich nicht öffnen."
    ]


def test_a_feed_on_the_disk_is_read_without_its_limit(tmp_path):
    path = tmp_path / "fahrplan.zip"
    path.write_bytes(feed().data)
    small = type(WITH_AREAS)(**{**WITH_AREAS.__dict__, "limit_bytes": 10})
    delivery = loaders.read_file(path, small)
    assert isinstance(delivery.content, Timetable)
    assert delivery.content.abfahrten.equals(timetable(feed()).abfahrten)
    # what is kept is what was taken from it
    assert delivery.roh.decode().splitlines()[0] == "halt_id;tag;minute;linie;ziel;fahrt_id"


def test_tables_in_a_folder_with_byte_mark_and_blanks():
    packed = {f"feed/{name}": text for name, text in tables().items()}
    text = "\ufeff" + packed["feed/stops.txt"].replace("stop_id,stop_name", "stop_id, stop_name")
    packed["feed/stops.txt"] = text
    source = archive({name: text.encode() for name, text in packed.items()})
    assert timetable(source).abfahrten.equals(timetable(feed()).abfahrten)
