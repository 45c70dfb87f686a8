#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Twelve real files of the UN list and three bad ones, replayed, beside what Python's own
XML reader says of them.

    tests/replay/un_test.py [-v] [UnReplay.test_…]
"""
import collections
import glob
import html
import json
import os
import random
import re
import sys
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tocsin
from tocsin import DONE, FAILED, HELD, Home

LIST = "un"
TRIMMED, INVALID = "bad-2016-02-11-trimmed.xml", "bad-2025-08-16-invalid-utf8.xml"
# The machinery of the list, the same for every entry or about none.
MACHINERY = {"VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD", "LIST_TYPE", "HAS_INTERPOL_LINK",
             "INTERPOL_LINK"}
# What is words, and must be found in the record word for word.
WORDS = {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "ALIAS_NAME", "COMMENTS1",
         "NAME_ORIGINAL_SCRIPT", "DESIGNATION", "TITLE", "NATIONALITY", "CITY", "STREET",
         "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE", "NUMBER", "UN_LIST_TYPE",
         "ISSUING_COUNTRY", "CITY_OF_ISSUE", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"}


def spaces(text):
    return re.sub(r"\s+", " ", text or "").strip()


def printed_ref(element):
    return spaces(element.findtext("REFERENCE_NUMBER"))


def ref_of(element):
    """The reference; "QDi.346." and "TAI.171" have been printed for QDi.346 and TAi.171."""
    ref = printed_ref(element).strip(".")
    return ref[:2] + ref[2].lower() + ref[3:]


def form(element):
    """What an element says, without order and white space; None when it says nothing.

    A date of the type EXACT is one that says no more than its day or year; until 2015 such
    types were written in small letters or left out."""
    children = tuple(sorted(filter(None, (form(e) for e in element if e.tag not in MACHINERY))))
    text = spaces(element.text)
    if element.tag == "TYPE_OF_DATE":
        text = text.upper().replace("EXACT", "")
    return (element.tag, text, children) if text or children else None


class Version:
    def __init__(self, path):
        self.path = path
        self.day = os.path.basename(path)[:10]
        self.at = self.day + "T00:00:00Z"
        root = ElementTree.parse(path).getroot()
        elements = [e for group in ("INDIVIDUALS", "ENTITIES") for e in root.find(group)]
        self.entries = {ref_of(e): e for e in elements}
        self.forms = {ref: form(e) for ref, e in self.entries.items()}
        self.native = {ref: spaces(e.findtext("DATAID")) for ref, e in self.entries.items()}
        self.misprinted = {ref_of(e): printed_ref(e) for e in elements
                           if ref_of(e) != printed_ref(e)}
        assert len(elements) == len(self.entries)


def moves(versions, keys):
    """For each version after the first: the sets (listed, relisted, delisted)."""
    seen, found = set(keys(versions[0])), []
    for before, now in zip(versions, versions[1:]):
        a, b = set(keys(before)), set(keys(now))
        found.append((b - a - seen, (b - a) & seen, a - b))
        seen |= b
    return found


def table_of_readme():
    """day: [entries, listed, relisted, delisted], as data/README.md has them."""
    rows = {}
    with open(tocsin.shared("README.md"), encoding="utf-8") as file:
        for cells in ([cell.strip() for cell in line.split("|")] for line in file):
            if len(cells) == 7 and re.fullmatch(r"\d{4}-\d\d-\d\d", cells[1]):
                rows[cells[1]] = [int(cell) for cell in cells[2:6] if cell]
    return rows


def words(text):
    return set(re.findall(r"\w+", html.unescape(text).casefold()))


def texts(element, wanted=False):
    """The texts of an element that are words.  A birth date is a date, whatever its note is."""
    if element.tag == "INDIVIDUAL_DATE_OF_BIRTH" or spaces(element.text) == "None":
        return
    wanted = element.tag in WORDS or (wanted and element.tag == "VALUE")
    if wanted and element.text:
        yield element.text
    for child in element:
        yield from texts(child, wanted)


def strings(value):
    """All texts of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


