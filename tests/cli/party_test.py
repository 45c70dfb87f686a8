#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tocsin party and tocsin parties from outside: invented lists, decisions, damage, and the
real lists one version after another."""
import glob
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tocsin
from tocsin import DONE, FAILED, USAGE, Home

CONFIG = "[list one]\nsource = un\ntitle = One\n[list two]\nsource = un\ntitle = Two\n"


def person(ref, first, second, born="1950", remark=""):
    return ("<INDIVIDUAL><DATAID>%s</DATAID><FIRST_NAME>%s</FIRST_NAME><SECOND_NAME>%s</SECOND_NAME>"
            "<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>%s</REFERENCE_NUMBER>"
            "<LISTED_ON>2001-01-25</LISTED_ON><COMMENTS1>%s</COMMENTS1>"
            "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>%s</YEAR>"
            "</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>" % (ref[4:], first, second, ref, remark, born))


def write_list(path, *people):
    with open(path, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST><INDIVIDUALS>%s'
                   "</INDIVIDUALS></CONSOLIDATED_LIST>\n" % "\n".join(people))
    return path


class Invented(unittest.TestCase):
    def setUp(self):
        self.home = Home()
        self.folder = tocsin.folder()
        os.makedirs(self.home.path)
        with open(os.path.join(self.home.path, "config.ini"), "w", encoding="utf-8") as file:
            file.write(CONFIG)
        self.take("one", "2020-01-01", person("AAi.001", "Dorvan", "Keltrimosk"),
                  person("AAi.002", "Belto", "Quarnelvist"))
        self.take("two", "2020-01-02", person("BBi.007", "KELTRIMOSK", "Dorvan"),
                  person("BBi.008", "Hendro", "Varnakuli", "1971"))

    def take(self, list_id, day, *people):
        path = write_list(os.path.join(self.folder, list_id + ".xml"), *people)
        return self.home.take(list_id, path, at=day)

    def party(self, *words, **more):
        return self.home.json("party", *words, **more)[0]

    def entries(self, *words):
        return [e["list"] + " " + e["ref"] for e in self.party(*words)["entries"]]

    def links(self):
        with open(os.path.join(self.home.path, "index", "parties.links"), "rb") as file:
            return file.read()

    def test_a_party(self):
        party = self.party("two", "BBi.007")
        self.assertEqual(list(party), ["party", "list", "ref", "name", "kind", "entries", "refused",
                                       "decisions", "snapshot", "as_of"])
        self.assertEqual(party["party"], "one:AAi.001")
        entry = party["entries"][0]
        self.assertEqual(list(entry), ["list", "ref", "name", "kind", "since", "until", "score",
                                       "why"])
        self.assertEqual((entry["list"], entry["ref"]), ("one", "AAi.001"))
        self.assertEqual((entry["since"], entry["until"]), ("2020-01-01T00:00:00Z", None))
        self.assertGreaterEqual(entry["score"], 0.9)
        odds = sum(why["weight"] for why in entry["why"])
        self.assertGreater(odds, 2.1)
        self.assertIsNone(party["as_of"])

    def test_parties(self):
        parties = self.home.json("parties")
        self.assertEqual(len(parties), 1)
        party = parties[0]
        self.assertEqual((party["party"], party["kind"]), ("one:AAi.001", "person"))
        self.assertEqual([e["ref"] for e in party["entries"]], ["AAi.001", "BBi.007"])
        link = party["links"][0]
        self.assertEqual((link["a"], link["b"]), ({"list": "one", "ref": "AAi.001"},
                                                  {"list": "two", "ref": "BBi.007"}))
        self.assertNotIn("why", party["entries"][0])
        text = self.home.run("parties").out
        self.assertIn("one AAi.001, two BBi.007", text)
        self.assertEqual(self.home.json("parties", "--threshold", "0.99999"), [])

    def test_alone(self):
        self.assertEqual(self.entries("one", "AAi.002"), [])
        self.assertIn("No other list", self.home.run("party", "one", "AAi.002").out)

    def test_no_such_entry(self):
        said = self.home.run("party", "one", "AAi.999", expect=FAILED)
        self.assertIn("no entry AAi.999", said.err)
        early = self.home.run("party", "one", "AAi.001", "--as-of", "1990-01-01", expect=FAILED)
        self.assertIn("one does not have AAi.001 on that day; `tocsin show one AAi.001`", early.err)
        self.home.run("party", "nolist", "AAi.999", expect=USAGE)
        self.home.run("party", "one", "AAi.001", "--join", "two", "BBi.999", expect=FAILED)

    def test_usage(self):
        for words in (("one",), ("one", "AAi.001", "--join", "two"),
                      ("one", "AAi.001", "--join", "one", "AAi.002"),
                      ("one", "AAi.001", "--join", "--split", "two", "BBi.007"),
                      ("one", "AAi.001", "--why", "so"),
                      ("one", "AAi.001", "--join", "two", "BBi.007", "--as-of", "2020-01-03"),
                      ("one", "AAi.001", "--join", "two", "BBi.007", "--why", "x" * 2001)):
            code = FAILED if words[-1].startswith("xx") else USAGE
            self.home.run("party", *words, expect=code)
        for words in (("extra",), ("--threshold", "0.5"), ("--without", "names")):
            self.home.run("parties", *words, expect=USAGE)
        self.assertFalse(os.path.exists(os.path.join(self.home.path, "parties.jsonl")))

    def test_decisions(self):
        self.party("one", "AAi.001", "--split", "two", "BBi.007", "--why", "father and son")
        self.assertEqual(self.entries("one", "AAi.001"), [])
        party = self.party("one", "AAi.001")
        self.assertEqual(party["decisions"][0]["what"], "split")
        self.assertEqual(party["decisions"][0]["why"], "father and son")
        self.assertIn("were split on", party["refused"][0]["refused"])
        self.home.run("party", "two", "BBi.008", "--join", "one", "AAi.001")
        self.assertEqual(self.entries("one", "AAi.001"), ["two BBi.008"])
        text = self.home.run("party", "one", "AAi.001").out
        self.assertIn("one AAi.001 split from two BBi.007: father and son", text)
        self.assertIn("one AAi.001 joined with two BBi.008", text)
        self.home.run("party", "one", "AAi.001", "--split", "two", "BBi.008")
        self.home.run("party", "one", "AAi.001", "--join", "two", "BBi.007")
        self.assertEqual(self.entries("one", "AAi.001"), ["two BBi.007"])
        self.assertEqual(len(self.party("one", "AAi.001")["decisions"]), 4)
        self.home.run("party", "one", "AAi.001", "--join", "two", "BBi.007")  # already so
        self.assertEqual(len(self.party("one", "AAi.001")["decisions"]), 4)
        # the day before, nobody had decided anything
        before = self.party("one", "AAi.001", "--as-of", "2020-01-03")
        self.assertEqual(before["decisions"], [])
        self.assertEqual(before["as_of"], "2020-01-03T23:59:59Z")

    def test_decisions_outlive_a_rebuild(self):
        self.home.run("party", "one", "AAi.002", "--join", "two", "BBi.008", "--why", "seen")
        self.home.run("rebuild")
        self.assertEqual(self.entries("one", "AAi.002"), ["two BBi.008"])
        for path in glob.glob(os.path.join(self.home.path, "index", "*")):
            os.remove(path)
        self.assertEqual(self.entries("one", "AAi.002"), ["two BBi.008"])

    def test_damaged_decisions_are_told(self):
        self.home.run("party", "one", "AAi.002", "--join", "two", "BBi.008")
        path = os.path.join(self.home.path, "parties.jsonl")
        with open(path, "r+b") as file:
            file.seek(9)
            file.write(b"z")
        for words in (("party", "one", "AAi.001"), ("parties",),
                      ("party", "one", "AAi.001", "--join", "two", "BBi.007")):
            said = self.home.run(*words, expect=FAILED)
            self.assertIn("decision 1 about parties was damaged", said.err)

    def test_as_of(self):
        self.take("two", "2020-02-01", person("BBi.007", "Somebody", "Elsewise"),
                  person("BBi.008", "Hendro", "Varnakuli", "1971"))
        self.assertEqual(self.entries("one", "AAi.001"), [])
        kept = self.links()
        self.assertEqual(self.entries("one", "AAi.001", "--as-of", "2020-01-15"), ["two BBi.007"])
        self.assertEqual(len(self.home.json("parties", "--as-of", "2020-01-15")), 1)
        self.assertEqual(self.links(), kept)
        self.home.run("party", "two", "BBi.007", "--as-of", "2000-01-01", expect=FAILED)

    def test_the_file_of_links(self):
        self.home.run("parties")
        good = self.links()
        path = os.path.join(self.home.path, "index", "parties.links")
        for damage in (b"", good[:-1], good[:60] + b"\xff" + good[61:], b"nonsense" * 40):
            with open(path, "wb") as file:
                file.write(damage)
            self.assertEqual(self.entries("one", "AAi.001"), ["two BBi.007"])
            self.assertEqual(self.links(), good)

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_that_cannot_be_written(self):
        self.home.run("index")
        index = os.path.join(self.home.path, "index")
        os.chmod(index, 0o500)
        try:
            said = self.home.run("party", "one", "AAi.001", "--json")
        finally:
            os.chmod(index, 0o700)
        self.assertIn("could not be kept", said.err)
        self.assertEqual(said.lines()[0]["entries"][0]["ref"], "BBi.007")


class Real(unittest.TestCase):
    """The UN's versions after one another beside the UK: what was kept and what is made at
    once are the same file, and no party has two entries of one list."""

    def test_versions(self):
        versions = sorted(glob.glob(tocsin.shared("un", "20*.xml")))
        uk = tocsin.shared("uk", "conlist-2018-04-13.csv")
        if not versions or not os.path.exists(uk):
            self.skipTest("the real lists are not here")
        home = Home()
        links = os.path.join(home.path, "index", "parties.links")
        home.take("gb", uk, at="2018-04-13")
        for path in versions:
            home.run("import", "un", path, "--at", os.path.basename(path)[:10], expect=None)
            for held in home.json("lists"):
                for version in held.get("held") or []:
                    home.run("accept", version["id"])
            out = home.run("parties", "--json", "--verbose")
            for party in out.lines():
                lists = [e["list"] for e in party["entries"]]
                self.assertEqual(len(lists), len(set(lists)), party["party"])
            with open(links, "rb") as file:
                kept = file.read()
            os.remove(links)
            again = home.run("parties", "--json", "--verbose")
            with open(links, "rb") as file:
                self.assertEqual(file.read(), kept, path)
            self.assertEqual(again.out, out.out)
            print("%s: %d parties; %s (at once: %s)" % (
                os.path.basename(path), len(out.lines()), out.err.strip().split("\n")[-1][8:],
                again.err.strip().split("\n")[-1][8:]))


if __name__ == "__main__":
    unittest.main()
