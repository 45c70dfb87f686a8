#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The registry from outside: each command on small invented lists, and on the real ones.

The program is $TOCSIN (default build/tocsin).  Real lists are looked for in
$TOCSIN_SHARED, else beside the repository; without them those tests are skipped.
"""

import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from xml.sax.saxutils import escape

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOCSIN = os.path.abspath(os.environ.get("TOCSIN", os.path.join(ROOT, "build", "tocsin")))
SHARED = os.path.join(os.environ.get("TOCSIN_SHARED", os.path.join(ROOT, "..", "shared")), "data")

DONE, FAILED, USAGE, HELD = 0, 1, 2, 3

IMPORT_KEYS = ["list", "version", "at", "sha256", "entries", "listed", "amended", "suspended",
               "restored", "delisted", "relisted", "held", "why"]
CHANGE_KEYS = ["seq", "list", "ref", "native", "change", "kind", "name", "after", "by", "stated",
               "fields"]
LIST_KEYS = ["list", "authority", "title", "source", "format", "entries", "versions", "newest",
             "checked", "age_seconds", "held", "unknown"]


class Person:
    """One invented INDIVIDUAL of a UN list."""

    def __init__(self, n, first="Ordan", second=None, listed="2001-01-25", born=None, remark="",
                 programme="Taliban", ref=None, native=None):
        self.ref = ref or "TAi.%03d" % n
        self.native = native or str(110000 + n)
        self.first, self.second = first, second or "Velmar%c%c" % (65 + n // 26, 97 + n % 26)
        self.listed, self.born, self.remark = listed, born or str(1900 + n), remark
        self.programme = programme

    def xml(self):
        return (
            "<INDIVIDUAL><DATAID>%s</DATAID><VERSIONNUM>1</VERSIONNUM>"
            "<FIRST_NAME>%s</FIRST_NAME><SECOND_NAME>%s</SECOND_NAME>"
            "<UN_LIST_TYPE>%s</UN_LIST_TYPE><REFERENCE_NUMBER>%s</REFERENCE_NUMBER>"
            "<LISTED_ON>%s</LISTED_ON><COMMENTS1>%s</COMMENTS1>"
            "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>%s</YEAR>"
            "</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"
            % (self.native, escape(self.first), escape(self.second), self.programme, self.ref,
               self.listed, escape(self.remark), self.born))


def un_list(people, made="2020-01-01", extra=""):
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="%sT00:00:00Z">'
            "\n<INDIVIDUALS>%s</INDIVIDUALS>%s<ENTITIES></ENTITIES></CONSOLIDATED_LIST>\n"
            % (made, "\n".join(p.xml() for p in people), extra))


def people(*numbers, **more):
    return [Person(n, **more) for n in numbers]


class Home:
    """A home of its own, and the program run in it."""

    def __init__(self):
        shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix="tocsin-cli-", dir=shm)
        self.path = os.path.join(self.folder, "home")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words, expect=DONE):
        done = subprocess.run([TOCSIN, *words, "--home", self.path], capture_output=True)
        out, err = done.stdout.decode(), done.stderr.decode()
        if done.returncode != expect:
            raise AssertionError("tocsin %s: exit %d, not %d\n%s%s" % (" ".join(words),
                                 done.returncode, expect, out[-1500:], err[-1500:]))
        return out, err

    def text(self, *words, expect=DONE):
        return self.run(*words, expect=expect)[0]

    def json(self, *words, expect=DONE):
        return [json.loads(line) for line in self.text(*words, "--json",
                                                       expect=expect).splitlines()]

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return path

    def take(self, day, content, expect=DONE, list_id="un"):
        if isinstance(content, list):
            content = un_list(content, made=day)
        path = self.file("%s-%s.xml" % (list_id, day), content)
        return self.json("import", list_id, path, "--at", day, expect=expect)[0]

    def refs(self, *words):
        return [r["ref"] for r in self.json("entries", "un", *words)]


class Case(unittest.TestCase):
    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.close)

    def on_terminal(self, *words):
        """What the command prints on a terminal of 80 columns."""
        parent, child = pty.openpty()
        done = subprocess.Popen([TOCSIN, *words, "--home", self.home.path], stdout=child,
                                stderr=subprocess.DEVNULL,
                                env={**os.environ, "TERM": "xterm", "NO_COLOR": ""})
        os.close(child)
        out = b""
        while True:
            try:
                block = os.read(parent, 65536)
            except OSError:
                break
            if not block:
                break
            out += block
        os.close(parent)
        self.assertEqual(done.wait(), DONE)
        return out.decode().replace("\r\n", "\n")


class Import(Case):
    def test_names_of_the_report(self):
        first = self.home.take("2020-01-01", people(1, 2, 3))
        self.assertEqual(list(first)[:len(IMPORT_KEYS)], IMPORT_KEYS)
        self.assertIn("seconds", first)
        self.assertEqual((first["version"], first["entries"], first["listed"]), (1, 3, 0))
        self.assertEqual(first["at"], "2020-01-01T00:00:00Z")
        self.assertEqual((first["held"], first["why"]), (False, None))
        self.assertRegex(first["sha256"], "^[0-9a-f]{64}$")
        second = self.home.take("2020-02-01", people(2, 3, 4, 5))
        self.assertEqual((second["version"], second["listed"], second["delisted"]), (2, 2, 1))

    def test_noise_is_no_change(self):
        self.home.take("2020-01-01", people(1, 2, 3))
        again = self.home.take("2020-02-01", people(3, 2, 1))
        self.assertTrue(again["same"])
        self.assertEqual(again["version"], 1)
        self.assertEqual(self.home.json("changes"), [])
        self.assertEqual(self.home.json("lists", "un")[0]["versions"], 1)

    def test_the_same_instant_twice(self):
        first = self.home.take("2020-01-01", people(1, 2, 3))
        second = self.home.take("2020-02-01", people(2, 3, 4))
        self.home.take("2020-03-01", people(2, 3))
        before = self.home.text("rebuild", "--check")
        for day, numbers, report in [("2020-02-01", (2, 3, 4), second),
                                     ("2020-01-01", (1, 2, 3), first)]:
            again = self.home.take(day, people(*numbers))
            self.assertTrue(again["same"])
            for key in IMPORT_KEYS:
                self.assertEqual(again[key], report[key], key)
        path = self.home.file("other.xml", un_list(people(7), made="2020-02-01"))
        _, err = self.home.run("import", "un", path, "--at", "2020-02-01", expect=FAILED)
        self.assertIn("another version", err)
        self.assertEqual(self.home.text("rebuild", "--check").split()[-1], before.split()[-1])

    def test_usage(self):
        self.home.run("import", "un", expect=USAGE)
        self.home.run("import", "nonesuch", self.home.file("a.xml", un_list(people(1))),
                      expect=USAGE)
        self.home.run("import", "un", self.home.file("b.xml", un_list(people(1))), "--at",
                      "yesterday", expect=USAGE)

    def test_any_order_gives_the_same_store(self):
        days = [("2020-0%d-01" % (i + 1), people(*numbers)) for i, numbers in enumerate(
            [(1, 2, 3), (2, 3, 4), (1, 2, 4, 5), (5, 1), (2, 3, 4, 5, 6)])]
        stores = []
        for order in ([0, 1, 2, 3, 4], [4, 2, 0, 3, 1], [1, 4, 3, 0, 2]):
            home = Home()
            self.addCleanup(home.close)
            for i in order:
                home.take(*days[i])
            stores.append((home.text("changes", "--json"), home.text("entries", "un", "--json"),
                           home.json("rebuild", "--check")[0]["after"]))
        # Origins name the folder of each home, so digests differ; what it says does not.
        self.assertEqual([s[:2] for s in stores], [stores[0][:2]] * 3)


class Lists(Case):
    def test_empty_home_shows_what_there_could_be(self):
        self.home.run("lists", expect=FAILED)
        self.home.text("brief")
        shown = self.home.text("lists")
        self.assertIn("un\tUN Security Council\t-\t-\t-\t-\t-\t-\n", shown)

    def test_json(self):
        self.home.take("2020-01-01", people(1, 2))
        self.home.take("2020-02-01", people(1, 2, 3))
        (un,) = self.home.json("lists")
        self.assertEqual(list(un), LIST_KEYS)
        self.assertEqual((un["list"], un["entries"], un["versions"]), ("un", 3, 2))
        self.assertEqual(un["newest"], "2020-02-01T00:00:00Z")
        self.assertGreater(un["age_seconds"], 86400)
        self.assertEqual((un["held"], un["unknown"]), ([], {}))
        every = {l["list"]: l for l in self.home.json("lists", "--all")}
        self.assertIn("casebook", every)
        self.assertIsNone(every["eu"]["newest"])
        self.home.run("lists", "nonesuch", expect=USAGE)

    def test_what_was_not_understood_is_named(self):
        self.home.take("2020-01-01", un_list(people(1), extra="<ODDITY>zzz</ODDITY>"))
        (un,) = self.home.json("lists", "un")
        self.assertTrue(any("ODDITY" in what for what in un["unknown"]), un)
        shown = self.home.text("lists", "un", "--verbose")
        self.assertIn("ODDITY", shown)
        self.assertIn("guard: at most 20 %", shown)

    def test_tokens_are_never_shown(self):
        os.makedirs(self.home.path, exist_ok=True)
        with open(os.path.join(self.home.path, "config.ini"), "w") as f:
            f.write("[list eu]\nurl = https://example.org/f?token=SECRET1&x=1\ntoken = SECRET2\n")
        self.home.take("2020-01-01", people(1))
        shown = self.home.text("lists", "eu", "--verbose", "--all")
        self.assertIn("example.org/f?token=***&x=1", shown)
        self.assertNotIn("SECRET", shown)


class Changes(Case):
    def setUp(self):
        super().setUp()
        self.home.take("2020-01-01", people(1, 2, 3))
        self.home.take("2020-02-01", people(2, 3, 4))
        self.home.take("2020-03-01", people(1, 2, 4) + [Person(3, remark="Moved to Karsk.")])

    def test_fields_and_order(self):
        changes = self.home.json("changes")
        self.assertEqual([(c["ref"], c["change"]) for c in changes],
                         [("TAi.001", "delisted"), ("TAi.004", "listed"),
                          ("TAi.001", "relisted"), ("TAi.003", "amended")])
        for n, c in enumerate(changes):
            self.assertEqual(list(c), CHANGE_KEYS)
            self.assertEqual(c["seq"], n + 1)
        first, last = changes[0], changes[-1]
        self.assertEqual((first["after"], first["by"]),
                         ("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z"))
        self.assertEqual((first["native"], first["kind"], first["name"], first["stated"]),
                         ("110001", "person", "Ordan VelmarAb", None))
        self.assertEqual(last["fields"], [{"path": "/remarks/0", "before": None,
                                           "after": "Moved to Karsk."}])

    def test_filters(self):
        for words, refs in [
                (["--since", "2020-03-01"], ["TAi.001", "TAi.003"]),
                (["--until", "2020-02-01"], ["TAi.001", "TAi.004"]),
                (["--until", "2020-02-01T00:00:00Z"], ["TAi.001", "TAi.004"]),
                (["--until", "2020-01-31"], []),
                (["--change", "relisted"], ["TAi.001"]),
                (["--kind", "vessel"], []),
                (["--last", "1"], ["TAi.003"]),
                (["un"], ["TAi.001", "TAi.004", "TAi.001", "TAi.003"]),
                (["un", "eu", "--last", "3"], ["TAi.004", "TAi.001", "TAi.003"]),
                (["eu", "gb"], [])]:
            self.assertEqual([c["ref"] for c in self.home.json("changes", *words)], refs, words)
        for words in (["--since", "May"], ["--change", "dropped"], ["--kind", "cat"],
                      ["--last", "few"], ["nonesuch"], ["--nonesuch"]):
            self.home.run("changes", *words, expect=USAGE)

    def test_tables(self):
        rows = self.home.text("changes").splitlines()
        self.assertEqual(rows[0].split("\t"), ["by", "list", "change", "ref", "name", "what"])
        self.assertEqual(rows[-1].split("\t"),
                         ["2020-03-01", "un", "amended", "TAi.003", "Ordan VelmarAd", "remarks"])
        shown = self.on_terminal("changes")
        self.assertIn("\033[", shown)
        for line in re.sub("\033\\[[0-9;]*m", "", shown).splitlines():
            self.assertLessEqual(len(line), 80)

    def test_names_cannot_drive_the_terminal(self):
        self.home.take("2020-04-01", people(1, 2, 4) + [Person(9, first="Ev\u009b31mil\u202e")])
        for words in (["changes"], ["entries", "un"], ["show", "un", "TAi.009"]):
            shown = self.home.text(*words)
            self.assertIn("Ev\ufffd31mil", shown)
            self.assertNotRegex(shown, "[\u202e\u009b]")


class AsOf(Case):
    def setUp(self):
        super().setUp()
        self.home.take("2020-01-01", people(1, 2) + [Person(3, listed="2015-06-01"),
                                                      Person(4, listed="2019-06-01")])
        self.home.take("2020-02-01", people(1, 2) + [Person(3, listed="2015-06-01", remark="X.")])

    def test_entries(self):
        self.assertEqual(self.home.refs(), ["TAi.001", "TAi.002", "TAi.003"])
        for day, count in [("2020-01-01", 4), ("2020-01-31", 4), ("2020-02-01", 3),
                           ("2020-01-31T23:59:59Z", 4), ("2031-01-01", 3)]:
            self.assertEqual(len(self.home.refs("--as-of", day)), count, day)
        for line in self.home.text("entries", "un", "--json").splitlines():
            self.assertEqual(line, json.dumps(json.loads(line), ensure_ascii=False,
                                              separators=(",", ":"), sort_keys=True))

    def test_before_the_first_version_it_is_reconstructed(self):
        out, err = self.home.run("entries", "un", "--as-of", "2016-01-01", "--json")
        self.assertEqual([json.loads(l)["ref"] for l in out.splitlines()],
                         ["TAi.001", "TAi.002", "TAi.003"])
        self.assertIn("reconstructed", err)
        self.assertEqual(self.home.refs("--as-of", "1990-01-01"), [])
        _, err = self.home.run("entries", "un", "--as-of", "2020-01-01")
        self.assertEqual(err, "")

    def test_dates_that_are_not_whole(self):
        rows = [("a", "listed", "1999", ""), ("b", "delisted", "1999-05-02", "2002-07-10"),
                ("c", "lapsed", "2000-03", "2002-07"), ("d", "delisted", "", "2010-01-01"),
                ("e", "listed", "", "")]
        text = ("ref,group,authority,regime,status,listed,suspended,ended,instrument,measures,note,"
                "source,confidence\n")
        for ref, status, listed, ended in rows:
            text += "%s,Group %s,Court,,%s,%s,,%s,,,,,memory\n" % (ref, ref, status, listed, ended)
        self.home.json("import", "casebook", self.home.file("c.csv", text), "--at", "2020-01-01")
        for day, refs in [("1998-12-31", ""), ("1999-01-01", "a"), ("1999-05-01", "a"),
                          ("1999-05-02", "ab"), ("2000-03-01", "abc"), ("2002-07-09", "abc"),
                          ("2002-07-10", "ac"), ("2002-07-31", "ac"), ("2002-08-01", "a"),
                          ("2020-01-01", "ae")]:
            out, err = self.home.run("entries", "casebook", "--as-of", day, "--json")
            self.assertEqual("".join(json.loads(l)["ref"] for l in out.splitlines()), refs, day)
            self.assertEqual("left out for want of such a date: 1" in err, day < "2020", err)
            for ref in "abcde":
                (shown,) = self.home.json("show", "casebook", ref, "--as-of", day)
                if shown["reconstructed"]:
                    self.assertEqual(shown["record"] is not None, ref in refs, (day, ref))

    def test_show(self):
        (shown,) = self.home.json("show", "un", "TAi.003")
        self.assertEqual(list(shown), ["record", "history", "as_of", "reconstructed"])
        self.assertEqual(shown["record"]["remarks"], ["X."])
        self.assertEqual(shown["as_of"], "2020-02-01T00:00:00Z")
        self.assertEqual([list(c) for c in shown["history"]], [CHANGE_KEYS])
        (then,) = self.home.json("show", "un", "TAi.003", "--as-of", "2020-01-15")
        self.assertNotIn("remarks", then["record"])
        self.assertFalse(then["reconstructed"])
        (before,) = self.home.json("show", "un", "TAi.003", "--as-of", "2015-07-01")
        self.assertTrue(before["reconstructed"])
        self.assertEqual(before["record"]["ref"], "TAi.003")
        (earlier,) = self.home.json("show", "un", "TAi.003", "--as-of", "2015-05-01")
        self.assertIsNone(earlier["record"])
        (gone,) = self.home.json("show", "un", "TAi.004")
        self.assertIsNone(gone["record"])
        self.assertEqual([c["change"] for c in gone["history"]], ["delisted"])

    def test_show_for_people(self):
        page = self.home.text("show", "un", "TAi.003")
        for words in ("Ordan VelmarAd (primary)", "listed since 2015-06-01", "Taliban",
                      "+ remarks: X.", "2020-02-01  amended"):
            self.assertIn(words, page)
        self.assertIn("not on the list", self.home.text("show", "un", "TAi.004"))

    def test_refs_that_are_not_there(self):
        _, err = self.home.run("show", "un", "TAi.0099", expect=FAILED)
        self.assertIn("TAi.001", err)
        self.home.run("show", "nonesuch", "TAi.001", expect=USAGE)
        self.home.run("show", "un", expect=USAGE)
        self.home.run("entries", "nonesuch", expect=USAGE)
        (shown,) = self.home.json("show", "un", "110002")
        self.assertEqual(shown["record"]["ref"], "TAi.002")

    def test_diff(self):
        changes = self.home.json("diff", "un", "2020-01-01", "2020-02-01")
        self.assertEqual([list(c) for c in changes],
                         [["list", "ref", "native", "change", "kind", "name", "fields"]] * 2)
        self.assertEqual([(c["ref"], c["change"]) for c in changes],
                         [("TAi.003", "amended"), ("TAi.004", "delisted")])
        self.assertEqual(changes[0]["fields"],
                         [{"path": "/remarks/0", "before": None, "after": "X."}])
        back = self.home.json("diff", "un", "2020-02-01", "2020-01-01")
        self.assertEqual([c["ref"] for c in back], ["TAi.003", "TAi.004"])
        self.assertEqual(self.home.json("diff", "un", "2020-02-01", "2020-03-01"), [])
        self.assertIn("+ remarks: X.", self.home.text("diff", "un", "2020-01-01", "2020-02-01"))
        self.home.run("diff", "un", "2020-01-01", expect=USAGE)
        self.assertEqual([c["ref"] for c in self.home.json("diff", "un", "2015-01-01",
                                                           "2016-01-01")], ["TAi.003"])


class Histories(Case):
    def test_a_ref_that_goes_to_another_party(self):
        self.home.take("2020-01-01", people(1, 2))
        other = Person(2, first="Quill", second="Brandtsen", born="1988", native="990002")
        self.home.take("2020-02-01", people(1) + [other])
        changes = self.home.json("changes")
        self.assertEqual([(c["change"], c["native"], c.get("other")) for c in changes],
                         [("delisted", "110002", True), ("listed", "990002", True)])
        self.assertEqual(list(changes[0]), CHANGE_KEYS + ["other"])
        self.assertIn("the ref went to another party", self.home.text("changes"))
        diff = self.home.json("diff", "un", "2020-01-01", "2020-02-01")
        self.assertEqual([(c["change"], c["other"]) for c in diff],
                         [("delisted", True), ("listed", True)])

    def test_an_entry_that_returns(self):
        for day, numbers in [("2020-01-01", (1, 2)), ("2020-02-01", (1,)),
                             ("2020-03-01", (1, 2))]:
            self.home.take(day, people(*numbers))
        (shown,) = self.home.json("show", "un", "TAi.002")
        self.assertEqual([c["change"] for c in shown["history"]], ["delisted", "relisted"])
        (change,) = self.home.json("diff", "un", "2020-02-01", "2020-03-01")
        self.assertEqual(change["change"], "relisted")

    def test_suspended_and_restored(self):
        head = ("ref,group,authority,regime,status,listed,suspended,ended,instrument,measures,note,"
                "source,confidence\n")
        row = "verm.x,Vermilion Hand,Court of Karsk,,%s,2003-02-14,%s,%s,Ruling 7,,,,memory\n"
        for day, values in [("2020-01-01", ("listed", "", "")),
                            ("2020-02-01", ("suspended", "2020-01-15", "")),
                            ("2020-03-01", ("listed", "", "")),
                            ("2020-04-01", ("delisted", "", "2020-03-20"))]:
            path = self.home.file("c-%s.csv" % day, head + row % values)
            self.home.json("import", "casebook", path, "--at", day)
        changes = self.home.json("changes", "casebook")
        self.assertEqual([(c["change"], c["stated"]) for c in changes],
                         [("suspended", "2020-01-15"), ("restored", None),
                          ("delisted", "2020-03-20")])
        self.assertEqual(self.home.json("entries", "casebook"), [])
        (still,) = self.home.json("entries", "casebook", "--all")
        self.assertEqual(still["status"], "delisted")
        # A casebook of one's own is not replaced by the built-in one.
        shown = self.home.text("brief", "Vermilion Hand")
        self.assertIn("from memory", shown)
        (position,) = [l["position"] for l in self.home.json("brief", "vermilion hand")
                       if "position" in l]
        self.assertEqual((position["status"], position["ended"], position["confidence"]),
                         ("delisted", "2020-03-20", "memory"))
        _, err = self.home.run("brief", "Nobody", expect=FAILED)
        self.assertIn("Vermilion Hand", err)


class Held(Case):
    def setUp(self):
        super().setUp()
        self.many = list(range(1, 101))
        self.home.take("2020-01-01", people(*self.many))

    def held(self):
        return self.home.json("lists", "un")[0]["held"]

    def test_too_many_gone_then_accepted(self):
        self.home.take("2020-02-01", people(*self.many[20:]))  # a fifth may go
        result = self.home.take("2020-03-01", people(*self.many[60:]), expect=HELD)
        self.assertTrue(result["held"])
        self.assertIn("40 of 80", result["why"])
        self.assertIsNone(result["version"])
        (held,) = self.held()
        self.assertEqual(list(held), ["id", "at", "why", "sha256"])
        self.assertEqual(held["id"], held["sha256"][:12])
        self.assertIn(held["id"], self.home.text("lists"))
        self.assertEqual(len(self.home.refs()), 80)
        (accepted,) = self.home.json("accept", held["id"])
        self.assertEqual((accepted["held"], accepted["version"], accepted["delisted"]),
                         (False, 3, 40))
        self.assertEqual(len(self.home.refs()), 40)
        self.assertEqual(self.held(), [])
        self.home.run("accept", held["id"], expect=USAGE)

    def test_discarded(self):
        self.home.take("2020-02-01", people(1), expect=HELD)
        (held,) = self.held()
        self.assertIn("discarded", self.home.text("discard", held["id"][:6]))
        self.assertEqual(self.held(), [])
        self.assertEqual(len(self.home.refs()), 100)
        self.assertEqual(self.home.json("changes"), [])

    def test_a_check_that_brings_nothing_is_remembered(self):
        mirror = os.path.join(self.home.folder, "mirror")
        os.makedirs(mirror)
        with open(os.path.join(mirror, "consolidated.xml"), "w") as f:
            f.write(un_list(people(*self.many), made="2020-01-01"))
        self.assertEqual(self.home.json("lists", "un")[0]["checked"], "2020-01-01T00:00:00Z")
        self.home.run("pull", "un", "--from", mirror)
        (un,) = self.home.json("lists", "un")
        self.assertEqual(un["newest"], "2020-01-01T00:00:00Z")
        self.assertGreater(un["checked"], "2025")
        self.home.run("rebuild")
        self.assertEqual(self.home.json("lists", "un")[0]["checked"], un["checked"])

    def test_what_was_discarded_is_not_held_again(self):
        mirror = os.path.join(self.home.folder, "mirror", "un")
        os.makedirs(mirror)
        with open(os.path.join(mirror, "consolidated.xml"), "w") as f:
            f.write(un_list(people(1, 2), made="2020-05-01"))
        words = ["pull", "un", "--from", os.path.dirname(mirror)]
        self.home.run(*words, expect=HELD)
        self.home.run(*words, expect=HELD)
        (held,) = self.held()
        self.home.run("discard", held["id"])
        self.home.run(*words)
        self.assertEqual(self.held(), [])
        self.assertEqual(len(self.home.refs()), 100)

    def test_bad_files(self):
        good = un_list(people(*self.many), made="2020-02-01")
        for n, (content, words) in enumerate([
                (b"", "empty"), (good[:len(good) // 2], "line"), ("<html><body>Sorry", ""),
                (good.replace("Ordan", "Or\udcffdan", 1).encode(errors="surrogateescape"),
                 "line 3"),
                (un_list(people(*self.many), made="2019-01-01"), "before")]):
            result = self.home.take("2020-02-0%d" % (n + 1), content, expect=HELD)
            self.assertIn(words, result["why"])
        self.assertEqual(len(self.held()), 5)
        truncated = self.held()[1]
        _, err = self.home.run("accept", truncated["id"], expect=FAILED)
        self.assertIn("cannot be accepted", err)
        repaired = [h for h in self.held() if "UTF" in h["why"] or "invalid" in h["why"].lower()
                    or "well-formed XML on line 3" in h["why"]][0]
        self.home.run("accept", repaired["id"])
        self.home.run("accept", "no", expect=USAGE)
        self.home.run("discard", "0123456789ab", expect=USAGE)
        self.home.run("discard", expect=USAGE)

    def test_decisions_survive_a_rebuild(self):
        self.home.take("2020-02-01", people(1, 2), expect=HELD)
        self.home.run("accept", self.held()[0]["id"])
        self.home.take("2020-03-01", people(1, 2, 3))
        before = self.home.text("changes", "--json")
        self.home.run("rebuild")
        self.assertEqual(self.home.text("changes", "--json"), before)


class Rebuild(Case):
    def setUp(self):
        super().setUp()
        self.home.take("2020-01-01", people(1, 2, 3))
        self.home.take("2020-03-01", people(2, 3, 4))
        self.home.take("2020-02-01", people(1, 3))
        self.db = os.path.join(self.home.path, "tocsin.db")

    def test_bit_for_bit(self):
        (check,) = self.home.json("rebuild", "--check")
        self.assertEqual((check["same"], check["replaced"], check["versions"]), (True, False, 3))
        self.assertEqual(check["before"], check["after"])
        (done,) = self.home.json("rebuild")
        self.assertEqual((done["same"], done["replaced"]), (True, True))
        self.assertEqual([f for f in os.listdir(self.home.path) if "rebuild" in f], [])
        self.home.take("2020-04-01", people(2, 3))
        self.assertTrue(self.home.json("rebuild", "--check")[0]["same"])

    def test_a_row_that_was_altered(self):
        changes = self.home.text("changes", "--json")
        db = sqlite3.connect(self.db)
        db.execute("UPDATE changes SET change = 'amended' WHERE change = 'delisted'")
        db.commit()
        db.close()
        (check,) = self.home.json("rebuild", "--check", expect=FAILED)
        self.assertFalse(check["same"])
        self.assertNotEqual(self.home.text("changes", "--json"), changes)
        (done,) = self.home.json("rebuild")
        self.assertEqual((done["same"], done["replaced"]), (False, True))
        self.assertEqual(self.home.text("changes", "--json"), changes)

    def test_a_store_that_is_gone_or_no_store(self):
        changes = self.home.text("changes", "--json")
        for ruin in (b"this is no database, " * 100, None):
            for name in os.listdir(self.home.path):
                if name.startswith("tocsin.db"):
                    os.unlink(os.path.join(self.home.path, name))
            if ruin:
                with open(self.db, "wb") as f:
                    f.write(ruin)
                self.home.run("changes", expect=FAILED)
            self.home.run("rebuild")
            self.assertEqual(self.home.text("changes", "--json"), changes)

    def test_where_there_is_no_home(self):
        empty = Home()
        self.addCleanup(empty.close)
        empty.run("rebuild", expect=USAGE)
        self.assertFalse(os.path.exists(empty.path))


class Brief(Case):
    def test_on_an_empty_home(self):
        shown = self.home.text("brief")
        self.assertIn("Nothing yet", shown)
        self.assertIn("Who still lists the Taliban, and who has let go", shown)
        self.assertRegex(shown, "suspended\tSupreme Court of Russia\t2003-02-14\t2025-04-17")
        lines = self.home.json("brief")
        positions = [l["position"] for l in lines if "position" in l]
        ranks = ["listed", "suspended", "delisted", "lapsed", "never"]
        found = [ranks.index(p["status"]) for p in positions]
        self.assertEqual(found, sorted(found))
        self.assertEqual({p["group"] for p in positions}, {"Taliban"})
        self.assertIn("memory", {p["confidence"] for p in positions})
        self.assertEqual(shown.count("from memory"),
                         len([p for p in positions if p["confidence"] == "memory"]))
        self.assertEqual(self.home.json("lists", "casebook")[0]["versions"], 1)

    def test_the_lists_own_word_and_what_changed(self):
        self.home.take("2020-01-01", people(*range(1, 30)))
        self.home.take("2020-02-01", people(*range(4, 60)))
        lines = self.home.json("brief")
        changes = [l["change"] for l in lines if "change" in l]
        self.assertEqual(len(changes), 15)
        self.assertEqual(list(changes[0]), CHANGE_KEYS)
        (evidence,) = [l["evidence"] for l in lines if "evidence" in l]
        self.assertEqual((evidence["list"], evidence["programme"], evidence["entries"]),
                         ("un", "Taliban", 56))
        shown = self.home.text("brief")
        self.assertIn("What changed last (2020-02-01)", shown)
        self.assertIn("and 18 more", shown)
        self.assertIn("un (2020-02-01): 56 entries under the programme Taliban", shown)

    def test_while_another_writes(self):
        import fcntl
        self.home.take("2020-01-01", people(1))
        with open(os.path.join(self.home.path, "lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.home.run("brief", expect=FAILED)  # there is no casebook, and none can come
            self.assertEqual(self.home.refs(), ["TAi.001"])
            self.home.run("rebuild", "--check", expect=FAILED)
        self.home.run("brief")


class Common(Case):
    COMMANDS = ["lists", "pull", "import", "changes", "show", "diff", "entries", "accept",
                "discard", "rebuild", "brief", "screen", "compare", "index", "selftest"]

    def test_help(self):
        everything = subprocess.run([TOCSIN, "--help"], capture_output=True,
                                    check=True).stdout.decode()
        for command in self.COMMANDS:
            self.assertIn("\n  " + command, everything)
            shown = self.home.text(command, "--help")
            self.assertIn("Usage: tocsin " + command, shown)
            self.assertIn("Example", shown)
            self.home.run(command, "--nonesuch", expect=USAGE)
        self.home.run("nonesuch", expect=USAGE)

    def loaded(self, *words, expect=DONE):
        """The libraries that a command loaded, as the dynamic linker tells."""
        env = dict(os.environ, LD_DEBUG="files")
        done = subprocess.run([TOCSIN, *words, "--home", self.home.path], capture_output=True, env=env)
        self.assertEqual(done.returncode, expect, done.stderr[-300:])
        return set(re.findall(rb"file=(lib[\w+.-]+)", done.stderr))

    def test_libcurl_is_loaded_when_something_is_fetched(self):
        path = self.home.file("list.xml", un_list(people(1, 2, 3)))
        for words in (["import", "un", path], ["entries", "un"], ["lists"], ["changes"],
                      ["rebuild", "--check"]):
            with self.subTest(words[0]):
                loaded = self.loaded(*words)
                self.assertIn(b"libsqlite3.so.0", loaded)
                self.assertNotIn(b"libcurl.so.4", loaded)
        # Nothing listens there.
        self.assertIn(b"libcurl.so.4",
                      self.loaded("pull", "un", "--from", "http://127.0.0.1:9", expect=FAILED))

    def test_a_closed_pipe_is_no_fault(self):
        self.home.take("2020-01-01", people(*range(1, 60)))
        done = subprocess.run("'%s' entries un --json --home '%s' | head -c 10" %
                              (TOCSIN, self.home.path), shell=True, capture_output=True)
        self.assertEqual(done.stderr, b"")


@unittest.skipUnless(os.path.isdir(os.path.join(SHARED, "un")),
                     "skipped: the real lists are not at " + SHARED)
class Real(Case):
    def test_the_united_nations_from_2015_to_2026(self):
        folder = os.path.join(SHARED, "un")
        days = sorted(f[:-4] for f in os.listdir(folder) if f.startswith("20"))
        entries = {}
        for day in days:
            (result,) = self.home.json("import", "un", os.path.join(folder, day + ".xml"), "--at",
                                       day)
            entries[day] = result["entries"]
        self.assertEqual((entries["2015-02-26"], entries["2026-02-27"]), (1043, 1003))
        for day in days:
            with open(os.path.join(folder, day + ".xml"), "rb") as f:
                text = f.read().decode(errors="replace")
            # "QDi.343." and "TAI.171" are those references printed wrongly.
            printed = [r.upper() for r in
                       re.findall(r"<REFERENCE_NUMBER>\s*([^<]*?)[.\s]*</", text)]
            listed = self.home.refs("--as-of", day)
            self.assertEqual(sorted(r.upper() for r in listed), sorted(printed))
            self.assertEqual(len(listed), entries[day])
        relisted = self.home.json("changes", "--since", "2025-11-18", "--until", "2025-11-18",
                                  "--change", "relisted")
        self.assertEqual(len(relisted), 121)
        for ref in ("QDi.317", "QDi.336"):
            (shown,) = self.home.json("show", "un", ref)
            self.assertIsNone(shown["record"])
            self.assertEqual(shown["history"][-1]["change"], "delisted")
            self.assertEqual(shown["history"][-1]["by"], "2025-11-18T00:00:00Z")
        diff = self.home.json("diff", "un", "2025-08-02", "2025-11-18")
        self.assertEqual(sorted(c["change"] for c in diff),
                         sorted(c["change"] for c in self.home.json("changes", "--since",
                                                                    "2025-11-18", "--until",
                                                                    "2025-11-18")))
        for bad in ("bad-2016-02-11-trimmed", "bad-2025-08-16-invalid-utf8"):
            self.home.run("import", "un", os.path.join(folder, bad + ".xml"), "--at", bad[4:14],
                          expect=HELD)
        self.assertTrue(self.home.json("rebuild", "--check")[0]["same"])


if __name__ == "__main__":
    if not os.access(TOCSIN, os.X_OK):
        sys.exit("there is no program at %s; build it, or set TOCSIN" % TOCSIN)
    unittest.main(verbosity=1)
