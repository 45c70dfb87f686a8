#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""table.py latin=EDITS [cyrillic=EDITS ...] > data/likeness.tsv - what edits printed, as whole costs.

Only changes that are cheaper than the plain ones are kept: a letter for a letter, a letter more."""
import sys

SCALE = 0.45   # of the learned costs; see doc/design/likeness.md, "How costs were scaled"
TYPO = 56      # a letter for another
SLIP = 50      # a letter too many or missing
LEAST = 3      # of any change
KEEP = {1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 5}  # expected number that a change must have


def letters(x):
    return "" if x == "-" else x


def main():
    print("# What letters stand for which: table, letters of the script's side, Latin letters, cost in")
    print("# sixteenths of a nat.  Made by `make learn`; see doc/design/likeness.md.")
    for arg in sys.argv[1:]:
        table, file = arg.split("=")
        rows = []
        with open(file, encoding="ascii") as f:
            for line in f:
                x, y, cost, count, pairs = line.rstrip("\n").split("\t")
                cost = max(LEAST, round(float(cost) * SCALE))
                n = len(letters(x) + letters(y))
                if float(count) < KEEP[n] or cost >= (SLIP if n == 1 else TYPO):
                    continue
                if n > 2 and cost >= 45:
                    continue
                rows.append((x, y, cost))
        for x, y, cost in sorted(rows):
            print(table, x, y, cost, sep="\t")


main()
