#!/usr/bin/env python3
"""bookable.h includes every public header of the core, layer by layer."""
import re

import taste
from check_layers import ENGINE, LAYERS, UMBRELLA, includes, is_internal

# Conversions to other libraries' types are included by those who want them, and
# JSON is a target of its own.
LEFT_OUT = re.compile(r"bookable/(time/(absl|date)\.h|interval/icl\.h|codec/)")


def check(root):
    wanted = [str(p) for p in taste.files(root / ENGINE, ".h")]
    wanted = [h for h in wanted if h != UMBRELLA and not is_internal(h)
              and not LEFT_OUT.match(h) and h.split("/")[1] in LAYERS]
    wanted.sort(key=lambda h: (LAYERS.index(h.split("/")[1]), h))
    have = [h for _, h in includes(root, ENGINE + UMBRELLA)]
    complaints = [f"{UMBRELLA}: lacks {h}" for h in wanted if h not in have]
    complaints += [f"{UMBRELLA}: should not include {h}" for h in have if h not in wanted]
    complaints += [f"{UMBRELLA}: includes {h} twice" for h in set(have) if have.count(h) > 1]
    if not complaints and have != wanted:
        first = next(h for h, w in zip(have, wanted) if h != w)
        complaints.append(f"{UMBRELLA}: {first} is out of order; by layer "
                          f"({', '.join(LAYERS)}), then by name")
    return complaints


def umbrella(*names):
    return {ENGINE + UMBRELLA: "".join(f'#include "bookable/{n}"\n' for n in names)}


GOOD = {
    **umbrella("time/instant.h", "time/zone.h", "grid/grid.h"),
    "engine/bookable/time/zone.h": "",
    "engine/bookable/time/instant.h": "",
    "engine/bookable/time/absl.h": "",
    "engine/bookable/time/internal/table.h": "",
    "engine/bookable/grid/grid.h": "",
    "engine/bookable/internal/text.h": "",
    "engine/bookable/codec/request.h": "",
}
SPOILED = [
    ("lacks bookable/time/zone.h", umbrella("time/instant.h", "grid/grid.h")),
    ("should not include bookable/time/absl.h",
     umbrella("time/absl.h", "time/instant.h", "time/zone.h", "grid/grid.h")),
    ("is out of order", umbrella("grid/grid.h", "time/instant.h", "time/zone.h")),
    ("is out of order", umbrella("time/zone.h", "time/instant.h", "grid/grid.h")),
    ("twice", umbrella("time/instant.h", "time/zone.h", "time/zone.h", "grid/grid.h")),
]

if __name__ == "__main__":
    taste.main(check, GOOD, SPOILED)
