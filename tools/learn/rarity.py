#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""rarity.py LISTS SHARED NEAR LEVEL WORDS - data/rarity.tsv: how rare a word is among names.

The share of names with a word is a mean of three: entries of the lists (names and words of
organisations), people in encyclopaedias (counts of match/translit), and common names by country, by
rank.  Words that level alike (text/alike_table.h) are one; and a word has a part of the share of
each near one, the larger the less the change costs, so that no spelling of a common name is rare."""
import csv
import math
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict

sys.path.insert(0, os.path.dirname(__file__))
import fold

LISTS, PEOPLE, COMMON = 0.4, 0.3, 0.3
RAREST = 148     # of a line in the table; what is rarer has the value of its length
FADE = 12        # a change that costs so much leaves a part of 1/e
MOST_COST = 30


def of_lists(lists, shared):
    seen, total = Counter(), 0
    for _, _, _, names in fold.entries(lists, shared):
        total += 1
        seen.update({w for _, text in names for w in fold.words(text)})
    return {w: n / total for w, n in seen.items()}


def of_people(shared):
    share, files = defaultdict(float), sorted(os.listdir(os.path.join(shared, "match/translit")))
    for file in files:
        count = Counter()
        with open(os.path.join(shared, "match/translit", file), encoding="utf-8") as f:
            for line in f:
                latin, _, n = line.rstrip("\n").split("\t")
                count[fold.fold(latin)] += int(n)
        whole = sum(count.values()) / 2   # a name has two words
        for w, n in count.items():
            share[w] += n / whole / len(files)
    return share


def of_countries(shared):
    share = defaultdict(float)
    for kind, first in (("forenames", 0.016), ("surnames", 0.01)):
        rows = defaultdict(list)
        path = os.path.join(shared, f"match/sigpwned_common-{kind}-by-country.csv")
        with open(path, encoding="utf-8-sig") as f:
            for row in csv.DictReader(f):
                rank = int(row["Index"] if kind == "forenames" else row["Rank"] or 50)
                rows[row["Country"]].append((rank, fold.words(row["Romanized Name"])))
        for country in rows.values():
            for rank, words in country:
                for w in words:
                    share[w] += first / max(rank, 1) ** 0.6 / len(rows)
    return share


def main():
    lists, shared, near, level, words_file = sys.argv[1:]
    share = defaultdict(float)
    for weight, table in ((LISTS, of_lists(lists, shared)), (PEOPLE, of_people(shared)),
                          (COMMON, of_countries(shared))):
        for w, p in table.items():
            if re.fullmatch("[a-z]{2,31}", w):
                share[w] += weight * p
    known = {}
    with open(words_file, encoding="ascii") as f:
        for line in f:
            if not line.startswith("#"):
                x, y, c = line.split("\t")
                known[min(x, y), max(x, y)] = int(c)
    words = sorted(share, key=lambda w: (-share[w], w))[:40000]
    frequent = words[:16000]
    words += sorted({w for p, c in known.items() if c <= MOST_COST for w in p} - set(words))
    out = subprocess.run([level], input="\n".join(words), capture_output=True, text=True,
                         check=True).stdout
    level_of = dict(line.split("\t") for line in out.splitlines())
    by_level = defaultdict(float)
    for w in words:
        by_level[level_of[w]] += share.get(w, 0)
    best = defaultdict(lambda: 255)
    out = subprocess.run([near], input="\n".join(sorted(frequent)), capture_output=True, text=True,
                         check=True).stdout
    rows = [line.split("\t") for line in out.splitlines()]
    for c, x, y in rows + [(c, x, y) for (x, y), c in known.items()]:
        c = known.get((min(x, y), max(x, y)), int(c))
        if c <= MOST_COST and x in level_of and y in level_of and level_of[x] != level_of[y]:
            p = min(level_of[x], level_of[y]), max(level_of[x], level_of[y])
            best[p] = min(best[p], c)
    smooth = dict(by_level)
    for (x, y), c in best.items():
        part = math.exp(-c / FADE)
        smooth[x] += part * by_level[y]
        smooth[y] += part * by_level[x]
    print("# How rare a word is: the word as alike_level() makes it, and -16 ln of the share of names")
    print("# that have it.  Made by `make learn`; see doc/design/likeness.md.")
    for w in sorted(smooth):
        value = round(-16 * math.log(smooth[w])) if smooth[w] > 0 else 255
        if value <= RAREST and len(w) > 1:
            print(w, max(value, 1), sep="\t")


main()
