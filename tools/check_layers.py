#!/usr/bin/env python3
"""Folders of the engine are layers: each includes only what lies below it."""
import re

import taste

# Bottom up. What all share, engine/bookable/internal, may be included by all; a
# header there counts as part of the highest layer that it includes itself.
LAYERS = ["time", "interval", "schedule", "event", "host", "grid", "team", "query",
          "fleet", "codec"]
UMBRELLA = "bookable/bookable.h"
ENGINE = "engine/"

# The rooms of the service, bottom up; each may know those below it.
SERVICE = "bindings/http/"
ROOMS = ["store", "calendars", "domain", "api", "server"]

# Other people's libraries that only some rooms of the engine may know.
CONFINED = [
    (r"date/", r"time/"),
    (r"boost/", r"interval/icl\.h"),
    (r"simdjson", r"codec/"),
    (r"absl/log/", r"nothing"),
]
# And those that only some rooms of the service may know.
CONFINED_IN_SERVICE = [
    (r"sqlite3\.h|libpq", r"store/"),
    (r"boost/beast", r"server/"),
]
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')


def includes(root, path):
    """(line number, what) of each #include."""
    for number, line in enumerate(taste.lines(root, path), 1):
        if match := INCLUDE.match(line):
            yield number, match[2]


def is_internal(header):
    return "/internal/" in header


def check_service(path, number, header):
    """What is wrong with an include of a file of the service."""
    own = path[len(SERVICE):]
    room = own.split("/")[0] if "/" in own else None
    here = f"{path}:{number}: includes {header}"
    if room and room not in ROOMS:
        yield f"{path}: the folder is no room of the service, {' < '.join(ROOMS)}"
        return
    for library, rooms in CONFINED_IN_SERVICE:
        if re.match(library, header) and not re.match(rooms, own):
            yield f"{here}, which is not for this room"
    if header.startswith("tests/") or header.startswith("bindings/") and not header.startswith(
            SERVICE):
        yield f"{here}: the service knows the engine and itself"
    elif header.startswith(SERVICE) and room:
        other = header[len(SERVICE):].split("/")[0]
        if other not in ROOMS or ROOMS.index(other) > ROOMS.index(room):
            yield f"{here}, a room above {room}"


def check(root):
    headers = {str(path) for path in taste.files(root / ENGINE, ".h")}
    ranks = {}

    def rank(header):
        """Place of a file of the engine in LAYERS; -1 below all of them."""
        layer = header.split("/")[1]
        if layer in LAYERS:
            return LAYERS.index(layer)
        if header not in ranks:
            ranks[header] = -1  # ends a cycle
            if header in headers:
                ranks[header] = max((rank(h) for _, h in includes(root, ENGINE + header)
                                     if h.startswith("bookable/") and h != UMBRELLA),
                                    default=-1)
        return ranks[header]

    complaints = []
    for path in taste.files(root, ".h", ".cc"):
        path = str(path)
        in_engine = path.startswith(ENGINE)
        own = path[len(ENGINE):] if in_engine else path
        layer = own.split("/")[1] if in_engine and own.count("/") > 1 else None
        if in_engine and own != UMBRELLA and layer not in LAYERS + ["internal"]:
            complaints.append(f"{path}: the folder is no layer of {' < '.join(LAYERS)}")
            continue
        for number, header in includes(root, path):
            if path.startswith(SERVICE):
                complaints += check_service(path, number, header)
            here = f"{path}:{number}: includes {header}"
            if in_engine:
                for library, rooms in CONFINED:
                    if re.match(library, header) and not re.match("bookable/" + rooms, own):
                        complaints.append(f"{here}, which is not for this room")
                if re.match(r"(bindings|tests|bench|docs)/|\.\.", header):
                    complaints.append(f"{here}: the engine knows nothing outside of it")
            if not header.startswith("bookable/"):
                continue
            if header not in headers:
                complaints.append(f"{here}, which does not exist")
                continue
            if not in_engine:
                if is_internal(header) and not path.startswith(("tests/", "bench/")):
                    complaints.append(f"{here}, which is internal to the engine")
                continue
            if header == UMBRELLA:
                complaints.append(f"{here}: the umbrella is for users only")
                continue
            if own == UMBRELLA:
                if is_internal(header):
                    complaints.append(f"{here}: no internal header is public")
                continue
            if layer != "internal" and rank(header) > LAYERS.index(layer):
                complaints.append(f"{here}, a layer above {layer}")
            if is_internal(header):
                room = header.split("/")[1]
                if room not in ("internal", layer):
                    complaints.append(f"{here}, which is internal to {room}")
                if own.endswith(".h") and not is_internal(own):
                    complaints.append(f"{here}: a public header includes no internal one")
    return complaints


