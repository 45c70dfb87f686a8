#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pairs of names to learn the weights of evidence from.

  tools/learn/score_pairs.py > build/learn/pairs.tsv

Prints LABEL SOURCE, person|thing, NAME, NAME, tab-separated; the label is 1 for
two names of one party.  Same by seed.  The lists are imported from
$TOCSIN_SHARED (default ../shared) by $TOCSIN (default build/tocsin) into
build/learn/home.

Sources: a two names of one entry; x a name and itself; d a middle word left out;
i an initial for it; t a typing error; h two entries of one list whose names are
nearly alike; s a common given and family name against the nearest listed one; m the
same against what `tocsin screen` gives for it, down to a score of .02; f the name of
a firm or ship that nobody has against the nearest listed one; g against what screening
gives for it, down to .3.

Kept apart, because bench/accuracy.py measures on them: every entry that has a
name of match/name-pairs.csv, match/hard-aliases.tsv or truth/un-uk-2018-04.tsv;
match/innocents-us.csv is never read.
"""
import collections
import csv
import json
import os
import random
import re
import subprocess
import sys
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOCSIN = os.environ.get("TOCSIN") or os.path.join(ROOT, "build", "tocsin")
DATA = os.path.join(os.environ.get("TOCSIN_SHARED") or os.path.join(ROOT, "..", "shared"), "data")
HOME = os.path.join(ROOT, "build", "learn", "home")
SEED = 7
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LISTS = [
    ("un", "2026-02-27", ["un/2026-02-27.xml"]),
    ("us-sdn", "2021-08-01", ["ofac/2021/sdn.csv", "ofac/2021/alt.csv", "ofac/2021/add.csv"]),
    ("us-cons", "2025-12-01", ["ofac/cons_prim-2025-12.csv", "ofac/cons_alt-2025-12.csv",
                               "ofac/cons_add-2025-12.csv"]),
    ("gb", "2018-04-13", ["uk/conlist-2018-04-13.csv"]),
    ("eu", "2016-02-11", ["eu/fsd-old-2016-02-11.xml"]),
    ("au", "2024-12-01", ["au/2024-12.xlsx"]),
    ("ca", "2020-04-01", ["ca/sema-2020-04.xml"]),
    ("ua", "2021-08-01", ["other/ua-nsdc-2021-08.xlsx"]),
]


def words(text):
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.findall(r"\w+", plain)


def fold(text):
    return " ".join(sorted(words(text)))


def skeleton(word):
    short = re.sub("[aeiouyh]", "", word) or word
    return re.sub(r"(.)\1+", r"\1", short)


def rows(path, **more):
    with open(os.path.join(DATA, path), encoding="utf-8-sig") as file:
        yield from csv.DictReader(file, **more)


def tocsin(*args):
    return subprocess.run([TOCSIN, *args, "--home", HOME], check=True, capture_output=True).stdout


def held_out():
    names, refs = set(), set()
    for row in rows("match/name-pairs.csv"):
        names |= {fold(row["name1"]), fold(row["name2"])}
    for row in rows("match/hard-aliases.tsv", delimiter="\t"):
        names.add(fold(row["query_alias"]))
        names |= {fold(n) for n in row["other_listed_names_of_same_entity"].split("|")}
    for row in rows("truth/un-uk-2018-04.tsv", delimiter="\t"):
        refs.add(row["un_ref"])
        names.add(fold(row["un_name"]))
        names |= {fold(n) for n in row["uk_names"].split("|")}
    return names - {""}, refs


Entry = collections.namedtuple("Entry", "list kind names")


def entries():
    """Entries that may be learned from, with their good names."""
    names, refs = held_out()
    kept, dropped = [], 0
    for listed, day, files in LISTS:
        tocsin("import", listed, *(os.path.join(DATA, f) for f in files), "--at", day)
        for line in tocsin("entries", listed, "--json").splitlines():
            record = json.loads(line)
            if record["ref"] in refs or any(fold(n["text"]) in names for n in record["names"]):
                dropped += 1
                continue
            good = [n["text"] for n in record["names"] if n["quality"] != "weak"]
            if good:
                kept.append(Entry(listed, "person" if record["kind"] == "person" else "thing",
                                  list(dict.fromkeys(good))))
    print("%d entries, %d held out" % (len(kept), dropped), file=sys.stderr)
    return kept


class Pairs:
    def __init__(self, rng):
        self.rng, self.seen = rng, set()

    def put(self, label, source, kind, one, other):
        one, other = (re.sub(r"\s+", " ", text) for text in (one, other))
        key = label, fold(one), fold(other)
        if key in self.seen:
            return
        self.seen.add(key)
        if self.rng.random() < .5:
            one, other = other, one
        print(f"{label}{source}\t{kind}\t{one}\t{other}")


def typo(rng, word):
    at, letter = rng.randrange(1, len(word) - 1), rng.choice(LETTERS)
    return rng.choice([word[:at] + word[at + 1:], word[:at] + letter + word[at:],
                       word[:at] + word[at + 1] + word[at] + word[at + 2:],
                       word[:at] + letter + word[at + 1:]])


def of_one_party(rng, out, entry):
    pairs = [(a, b) for i, a in enumerate(entry.names) for b in entry.names[i + 1:]]
    rng.shuffle(pairs)
    for a, b in pairs[:6]:
        out.put(1, "a", entry.kind, a, b)
    name = entry.names[0]
    parts = name.split()
    if rng.random() < .15:
        out.put(1, "x", entry.kind, name, name)
    if entry.kind == "person" and len(parts) >= 3 and rng.random() < .4:
        at = rng.randrange(1, len(parts) - 1)
        out.put(1, "d", entry.kind, name, " ".join(parts[:at] + parts[at + 1:]))
        out.put(1, "i", entry.kind, name,
                " ".join(parts[:at] + [parts[at][0] + "."] + parts[at + 1:]))
    longest = max(range(len(parts)), key=lambda i: len(parts[i]))
    if len(parts[longest]) > 5 and rng.random() < .2:
        parts[longest] = typo(rng, parts[longest])
        out.put(1, "t", entry.kind, name, " ".join(parts))


class Near:
    """Finds the names that share the rarest words, spelling aside."""

    def __init__(self, rng, kept):
        self.rng, self.at = rng, collections.defaultdict(list)
        for number, entry in enumerate(kept):
            for name in entry.names:
                for key in {skeleton(w) for w in words(name)}:
                    self.at[key].append((number, name))

    def to(self, name, most, but=-1):
        scores = collections.Counter()
        for key in sorted({skeleton(w) for w in words(name)}):
            found = self.at[key]
            some = self.rng.sample(found, 2000) if len(found) > 2000 else found
            for number, other in some:
                if number != but:
                    scores[number, other] += (1 + len(found)) ** -.3
        return [pair for pair, _ in scores.most_common(most)]


def of_two_parties(rng, out, kept):
    groups = collections.defaultdict(list)
    for entry in kept:
        groups[entry.list, entry.kind].append(entry)
    for (_, kind), group in sorted(groups.items()):
        near = Near(rng, group)
        for number, entry in enumerate(group):
            name = rng.choice(entry.names)
            for other, text in near.to(name, 4, but=number):
                if not {fold(n) for n in entry.names} & {fold(n) for n in group[other].names}:
                    out.put(0, "h", kind, name, text)


def common_names():
    given, family = collections.defaultdict(list), collections.defaultdict(list)
    for row in rows("match/sigpwned_common-forenames-by-country.csv"):
        given[row["Country"]].append(row["Romanized Name"])
    for row in rows("match/sigpwned_common-surnames-by-country.csv"):
        family[row["Country"]].append(row["Romanized Name"])
    return given, family, sorted(set(given) & set(family))


def name_of_nobody(rng, given, family, country, middle):
    names = [rng.choice(given[country])] + ([rng.choice(given[country])] if middle else [])
    return " ".join([*names, rng.choice(family[country])])


def of_nobody(rng, out, kept, count=20000):
    given, family, countries = common_names()
    near = Near(rng, [e for e in kept if e.kind == "person"])
    for _ in range(count):
        name = name_of_nobody(rng, given, family, rng.choice(countries), rng.random() < .3)
        for _, text in near.to(name, 2):
            if fold(name) != fold(text):
                out.put(0, "s", "person", name, text)


def screened(out, source, kind, names, threshold):
    path = os.path.join(os.path.dirname(HOME), "nobody.csv")
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["name", "kind"], *(
            [name, kind if kind == "person" else ""] for name in names)])
    answers = tocsin("screen", "--batch", path, "--threshold", threshold, "--limit", "6")
    for answer in map(json.loads, answers.splitlines()):
        name = answer["query"]["name"]
        for hit in answer["hits"]:
            if (hit["kind"] == "person") == (kind == "person") and fold(name) != fold(hit["name"]):
                out.put(0, source, kind, name, hit["name"])


class Firms:
    """Names of firms and ships that there are not: a listed name of which all words that few
    have are exchanged for one family name, given name, usual or coined word; or the first word
    of one short name before the last of another, both usual."""

    USUAL = 20
    SYLLABLES = ("al ba bel bo cor da del di do el en fer ga gen ha in ka kor la lex lu ma mar mi "
                 "mon na nel no o pa per po qua ra ri ro sa sel si so ta ter ti to tra u va ve vi "
                 "wes xi za ze").split()

    def __init__(self, rng, kept):
        self.rng = rng
        self.names = [n for e in kept if e.kind == "thing" for n in e.names
                      if n.isascii() and len(n.split()) < 8]
        lists = collections.defaultdict(collections.Counter)
        for entry in kept:
            if entry.kind == "thing":
                lists[entry.list].update({w for n in entry.names for w in words(n)})
        self.common = collections.Counter()
        for counted in lists.values():
            self.common |= counted
        self.given, self.family, self.countries = common_names()
        self.two = [n.split() for n in self.names
                    if len(n.split()) == 2 and all(map(self.usual, n.split()))]

    def usual(self, part):
        return min((self.common[w] for w in words(part)), default=self.USUAL) >= self.USUAL

    def instead(self):
        draw, country = self.rng.random(), self.rng.choice(self.countries)
        if draw < .4:
            return self.rng.choice(self.family[country])
        if draw < .55:
            return self.rng.choice(self.given[country])
        if draw < .65:
            return self.rng.choice(self.rng.choice(self.two))
        return "".join(self.rng.choices(self.SYLLABLES, k=self.rng.choice((2, 2, 3)))).capitalize()

    def name(self):
        if self.rng.random() < .25:
            return self.rng.choice(self.two)[0] + " " + self.rng.choice(self.two)[1]
        parts = self.rng.choice(self.names).split()
        rare = [i for i, part in enumerate(parts) if not self.usual(part)] or [0]
        parts[rare[0]] = self.instead()
        return " ".join(part for i, part in enumerate(parts) if i not in rare[1:])


def of_no_firm(rng, out, kept, count=30000):
    firms = Firms(rng, kept)
    listed = {fold(n) for n in firms.names}
    near = Near(rng, [e for e in kept if e.kind == "thing"])
    names = sorted({firms.name() for _ in range(count)})
    names = [name for name in names if fold(name) not in listed | {""}]
    for name in rng.sample(names, 12000):
        for _, text in near.to(name, 2):
            out.put(0, "f", "thing", name, text)
    screened(out, "g", "thing", names, ".3")


def of_nobody_screened(rng, out, count=60000):
    """What the program itself, as it is, takes for a hit or nearly one."""
    given, family, countries = common_names()
    names = sorted({name_of_nobody(rng, given, family, rng.choice(countries), rng.random() < .35)
                    for _ in range(count)})
    screened(out, "m", "person", names, ".02")


def main():
    rng = random.Random(SEED)
    os.makedirs(os.path.dirname(HOME), exist_ok=True)
    kept = entries()
    out = Pairs(rng)
    for entry in kept:
        of_one_party(rng, out, entry)
    of_two_parties(rng, out, kept)
    of_nobody(rng, out, kept)
    of_nobody_screened(rng, out)
    of_no_firm(random.Random(SEED), out, kept)


main()
