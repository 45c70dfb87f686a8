#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""align.py LISTS SHARED OUT - which word of one name of an entry is which of another.

Writes OUT/latin.tsv: word, word, weight, "test" or "train", from the names of entries and from the
groups of match/name-variants.gz.  Words are paired by a plain edit distance with cheap vowels and
silent letters, best pairs first; the learned costs come later.  Of two names with one word left on
each side that are not alike, OUT/leftover.tsv takes note: word, word, entries."""
import gzip
import itertools
import os
import re
import sys
from collections import Counter, defaultdict

sys.path.insert(0, os.path.dirname(__file__))
import fold

VOWELS = set("aeiouy")
SOFT = set("aeiouyhw")
CLASSES = ["kqgcx", "szcjxd", "td", "bpvfw", "vw", "lr", "nm", "jgyzc", "hkx"]
NEAR = {(a, b) for c in CLASSES for a in c for b in c}
cache = {}


def distance(a, b):
    """Of letters that differ, in full letters; vowels and near letters are a part of one."""
    if (a, b) in cache:
        return cache[a, b]
    before = [0.0]
    for x in b:
        before.append(before[-1] + (0.35 if x in SOFT else 1))
    for i, x in enumerate(a):
        drop = 0.35 if x in SOFT else 0.3 if i and a[i - 1] == x else 1
        row = [before[0] + drop]
        for j, y in enumerate(b):
            swap = 0 if x == y else 0.3 if x in VOWELS and y in VOWELS else 0.35 if (x, y) in NEAR \
                else 1
            add = 0.35 if y in SOFT else 0.3 if j and b[j - 1] == y else 1
            row.append(min(before[j] + swap, before[j + 1] + drop, row[j] + add))
        before = row
    cache[a, b] = before[-1]
    return before[-1]


def likeness(a, b):
    longer, shorter = max(len(a), len(b)), min(len(a), len(b))
    if shorter * 2 < longer:
        return 1
    return distance(a, b) / longer


def pair_up(a, b):
    """Words of two names: (pairs, words left on each side)."""
    left, right, pairs = list(a), list(b), []
    for w in a:
        if w in right:
            right.remove(w)
            left.remove(w)
            pairs.append((w, w))
    scored = sorted((likeness(x, y), x, y) for x in set(left) for y in set(right))
    for d, x, y in scored:
        if d <= 0.34 and x in left and y in right and min(len(x), len(y)) > 1:
            left.remove(x)
            right.remove(y)
            pairs.append((x, y))
    return pairs, left, right


def of_lists(lists, shared):
    weight, leftover = defaultdict(lambda: [0.0, ""]), Counter()
    for name, ref, kind, names in fold.entries(lists, shared):
        key = f"{name}:{ref}"
        texts = sorted({t for _, t in names if not re.search("[^\x00-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2010-\u201f]", t)})
        split = [w for w in (fold.words(t) for t in texts) if w]
        seen, same = Counter(), 0
        both = list(itertools.combinations(split, 2))[:300]
        for a, b in both:
            pairs, left, right = pair_up(a, b)
            for x, y in pairs:
                seen[min(x, y), max(x, y)] += 1
            if len(left) == len(right) == 1 and pairs:
                leftover[min(left[0], right[0]), max(left[0], right[0]), key] = 1
        for (x, y), n in seen.items():
            w = weight[x, y]
            w[0] += min(1.0, 3 * n / len(both))
    both = Counter()
    for (x, y, _), n in leftover.items():
        both[x, y] += n
    return weight, both


FEMALE = re.compile("(.*(?:ow|ov|ev|in|yn|sk|ck|zk|dzk|an|un))(?:a|na|ova|aia|aya)$|.*(?:owna|anka|ova|owa)$")


def female(x, y):
    """Is one the woman's form of the other?  That is another name."""
    if x.endswith("a") == y.endswith("a"):
        return False
    return x + "a" == y or y + "a" == x or bool(FEMALE.match(x)) != bool(FEMALE.match(y))


def of_variants(shared):
    weight = defaultdict(float)
    with gzip.open(os.path.join(shared, "match/name-variants.gz"), "rt", encoding="utf-8") as f:
        for line in f:
            group = line.split("=>")[0].split(",")
            latin = sorted({fold.fold(w.strip()) for w in group})
            latin = [w for w in latin if re.fullmatch("[a-z]{2,31}", w)]
            if any(w.endswith(("owna", "anka", "ianka")) for w in latin) and len(latin) > 2:
                continue
            for x, y in itertools.combinations(latin[:8], 2):
                if likeness(x, y) <= 0.34 and not female(x, y):
                    weight[x, y] += 1 / len(latin)
    return weight


def main():
    lists, shared, out = sys.argv[1:]
    weight, leftover = of_lists(lists, shared)
    with open(os.path.join(out, "latin.tsv"), "w", encoding="ascii") as f:
        for source, table in (("lists", weight), ("variants", of_variants(shared))):
            for (x, y), w in sorted(table.items()):
                part = "test" if fold.held_out(x + y) else "train"
                w = w[0] if isinstance(w, list) else w
                if re.fullmatch("[a-z]+", x + y):
                    w *= 1 if source == "lists" else 0 if x == y else 0.5
                    print(x, y, f"{w:.3f}", part, source, sep="\t", file=f)
    with open(os.path.join(out, "leftover.tsv"), "w", encoding="ascii") as f:
        for (x, y), n in leftover.most_common():
            print(x, y, n, sep="\t", file=f)


if __name__ == "__main__":
    main()
