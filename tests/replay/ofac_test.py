#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""143 real downloads of OFAC's sdn.csv, replayed: whatever the program says of any day is
what the file of that day says, read by Python's csv module alone.

    tests/replay/ofac_test.py [-v] [OfacReplay.test_…]
"""
import csv
import datetime
import json
import os
import random
import re
import sys
import tarfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tocsin
from tocsin import Home

ARCHIVE = ("ofac", "sdn-csv-2021-08-to-2022-12.tar.xz")
LIST = "us-sdn"
KINDS = {"individual": "person", "-0-": "organisation", "vessel": "vessel", "aircraft": "aircraft"}
DETAILS = {5: "call sign", 6: "vessel type", 7: "tonnage", 8: "gross registered tonnage",
           10: "vessel owner"}


def instant(text):
    return text.replace("+00:00", "Z")


def second(at, step):
    """The instant so many seconds from `at`."""
    when = datetime.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ") + datetime.timedelta(seconds=step)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def read_rows(path):
    """ent_num: the twelve cells, trimmed; the null is kept as -0-."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file) if len(row) > 1]
    return {row[0]: tuple("-0-" if c == "-0" else c for c in row) for row in rows}


class Version:
    def __init__(self, path, at):
        self.path, self.at = path, at
        self.rows = read_rows(path)


def read_truth():
    """(instant, event): the set of ent_nums."""
    found = {}
    with open(tocsin.shared("truth", "ofac-sdn-changes-2021-08-to-2022-12.tsv"),
              encoding="utf-8") as file:
        for line in list(file)[1:]:
            at, event, ent = line.split("\t")[:3]
            found.setdefault((instant(at), event), set()).add(ent)
    return found


def spaces(text):
    return re.sub(r"\s+", " ", text).strip()


def flaws(row, record):
    """What the record does not say of the row, by the names of columns."""
    missing = []

    def ask(column, holds):
        if not holds:
            missing.append("%s %r" % (column, row))

    ask("ref", record["ref"] == row[0] and record["list"] == LIST and record["status"] == "listed")
    ask("type", record["kind"] == KINDS.get(row[2]))
    primary = [n for n in record["names"] if n["quality"] == "primary"]
    ask("name", len(primary) == 1 and spaces(row[1]) in (primary[0].get("verbatim"),
                                                         primary[0]["text"]))
    programmes = [] if row[3] == "-0-" else [p.strip("[] ") for p in row[3].split("] [")]
    ask("programme", sorted(record.get("programmes", [])) == sorted(set(programmes)))
    ask("title", row[4] == "-0-" or row[4] in record.get("positions", []))
    said = [(d["type"], d["text"]) for d in record.get("details", [])]
    for column, what in DETAILS.items():
        of_type = [text for kind, text in said if kind == what]
        ask(what, row[column] == "-0-" or row[column] in of_type)
    flags = [c["country"] for c in record.get("countries", []) if c["type"] == "flag"]
    ask("flag", row[9] == "-0-" or row[9] in flags or ("Vessel Flag", row[9]) in said)
    ask("remarks", record.get("remarks", []) == [row[11]] * (row[11] != "-0-"))
    return missing