GOOD = {
    "engine/bookable/bookable.h": '#include "bookable/time/zone.h"\n',
    "engine/bookable/time/zone.h": "#include <chrono>\n",
    "engine/bookable/time/zone.cc": '#include "bookable/time/zone.h"\n#include "date/tz.h"\n'
                                    '#include "bookable/time/internal/table.h"\n',
    "engine/bookable/time/internal/table.h": '#include "bookable/internal/text.h"\n',
    "engine/bookable/internal/text.h": "#include <string>\n",
    "engine/bookable/internal/checks.h": '#include "bookable/time/zone.h"\n',
    "engine/bookable/event/event.cc": '#include "bookable/internal/checks.h"\n',
    "engine/bookable/grid/grid.h": '#include "bookable/time/zone.h"\n',
    "tests/engine/time/table_test.cc": '#include "bookable/time/internal/table.h"\n',
    "bindings/cli/main.cc": '#include "bookable/bookable.h"\n',
    "bindings/http/main.cc": '#include "bindings/http/server/listener.h"\n',
    "bindings/http/store/sqlite.cc": "#include <sqlite3.h>\n",
    "bindings/http/domain/book.cc": '#include "bindings/http/store/sqlite.h"\n',
    "bindings/http/server/listener.cc": "#include <boost/beast/http.hpp>\n",
}
ZONE = "engine/bookable/time/zone.h"
SPOILED = [
    ("a layer above time", {ZONE: '#include "bookable/grid/grid.h"\n'}),
    ("a layer above time", {  # through the shared folder
        "engine/bookable/internal/text.h": '#include "bookable/grid/grid.h"\n'}),
    ("which is internal to time",
     {"engine/bookable/grid/grid.cc": '#include "bookable/time/internal/table.h"\n'}),
    ("a public header includes no internal one",
     {ZONE: '#include "bookable/time/internal/table.h"\n'}),
    ("no internal header is public",
     {"engine/bookable/bookable.h": '#include "bookable/internal/text.h"\n'}),
    ("the umbrella is for users only", {ZONE: '#include "bookable/bookable.h"\n'}),
    ("which does not exist", {ZONE: '#include "bookable/time/nothing.h"\n'}),
    ("knows nothing outside", {ZONE: '#include "tests/support/literals.h"\n'}),
    ("internal to the engine",
     {"bindings/cli/main.cc": '#include "bookable/internal/text.h"\n'}),
    ("not for this room", {"engine/bookable/grid/grid.cc": '#include <date/date.h>\n'}),
    ("not for this room", {"engine/bookable/time/zone.cc": '#include "boost/icl/a.hpp"\n'}),
    ("a room above store",
     {"bindings/http/store/sqlite.cc": '#include "bindings/http/domain/book.h"\n'}),
    ("not for this room", {"bindings/http/domain/book.cc": "#include <libpq-fe.h>\n"}),
    ("not for this room", {"bindings/http/api/a.cc": "#include <boost/beast/http.hpp>\n"}),
    ("knows the engine and itself",
     {"bindings/http/domain/book.cc": '#include "bindings/cli/ask.h"\n'}),
    ("is no room", {"bindings/http/misc/a.cc": "#include <string>\n"}),
    ("is no layer", {"engine/bookable/misc/a.h": "\n"}),
]

if __name__ == "__main__":
    taste.main(check, GOOD, SPOILED)