# ---- The same list in another file: order, indentation, wrapped lines, date.

def wrap(dice, element, depth):
    """New white space in every place where there is some, or none between elements."""
    pad = "\n" + " " * dice.randrange(12)
    if len(element):
        element.text = pad
        for child in element:
            wrap(dice, child, depth + 1)
            child.tail = pad
    elif element.text:
        words_ = element.text.split()
        element.text = pad + "".join(w + (pad if dice.random() < .3 else " ") for w in words_)
        element.text = element.text if words_ else ""


def shuffled_children(dice, element):
    element[:] = dice.sample(list(element), len(element))


def with_noise(dice, path, into):
    root = ElementTree.parse(path).getroot()
    root.set("dateGenerated", "2025-11-19T01:02:03.004Z")
    for group in root:
        shuffled_children(dice, group)
        for entry in group:
            shuffled_children(dice, entry)
    wrap(dice, root, 0)
    for entry in root.iter():
        if entry.tag in ("REFERENCE_NUMBER", "DATAID"):
            entry.text = spaces(entry.text)
    ElementTree.ElementTree(root).write(into, encoding="UTF-8", xml_declaration=True)


def blobs(home):
    return sorted(glob.glob(os.path.join(home.path, "blobs", "??", "*")))


class UnReplay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        paths = sorted(glob.glob(tocsin.shared("un", "2*.xml")))
        cls.versions = [Version(path) for path in paths]
        cls.home = Home()
        cls.said = [cls.home.take(LIST, v.path, at=v.at) for v in cls.versions]
        cls.changes = cls.home.json("changes", LIST)

    def changed(self, at, *kinds):
        return {c["ref"] for c in self.changes if c["by"] == at and c["change"] in kinds}

    def test_counts_are_those_of_the_xml(self):
        self.assertEqual(len(self.versions), 12)
        for v, said in zip(self.versions, self.said):
            self.assertEqual((said["entries"], said["held"]), (len(v.entries), False), v.day)

    def test_the_table_counts_dataids_and_the_program_references(self):
        """They differ where an entry kept its reference and got a new DATAID, and there only."""
        table = table_of_readme()
        by_native = moves(self.versions, lambda v: v.native.values())
        by_ref = moves(self.versions, lambda v: v.entries)
        for n, v in enumerate(self.versions):
            self.assertEqual(table[v.day][0], len(v.entries), v.day)
            if n == 0:
                continue
            self.assertEqual(table[v.day][1:], [len(s) for s in by_native[n - 1]], v.day)
            for kind, refs in zip(("listed", "relisted", "delisted"), by_ref[n - 1]):
                self.assertEqual(self.changed(v.at, kind), refs, (v.day, kind))
            before = self.versions[n - 1].native
            renumbered = {r for r in before.keys() & v.native.keys() if before[r] != v.native[r]}
            for column in (0, 2):
                self.assertEqual(len(by_native[n - 1][column]) - len(by_ref[n - 1][column]),
                                 len(renumbered), v.day)
            if renumbered:
                print("%s: a new DATAID for %s" % (v.day, ", ".join(sorted(renumbered))))

    def test_misprinted_references_are_the_same_entries(self):
        total = 0
        for v in self.versions:
            records = {r["ref"]: r for r in self.home.json("entries", LIST, "--as-of", v.at)}
            for ref, printed in v.misprinted.items():
                self.assertIn({"text": printed, "type": "reference as printed"},
                              records[ref]["details"])
                total += 1
            if v.misprinted:
                print("%s: printed %s" % (v.day, ", ".join(sorted(v.misprinted.values()))))
        self.assertGreater(total, 0)

    def test_the_famous_ones(self):
        for ref in ("QDi.317", "QDi.336"):
            c = [c for c in self.changes if c["ref"] == ref and c["change"] == "delisted"]
            self.assertEqual([(c["after"], c["by"]) for c in c],
                             [("2025-08-02T00:00:00Z", "2025-11-18T00:00:00Z")], ref)
        back = self.changed("2025-11-18T00:00:00Z", "relisted")
        self.assertEqual(len(back), 121)
        self.assertEqual({ref[:2] for ref in back}, {"IR"})
        for ref in sorted(back)[:10]:
            history = self.home.json("show", LIST, ref)[0]["history"]
            kinds = [c["change"] for c in history if c["change"] != "amended"]
            self.assertEqual(kinds[-2:], ["delisted", "relisted"], ref)

    def test_amended_is_what_the_xml_says(self):
        for before, now in zip(self.versions, self.versions[1:]):
            both = before.forms.keys() & now.forms.keys()
            differ = {ref for ref in both if before.forms[ref] != now.forms[ref]}
            other = {c["ref"] for c in self.changes if c["by"] == now.at and c.get("other")}
            self.assertEqual(self.changed(now.at, "amended") | (other & both), differ, now.day)

    def test_diff_agrees_with_changes(self):
        for before, now in zip(self.versions, self.versions[1:]):
            said = self.home.json("diff", LIST, before.at, now.at)
            key = lambda c: (c["ref"], c["change"], json.dumps(c["fields"]))
            changes = [c for c in self.changes if c["by"] == now.at]
            self.assertEqual(sorted(map(key, said)), sorted(map(key, changes)), now.day)

    def test_every_word_of_every_version_is_kept(self):
        for v in self.versions:
            records = self.home.json("entries", LIST, "--as-of", v.at)
            self.assertEqual([r["ref"] for r in records], sorted(v.entries), v.day)
            lost = []
            for r in records:
                element = v.entries[r["ref"]]
                kept = set().union(*(words(t) for t in strings(r)))
                asked = set().union(*(words(t) for t in texts(element)))
                lost += [(r["ref"], w) for w in asked - kept if len(w) > 2]
                self.assertEqual(r["native"], v.native[r["ref"]])
                self.assertEqual(r["kind"], {"INDIVIDUAL": "person",
                                             "ENTITY": "organisation"}[element.tag])
            self.assertEqual(lost[:10], [], v.day)

    def test_a_day_is_what_its_file_alone_gives(self):
        for v in self.versions[::3]:
            alone = Home()
            alone.take(LIST, v.path, at=v.at)
            self.assertEqual(alone.entries(LIST) == self.home.entries(LIST, v.at), True, v.day)

    def test_noise_is_the_same_version(self):
        dice = random.Random(1267)
        v = self.versions[-2]
        home = Home()
        first = home.take(LIST, v.path, at=v.at)
        kept = blobs(home)
        for n in range(3):
            path = os.path.join(tocsin.folder(), "noise.xml")
            with_noise(dice, v.path, path)
            said = home.take(LIST, path, at="2025-11-%dT00:00:00Z" % (20 + n))
            changes = home.json("changes", LIST)
            self.assertEqual([(c["ref"], c["fields"]) for c in changes][:3], [])
            self.assertEqual((said["same"], said["version"], said["held"]),
                             (True, first["version"], False))
            self.assertNotEqual(said["sha256"], first["sha256"])
            self.assertEqual(blobs(home), kept)
        home.run("rebuild", "--check")

    def test_any_order_of_all_files_is_the_same_store(self):
        files = [(v.path, v.at, DONE) for v in self.versions]
        files += [(tocsin.shared("un", name), "%s-%s-%sT00:00:00Z" %
                   tuple(name.split("-")[1:4]), HELD) for name in (TRIMMED, INVALID)]
        files.sort(key=lambda f: f[1])
        dumps = []
        for seed in (None, 1, 2, 3):
            home = Home()
            order = random.Random(seed).sample(files, len(files)) if seed else files
            for path, at, expect in order:
                home.run("import", LIST, path, "--at", at, expect=None if seed else expect)
            held = home.dump()
            home.run("accept", self.id_of(TRIMMED))
            dumps.append((held, home.dump()))
            home.run("rebuild", "--check")
        for held, accepted in dumps[1:]:
            self.assertEqual(tocsin.difference(dumps[0][0], held), "")
            self.assertEqual(tocsin.difference(dumps[0][1], accepted), "")

    def id_of(self, name):
        import hashlib
        with open(tocsin.shared("un", name), "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()[:12]


class BadFiles(unittest.TestCase):
    def setUp(self):
        self.home = Home()
        self.before = tocsin.shared("un", "2015-03-27.xml")
        self.home.take(LIST, self.before, at="2015-03-27T00:00:00Z")
        self.listed = len(Version(self.before).entries)

    def held(self, list_id, path, at):
        said = self.home.take(list_id, path, at=at, expect=HELD)
        self.assertEqual((said["held"], said["version"], said["entries"]), (True, None, 0))
        self.assertIn(said["why"], self.home.run("lists", "--verbose").out + said["why"])
        self.assertEqual(self.home.json("changes"), [])
        return said

    def test_broken_bytes_are_held_with_line_and_byte(self):
        """A control character comes first, on line 53; line 54 has a byte of another encoding."""
        path = tocsin.shared("un", INVALID)
        with open(path, "rb") as file:
            data = file.read()
        with self.assertRaises(UnicodeDecodeError) as broken:
            data.decode()
        at = re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data).start()
        self.assertLess(at, broken.exception.start)
        said = self.held(LIST, path, "2025-08-16T00:00:00Z")
        self.assertEqual(said["line"], data[:at].count(b"\n") + 1)
        self.assertEqual(said["line"], 53)
        self.assertEqual(said["byte"], at)
        self.assertIn("line 53", said["why"])
        self.assertIn(str(at), said["why"])
        refused = self.home.run("accept", said["id"], expect=FAILED)
        self.assertIn("cannot be accepted", refused.err)  # it has more faults than that
        self.home.run("discard", said["id"])
        self.home.run("rebuild", "--check")

    def test_bytes_of_another_encoding_can_be_accepted(self):
        path = os.path.join(tocsin.folder(), "latin-1.xml")
        with open(self.before, "rb") as file:
            data = file.read()
        at = data.index(b"<COMMENTS1>") + len(b"<COMMENTS1>")
        with open(path, "wb") as file:
            file.write(data[:at] + b"caf\xe9 " + data[at:])
        said = self.held(LIST, path, "2015-04-01T00:00:00Z")
        taken = self.home.json("accept", said["id"])[0]
        self.assertEqual((taken["held"], taken["entries"], taken["amended"]),
                         (False, self.listed, 1))
        self.assertIn("caf\ufffd", self.home.entries(LIST))
        self.home.run("rebuild", "--check")

    def test_a_trimmed_file_is_held_for_what_is_gone(self):
        path = tocsin.shared("un", TRIMMED)
        left = Version(path).entries.keys()
        gone = len(Version(self.before).entries.keys() - left)
        said = self.held(LIST, path, "2016-02-11T00:00:00Z")
        self.assertIn("%d of %d entries" % (gone, self.listed), said["why"])
        self.assertEqual(round(100 * gone / self.listed), 77)
        self.assertIn("%.1f %%" % (100 * gone / self.listed), said["why"])
        taken = self.home.json("accept", said["id"])[0]
        self.assertEqual((taken["entries"], taken["delisted"]), (len(left), gone))
        self.home.run("accept", said["id"], expect=2)
        self.home.run("rebuild", "--check")

    def test_an_empty_file_is_held_and_can_only_be_discarded(self):
        said = self.held("us-sdn", tocsin.shared("ofac", "bad-2024-05-04-empty.csv"),
                         "2024-05-04T00:00:00Z")
        self.assertIn("empty", said["why"])
        self.home.run("accept", said["id"], expect=FAILED)
        self.assertEqual(len(self.home.json("lists", "us-sdn")[0]["held"]), 1)
        self.home.run("discard", said["id"])
        self.assertEqual(self.home.json("lists", "us-sdn")[0]["held"], [])
        self.home.run("discard", said["id"], expect=2)
        self.home.run("rebuild", "--check")


if __name__ == "__main__":
    tocsin.need_shared("un", "2015-02-26.xml")
    unittest.main()
