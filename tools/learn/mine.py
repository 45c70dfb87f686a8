#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mine.py LISTS SHARED OUT NEAR COST - data/likeness-words.tsv: pairs about which letters are wrong.

What it knows comes from tools/learn/known.txt, from nicknames, from how often two words stand for
each other in the names of one entry (the train part only), and from lists of common names: two that
are common in one country, or are a man's and a woman's, are two names unless something joins them."""
import csv
import gzip
import itertools
import math
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict

sys.path.insert(0, os.path.dirname(__file__))
import fold

SCALE = 0.45   # as in table.py
NICKNAME = 36
FAR = 255
APART = 22     # added when two common names are near


def pair(x, y):
    return (x, y) if x < y else (y, x)


def plain(w):
    return re.fullmatch("[a-z]{2,31}", w)


def ask(tool, lines):
    text = "".join(" ".join(x) + "\n" for x in lines)
    out = subprocess.run([tool], input=text, capture_output=True, text=True, check=True).stdout
    return [line.split("\t") for line in out.splitlines()]


def known(here):
    """(pair: cost), and which word is the head of the pair."""
    costs, heads = {}, {}
    with open(os.path.join(here, "known.txt"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("#") or not line.strip():
                continue
            cost, *forms = line.split()
            forms = [w for w in dict.fromkeys(fold.fold(w) for w in forms) if plain(w)]
            for k, (x, y) in enumerate(itertools.combinations(forms, 2)):
                if x != y:
                    c = int(cost) + (4 if x != forms[0] else 0)
                    if costs.get(pair(x, y), FAR) > c:
                        costs[pair(x, y)] = c
                        heads[pair(x, y)] = forms[0]
    return costs, heads


def nicknames(shared):
    out = {}
    with open(os.path.join(shared, "match/carltonnorthern_nicknames.csv"), encoding="utf-8") as f:
        for row in csv.DictReader(f):
            x, y = fold.fold(row["name1"]), fold.fold(row["name2"])
            if plain(x) and plain(y) and min(len(x), len(y)) > 2 and x != y:
                out[pair(x, y)] = x
    return out


def common_names(shared):
    """word -> the countries and kinds of name in which it is common; word -> sexes."""
    where, sexes = defaultdict(set), defaultdict(set)
    for kind in ("forenames", "surnames"):
        path = os.path.join(shared, f"match/sigpwned_common-{kind}-by-country.csv")
        with open(path, encoding="utf-8-sig") as f:
            for row in csv.DictReader(f):
                w = fold.words(row["Romanized Name"])
                if len(w) == 1 and plain(w[0]):
                    where[w[0]].add((row["Country"], kind))
                    if kind == "forenames":
                        sexes[w[0]].add(row["Gender"])
    return where, sexes


def seen_in_lists(lists, shared):
    """In how many entries a word stands."""
    count = Counter()
    for _, _, _, names in fold.entries(lists, shared):
        count.update({w for _, text in names for w in fold.words(text)})
    return count


def aligned(out):
    """(pair: weight) of the train part, and the pairs that any source joins."""
    weight, joined, apart = defaultdict(float), set(), set()
    with open(os.path.join(out, "latin.tsv"), encoding="ascii") as f:
        for line in f:
            x, y, w, part, source = line.split()
            if part == "test":
                apart.add(pair(x, y))
                continue
            if source == "lists":
                weight[pair(x, y)] += float(w)
            joined.add(pair(x, y))
    return weight, joined, apart


def main():
    lists, shared, out, near, cost = sys.argv[1:]
    table, heads = known(os.path.dirname(__file__))
    by_letters = {}
    weight, joined, test = aligned(out)
    where, sexes = common_names(shared)
    entries = seen_in_lists(lists, shared)
    short = nicknames(shared)
    for p, head in short.items():
        if p not in table:
            table[p], heads[p] = NICKNAME, head
    # What stands for each other in the lists, more often or more rarely than letters say.
    pairs = [p for p, w in weight.items() if p[0] != p[1] and w >= 3 and p not in table]
    for (x, y), row in zip(pairs, ask(cost, pairs)):
        letters = int(row[0])
        whole = math.sqrt(max(weight[x, x], 1) * max(weight[y, y], 1))
        learned = max(4, round(-16 * SCALE * math.log(min(1, weight[x, y] / whole))))
        learned = max(learned, letters // 2 if letters < FAR else 20)
        if weight[x, y] >= 4 and (letters < FAR and learned < letters - 8 or letters == FAR and
                                  learned < 30 and weight[x, y] >= 8 and len(x + y) > 8
                                  and min(entries[x], entries[y]) < 100):
            table[x, y] = learned
            heads[x, y] = x if entries[x] >= entries[y] else y
    # Common names that letters make alike and nothing joins.
    names = sorted(set(where) | {w for w, n in entries.items() if n >= 12 and plain(w)})
    for c, x, y in ask(near, [(w,) for w in names]):
        p, c = pair(x, y), int(c)
        if p in table or p in test:
            continue
        expected = math.sqrt(weight[x, x] * weight[y, y]) * math.exp(-c / 16 / SCALE)
        rare = expected >= 2 and weight[p] < expected / 4 and weight[p] < 2
        sex = sexes[x] and sexes[y] and not sexes[x] & sexes[y]
        both = any(k in where[y] for k in where[x])
        if sex and p not in joined:
            table[p] = FAR
        elif p not in joined and both or rare:
            table[p] = c + APART if c + APART < min(100, 6 * (len(x) + len(y)) + 8) else FAR
    print("# Pairs of words about which letters alone are wrong: word, word, cost in sixteenths of a")
    print("# nat; 255 is never.  Made by `make learn`; see doc/design/likeness.md.")
    for (x, y), c in sorted(table.items()):
        if (x, y) in heads and heads[x, y] == x:
            x, y = y, x
        print(x, y, c, sep="\t")


main()