class OfacReplay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tocsin.folder()
        with tarfile.open(tocsin.shared(*ARCHIVE)) as archive:
            archive.extractall(cls.folder)
        with open(tocsin.shared("ofac", "sdn-csv-index.tsv"), encoding="utf-8") as index:
            lines = [line.rstrip("\n").split("\t") for line in list(index)[1:]]
        cls.versions = [Version(os.path.join(cls.folder, line[5]), instant(line[1]))
                        for line in lines]
        cls.home = Home()
        cls.said = [cls.home.take(LIST, v.path, at=v.at) for v in cls.versions]
        cls.changes = cls.home.json("changes", LIST)

    def changed(self, *words):
        """(instant, ref) of the changes of these kinds."""
        return sorted((c["by"], c["ref"]) for c in self.changes if c["change"] in words)

    read = {}  # records by their line: most stand in most versions

    def records(self, at):
        """(line, record) of each entry as of that instant."""
        for line in self.home.entries(LIST, at).splitlines():
            if line not in self.read:
                self.read[line] = json.loads(line)
            yield line, self.read[line]

    def test_every_file_is_a_version(self):
        self.assertEqual(len(self.versions), 143)
        for v, said in zip(self.versions, self.said):
            self.assertEqual((said["held"], said["at"], said["entries"]),
                             (False, v.at, len(v.rows)))

    def test_changes_are_the_truth(self):
        truth = read_truth()
        of = lambda *events: sorted((at, ent) for (at, event), ents in truth.items()
                                    for ent in ents if event in events)
        self.assertEqual(self.changed("listed", "relisted"), of("ADD"))
        self.assertEqual(self.changed("delisted"), of("DEL"))
        self.assertEqual(self.changed("amended"), of("CHG"))
        self.assertEqual(len(self.changed("amended")), 928)
        self.assertEqual(self.changed("suspended", "restored"), [])

    def test_what_returns_is_relisted(self):
        gone, back = set(), []
        for before, now in zip(self.versions, self.versions[1:]):
            back += [(now.at, ref) for ref in now.rows if ref in gone and ref not in before.rows]
            gone |= set(before.rows) - set(now.rows)
        self.assertEqual(self.changed("relisted"), sorted(back))

    def test_changes_are_bracketed_by_the_versions(self):
        before = {now.at: earlier.at for earlier, now in zip(self.versions, self.versions[1:])}
        for n, c in enumerate(self.changes):
            self.assertEqual((c["seq"], c["after"]), (n + 1, before[c["by"]]), c)
            self.assertEqual(bool(c["fields"]), c["change"] == "amended", c)

    def test_the_farc_leave(self):
        farc = [c for c in self.changes if c["ref"] == "4711"]
        self.assertEqual([(c["change"], c["by"][:10], c["after"][:10]) for c in farc],
                         [("delisted", "2021-12-02", "2021-11-23")])

    def test_every_entry_of_every_third_version(self):
        good = set()  # records and the rows that they were held against
        for v in self.versions[::3]:  # what changed between all of them the diffs tell
            records = list(self.records(v.at))
            self.assertEqual([r["ref"] for _, r in records], sorted(v.rows), v.at)
            pairs = [(line, v.rows[r["ref"]], r) for line, r in records]
            missing = [f for line, row, r in pairs if (line, row) not in good
                       for f in flaws(row, r)]
            self.assertEqual(missing[:5], [], v.at)
            good |= {(line, row) for line, row, _ in pairs}

    def test_a_day_is_what_its_file_alone_gives(self):
        for v in self.versions[::12]:
            alone = Home()
            alone.take(LIST, v.path, at=v.at)
            self.assertEqual(alone.entries(LIST) == self.home.entries(LIST, v.at), True, v.at)
            alone.remove()

    def test_the_list_between_versions_is_that_before(self):
        for n in (0, 40, 100):
            v, after = self.versions[n], self.versions[n + 1]
            self.assertEqual(self.home.entries(LIST, second(after.at, -1)) ==
                             self.home.entries(LIST, v.at), True, v.at)

    def test_show_agrees_with_entries(self):
        dice = random.Random(4711)
        refs = sorted({ref for v in self.versions for ref in v.rows})
        moved = sorted({c["ref"] for c in self.changes if c["change"] != "amended"})
        lines = {}
        for n in range(150):
            v = dice.choice(self.versions)
            ref = dice.choice(moved if n % 2 else refs)
            if v.at not in lines:
                lines[v.at] = {record["ref"]: line for line, record in self.records(v.at)}
            text = self.home.run("show", LIST, ref, "--as-of", v.at, "--json").out
            said, line = json.loads(text), lines[v.at].get(ref)
            if line is None:
                self.assertIsNone(said["record"], (ref, v.at))
            else:
                self.assertEqual(text[:len(line) + 10], '{"record":' + line, (ref, v.at))
            self.assertEqual((said["as_of"], said["reconstructed"]), (v.at, False))
            self.assertEqual(said["history"], [c for c in self.changes if c["ref"] == ref])

    def test_diff_of_any_two_days(self):
        dice = random.Random(143)
        pairs = list(zip(self.versions, self.versions[1:]))
        pairs += [dice.sample(self.versions, 2) for n in range(40)]
        for a, b in pairs:
            said = self.home.json("diff", LIST, a.at, b.at)
            words = {word: sorted(d["ref"] for d in said if d["change"] in word.split())
                     for word in ("listed relisted", "delisted", "amended")}
            both = a.rows.keys() & b.rows.keys()
            self.assertEqual(words["listed relisted"], sorted(b.rows.keys() - a.rows.keys()))
            self.assertEqual(words["delisted"], sorted(a.rows.keys() - b.rows.keys()))
            self.assertEqual(words["amended"],
                             sorted(ref for ref in both if a.rows[ref] != b.rows[ref]))
            self.assertEqual(len(said), sum(map(len, words.values())))

    def test_shuffled_it_is_the_same_store(self):
        dice = random.Random(20221228)
        order = dice.sample(self.versions, len(self.versions))
        other = Home()
        for v in order:
            other.run("import", LIST, v.path, "--at", v.at)
        self.assertEqual(tocsin.difference(self.home.dump(), other.dump()), "")
        other.run("rebuild", "--check")

    def test_the_store_is_what_its_blobs_make(self):
        self.home.run("rebuild", "--check")


if __name__ == "__main__":
    tocsin.need_shared(*ARCHIVE)
    unittest.main()
