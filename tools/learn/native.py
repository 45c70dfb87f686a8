#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""native.py SHARED OUT READ - words in other scripts, as they are read, beside their Latin forms.

Writes OUT/TABLE.train and OUT/TABLE.test for each table but Latin, from match/translit/*.tsv and
match/name-variants.gz: word as read, Latin word, 1, the native word.  A pair whose letters have
little in common (a given name beside a family name) is left out of training, not of the test."""
import gzip
import os
import re
import subprocess
import sys
import zlib
from collections import defaultdict

sys.path.insert(0, os.path.dirname(__file__))
import fold
from align import likeness

TABLES = {1: "cyrillic", 2: "arabic", 3: "hebrew", 4: "greek", 5: "greek", 6: "greek", 7: "greek",
          8: "han", 9: "hangul", 10: "kana"}
MOST = 24000  # pairs of a table that are trained on
LATIN = re.compile("[a-z]{2,24}")


def pairs(shared):
    folder = os.path.join(shared, "match/translit")
    for file in sorted(os.listdir(folder)):
        with open(os.path.join(folder, file), encoding="utf-8") as f:
            for line in f:
                latin, native, _ = line.rstrip("\n").split("\t")
                yield fold.fold(latin), native.replace(" ", "")
    with gzip.open(os.path.join(shared, "match/name-variants.gz"), "rt", encoding="utf-8") as f:
        for line in f:
            group = [w.strip() for w in line.split("=>")[0].split(",")]
            latin = [w for w in map(fold.fold, group) if LATIN.fullmatch(w)]
            for native in group:
                if latin and not LATIN.fullmatch(fold.fold(native)):
                    # The Latin form that is nearest is found when the native one is read.
                    yield "|".join(dict.fromkeys(latin[:6])), native


def main():
    shared, out, read = sys.argv[1:]
    rows = [(x, y) for x, y in pairs(shared) if " " not in y]
    text = "".join(y + "\n" for _, y in rows)
    said = subprocess.run([read], input=text, capture_output=True, text=True, check=True).stdout
    found = defaultdict(dict)
    for (latin, native), line in zip(rows, said.splitlines()):
        forms = latin.split("|")
        best = None
        for reading in line.split("\t"):
            words = reading.split(" ")
            if len(words) != 1 or words[0].count("/") != 2:
                continue
            word, letters, _ = words[0].split("/")
            table = TABLES.get(int(letters))
            if not table or not re.fullmatch("[a-z]+", word):
                continue
            for form in forms:
                if LATIN.fullmatch(form):
                    d = likeness(word, form)
                    if best is None or d < best[0]:
                        best = d, table, word, form
        if best:
            d, table, word, form = best
            found[table].setdefault((word, form), (d, native))
    for table, of in sorted(found.items()):
        train = {p: x for p, x in of.items() if not fold.held_out(p[1]) and x[0] <= 0.36}
        if len(train) > MOST:
            keep = sorted(train, key=lambda p: zlib.crc32("".join(p).encode()))[:MOST]
            train = {p: train[p] for p in keep}
        for part, rows in (("train", train), ("test", {p: x for p, x in of.items()
                                                       if fold.held_out(p[1])})):
            with open(os.path.join(out, f"{table}.{part}"), "w", encoding="utf-8") as f:
                for (word, form), (d, native) in sorted(rows.items()):
                    print(word, form, 1, native, f"{d:.2f}", sep="\t", file=f)


main()
