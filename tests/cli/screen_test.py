#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Screening from outside: questions, files of questions, pairs, the snapshot and the self-test, on
small invented lists.

The program is $TOCSIN (default build/tocsin).
"""
import csv
import glob
import io
import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from registry_test import DONE, FAILED, TOCSIN, USAGE, Case, Person, un_list

HIT_KEYS = ["list", "ref", "name", "kind", "score", "why", "since", "until"]
ANSWER_KEYS = ["id", "query", "hits", "screened", "why_not", "snapshot", "as_of"]
INDEX_KEYS = ["snapshot", "lists", "entries", "names", "words", "bytes", "seconds"]
CLASS_KEYS = ["class", "level", "tested", "found", "effectiveness", "low", "high", "wrong_first",
              "hits_each", "lost", "not_tested"]
ALERT_KEYS = ["placebo", "asked", "first", "hits"]
MISS_KEYS = ["class", "list", "ref", "name", "kind", "manipulated", "score", "best", "lost", "first"]

NAMES = [("Ordanion", "Velmarquez"), ("Keshtan", "Tomarov"), ("Brenwick", "Zolanteri"),
         ("Quorvex", "Plimsollar"), ("Harrowgate", "Nebulandi"), ("Fintrell", "Osvaldurin")]


def listed():
    return [Person(n + 1, first=first, second=second, born=str(1950 + n))
            for n, (first, second) in enumerate(NAMES)]


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Screened(Case):
    def setUp(self):
        super().setUp()
        self.home.take("2020-01-01", listed()[:5])
        self.home.take("2021-01-01", listed()[1:])

    def ask(self, *words, expect=DONE):
        (answer,) = self.home.json("screen", *words, expect=expect)
        return answer

    def first(self, *words):
        hits = self.ask(*words)["hits"]
        return hits[0]["ref"] if hits else None


class Screen(Screened):
    def test_names_of_the_answer(self):
        answer = self.ask("Keshtan Tomarov", "--kind", "person", "--birth", "1951-03", "--gender",
                          "m", "--country", "Afghan")
        self.assertEqual(list(answer), ANSWER_KEYS)
        self.assertIsNone(answer["id"])
        self.assertEqual(answer["query"], {"name": "Keshtan Tomarov", "kind": "person",
                                           "birth": "1951-03", "country": "AF", "gender": "male"})
        self.assertEqual((answer["screened"], answer["why_not"], answer["as_of"]),
                         (True, None, None))
        self.assertRegex(answer["snapshot"], "^[0-9a-f]{32}$")
        (hit,) = answer["hits"]
        self.assertEqual(list(hit), HIT_KEYS)
        self.assertEqual((hit["list"], hit["ref"], hit["kind"]), ("un", "TAi.002", "person"))
        self.assertEqual(hit["name"], "Keshtan Tomarov")
        self.assertEqual((hit["since"], hit["until"]), ("2020-01-01T00:00:00Z", None))
        self.assertTrue(0.7 <= hit["score"] <= 1)
        for reason in hit["why"]:
            self.assertEqual(list(reason), ["feature", "detail", "weight"])
        self.assertIn("birth", [r["feature"] for r in hit["why"]])

    def test_a_day_of_eight_digits_is_one(self):
        asked = self.ask("Keshtan Tomarov", "--birth", "19510302")["query"]["birth"]
        self.assertEqual(asked, "1951-03-02")
        _, err = self.home.run("screen", "Keshtan Tomarov", "--birth", "02031951", expect=USAGE)
        self.assertIn("is no date of birth", err)

    def test_reasons_add_up_to_the_score(self):
        import math
        for words in (["Keshtan Tomarov"], ["Keshtan Tomarov", "--birth", "1951"],
                      ["Tomarov Keshtan", "--birth", "1999", "--threshold", "0.01"]):
            for hit in self.ask(*words)["hits"]:
                odds = sum(r["weight"] for r in hit["why"])
                self.assertAlmostEqual(hit["score"], 1 / (1 + math.exp(-odds)), delta=0.02)

    def test_the_words_that_agree_are_told_of_any_kind(self):
        for kind in ("person", "organisation"):
            (pair,) = self.home.json("compare", "Velmar Zolanteri", "Velmar Zolanterri", "--kind", kind)
            (agreed,) = [r for r in pair["why"] if r["feature"] == "agreement"]
            self.assertIn("velmar = velmar", agreed["detail"])
            self.assertIn("zolanteri ~ zolanterri", agreed["detail"])

    def test_text(self):
        shown = self.home.text("screen", "Keshtan Tomarov")
        self.assertRegex(shown, r"(?m)^0\.\d{3}  Keshtan Tomarov  un TAi\.002, person, "
                                r"seen since 2020-01-01$")
        self.assertRegex(self.home.text("screen", "Wholly Otherwise"),
                         r"^no hit in un of 20\d\d-\d\d-\d\d\n$")
        self.assertEqual(self.home.text("screen", "Wholly Otherwise", "--as-of", "2020-06-01"),
                         "no hit as of 2020-06-01 in un\n")

    def test_another_name_says_whose_it_is(self):
        alias = ("<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Zarnold Quillifer"
                 "</ALIAS_NAME></INDIVIDUAL_ALIAS></INDIVIDUAL>")
        people = un_list([Person(7, first="Velmar", second="Osterby", ref="TAi.007")] +
                         listed()[1:], made="2022-01-01")
        self.home.take("2022-01-01", people.replace("</INDIVIDUAL>", alias, 1))
        shown = self.home.text("screen", "Zarnold Quillifer").splitlines()
        self.assertIn("Zarnold Quillifer  un TAi.007, person", shown[0])
        self.assertEqual(shown[1], "       another name of Velmar Osterby")
        self.assertNotIn("another name", self.home.text("screen", "Velmar Osterby"))

    def test_an_output_that_is_full(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([TOCSIN, "screen", "Keshtan Tomarov", "--home", self.home.path],
                                  stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(b"cannot write to standard output: No space left", done.stderr)

    def test_nobody_is_a_hit_of_nothing(self):
        answer = self.ask("Wholly Otherwise")
        self.assertEqual((answer["hits"], answer["screened"]), ([], True))

    def test_kind(self):
        self.assertEqual(self.first("Keshtan Tomarov", "--kind", "Person"), "TAi.002")
        self.assertIsNone(self.first("Keshtan Tomarov", "--kind", "vessel"))

    def test_birth_speaks_for_and_against(self):
        def score(birth):
            hits = self.ask("Keshtan Tomarov", "--birth", birth, "--threshold", "0.001")["hits"]
            return [h["score"] for h in hits if h["ref"] == "TAi.002"][0]
        self.assertGreater(score("1951"), score("1952"))
        self.assertGreater(score("1952"), score("1970"))

    def test_lists(self):
        self.assertEqual(self.first("Keshtan Tomarov", "--lists", "un"), "TAi.002")
        _, err = self.home.run("screen", "Keshtan Tomarov", "--lists", "un,zz", expect=USAGE)
        self.assertIn("zz", err)

    def test_as_of(self):
        self.assertIsNone(self.first("Ordanion Velmarquez"))
        past = self.ask("Ordanion Velmarquez", "--as-of", "2020-06-01")
        self.assertEqual(past["as_of"], "2020-06-01T23:59:59Z")
        self.assertEqual(past["hits"][0]["ref"], "TAi.001")
        self.assertEqual(past["hits"][0]["until"], "2021-01-01T00:00:00Z")
        self.assertIsNone(self.first("Fintrell Osvaldurin", "--as-of", "2020-06-01"))
        self.assertEqual(self.first("Fintrell Osvaldurin", "--as-of", "2021-01-01"), "TAi.006")
        early = self.ask("Ordanion Velmarquez", "--as-of", "2010-01-01")["hits"][0]
        self.assertEqual((early["reconstructed"], early["since"], early["until"]),
                         (True, None, None))
        self.assertIsNone(self.first("Ordanion Velmarquez", "--as-of", "1999-01-01"))

    def test_threshold_and_limit(self):
        every = self.ask("Keshtan Tomarov", "--threshold", "0.001", "--limit", "100")["hits"]
        scores = [h["score"] for h in every]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertEqual(len(self.ask("Keshtan Tomarov", "--threshold", "0.001", "--limit",
                                      "1")["hits"]), 1)
        self.assertEqual(self.ask("Keshtan Tomarov", "--threshold", "0.9999")["hits"], [])

    def test_hits_beyond_the_limit_are_told(self):
        twins = [Person(n, first="Keshtan", second="Tomarov", ref="TAi.00%d" % n) for n in (7, 8)]
        self.home.take("2022-01-01", listed()[1:] + twins)
        self.assertEqual(self.ask("Keshtan Tomarov", "--limit", "1")["left_out"], 2)
        self.assertNotIn("left_out", self.ask("Keshtan Tomarov", "--limit", "3"))
        self.assertTrue(self.home.text("screen", "Keshtan Tomarov", "--limit", "2")
                        .endswith("\nand 1 more; --limit says how many are shown\n"))
        self.assertNotIn("more;", self.home.text("screen", "Keshtan Tomarov", "--limit", "3"))

    def test_exhaustive_is_the_same(self):
        for name in ("Keshtan Tomarov", "Tomarof Keshtan", "K. Tomarov", "Brenwick"):
            fast, slow = self.ask(name), self.ask(name, "--exhaustive")
            self.assertEqual(fast, slow)

    def test_identifier_alone(self):
        extra = ("<INDIVIDUAL><DATAID>9</DATAID><FIRST_NAME>Zarnold</FIRST_NAME><UN_LIST_TYPE>X"
                 "</UN_LIST_TYPE><REFERENCE_NUMBER>TAi.900</REFERENCE_NUMBER><INDIVIDUAL_DOCUMENT>"
                 "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>AB 123-456</NUMBER>"
                 "</INDIVIDUAL_DOCUMENT></INDIVIDUAL>")
        people = listed()[1:]
        text = un_list(people, made="2022-01-01").replace("</INDIVIDUALS>", extra + "</INDIVIDUALS>")
        self.home.take("2022-01-01", text)
        for number in ("AB 123-456", "ab123456"):
            answer = self.ask("--id", number)
            self.assertEqual([h["ref"] for h in answer["hits"]], ["TAi.900"])
            self.assertEqual(answer["hits"][0]["why"][-1]["feature"], "identifier")
        both = self.ask("Keshtan Tomarov", "--id", "AB123456")
        self.assertEqual({h["ref"] for h in both["hits"]}, {"TAi.002", "TAi.900"})
        self.assertEqual(self.ask("--id", "AB123457")["hits"], [])

    def test_what_cannot_be_read_is_not_screened(self):
        for name in ("...", "—", "☃"):
            answer = self.ask(name, expect=FAILED)
            self.assertEqual((answer["screened"], answer["hits"]), (False, []))
            self.assertTrue(answer["why_not"])
            out, err = self.home.run("screen", name, expect=FAILED)
            self.assertNotIn("no hit", out)
            self.assertIn("tocsin: ", err)
        self.ask("", expect=FAILED)

    def test_usage(self):
        for words in ([], ["A", "B"], ["A", "--kind", "planet"], ["A", "--birth", "yesterday"],
                      ["A", "--country", "Nowhere"], ["A", "--country", "Congo"],
                      ["A", "--gender", "x"], ["A", "--threshold", "2"], ["A", "--threshold", "0"],
                      ["A", "--limit", "0"], ["A", "--limit", "x"], ["A", "--as-of", "soon"],
                      ["A", "--nonesuch"], ["A", "--batch", "f.csv"], ["A", "--limit", "1.5"],
                      ["A", "--lists", ""], ["A", "--lists", "un,"], ["A", "-o", "f.jsonl"],
                      ["--batch", "f.csv", "--kind", "person"], ["--batch", "f.csv", "--id", "A"],
                      ["A", "--exhaustive=no"], ["A", "-o"], [b"Jos\xe9"],
                      ["A", "--id", b"\xe912345"]):
            out, err = self.home.run("screen", *words, expect=USAGE)
            self.assertEqual(out, "")
            self.assertTrue(err)

    def test_controls_do_not_reach_the_terminal(self):
        person = Person(7, first="Zed\u202eor", second="Quillifer", ref="TAi.007")
        self.home.take("2022-01-01", listed()[1:] + [person])
        self.assertNotIn("\u202e", self.home.text("screen", "Zedor Quillifer"))


class Batch(Screened):
    def batch(self, content, *words, name="in.csv", expect=DONE):
        path = self.home.file(name, content)
        out, err = self.home.run("screen", "--batch", path, *words, expect=expect)
        return [json.loads(line) for line in out.splitlines()], err

    def test_columns(self):
        rows, err = self.batch("id,name,kind,birth,country,identifier\n"
                               "7,Keshtan Tomarov,person,1951,Iran,\n8,Wholly Otherwise,,,,\n")
        self.assertEqual([list(r) for r in rows], [ANSWER_KEYS] * 2)
        self.assertEqual([r["id"] for r in rows], ["7", "8"])
        self.assertEqual(rows[0]["query"], {"name": "Keshtan Tomarov", "kind": "person",
                                            "birth": "1951", "country": "IR"})
        self.assertEqual([len(r["hits"]) for r in rows], [1, 0])
        self.assertIn("2 rows, 1 with hits, 0 not screened", err)

    def test_the_same_answer_as_one_by_one(self):
        rows, _ = self.batch("name\n" + "".join("%s %s\n" % n for n in NAMES))
        for row, names in zip(rows, NAMES):
            self.assertEqual(row, self.ask("%s %s" % names))

    def test_dialects(self):
        want = ["TAi.002", "TAi.003"]
        for text in ("\ufeffid;name\r\n1;Keshtan Tomarov\r\n2;Brenwick Zolanteri\r\n",
                     "id\tname\n1\tKeshtan Tomarov\n2\tBrenwick Zolanteri",
                     'id,name\n1,"Keshtan\nTomarov"\n2,"Brenwick ""Zolanteri"""\n',
                     "NAME,ID\nKeshtan Tomarov,1\n\n\nBrenwick Zolanteri,2\n",
                     "id|name\n1|Keshtan Tomarov\n2|Brenwick Zolanteri\n"):
            rows, _ = self.batch(text)
            self.assertEqual([r["hits"][0]["ref"] for r in rows], want, text)
            self.assertEqual([r["id"] for r in rows], ["1", "2"], text)

    def test_bad_rows_are_told_and_counted(self):
        rows, err = self.batch('id,name,birth\n1,Keshtan Tomarov,\n2,"Two\nlines",yesterday\n'
                               "3,A,1950,more\n4,,\n5,...,\n6,Brenwick Zolanteri,\n", expect=FAILED)
        self.assertEqual([r["id"] for r in rows], ["1", "2", "3", "4", "5", "6"])
        self.assertEqual([r["screened"] for r in rows], [True, False, False, False, False, True])
        self.assertIsNone(rows[1]["query"])
        self.assertIn("line 3", rows[1]["why_not"])
        self.assertIn("line 5", rows[2]["why_not"])
        self.assertIn("line 3 is not screened", err)
        self.assertIn("line 5", err)
        self.assertIn("6 rows, 2 with hits, 4 not screened", err)

    def test_other_encodings_are_not_screened(self):
        rows, err = self.batch("id,name,identifier\n1,Jos\xe9 Tomarov,\n\xe9,Keshtan Tomarov,\n"
                               "3,Keshtan Tomarov,\xe912345\n".encode("latin-1"), expect=FAILED)
        self.assertEqual([r["id"] for r in rows], ["1", None, "3"])
        self.assertEqual({r["screened"] for r in rows}, {False})
        self.assertIn("line 2 is not screened: the name is not UTF-8 (at its byte 4)", err)
        self.assertIn("line 3 is not screened: the id is not UTF-8", err)
        for encoding in ("utf-16-le", "utf-16-be", "utf-16"):
            mark = "" if encoding == "utf-16" else "\ufeff"
            rows, err = self.batch((mark + "id,name\n1,Keshtan\n").encode(encoding), expect=FAILED)
            self.assertEqual(rows, [])
            self.assertIn("is UTF-16: save it as UTF-8", err)
        rows, err = self.batch("id,name\n1,K\0eshtan\n", expect=FAILED)
        self.assertIn("the name has a NUL (at its byte 2)", err)

    def test_json_lines(self):
        rows, err = self.batch('{"id":1,"name":"Keshtan Tomarov","birth":null}\n\n{"name":"A"\n[1]\n'
                               '{"id":"x","name":"Brenwick Zolanteri","kind":"planet"}\n'
                               '{"id":"y","name":"Brenwick \\u005aolanteri"}', name="in.jsonl",
                               expect=FAILED)
        self.assertEqual([r["id"] for r in rows], ["1", None, None, "x", "y"])
        self.assertEqual([r["screened"] for r in rows], [True, False, False, False, True])
        self.assertEqual(rows[4]["hits"][0]["ref"], "TAi.003")
        for line in ("line 3", "line 4", "line 5"):
            self.assertIn(line, err)

    def test_rows_screened_in_part_are_counted(self):
        text = "name,identifier\nKeshtan Tomarov,\n%s,\nKeshtan Tomarov,A1\n" % ("Velmar " * 500)
        rows, err = self.batch(text)
        self.assertEqual([r["why_not"] is None for r in rows], [True, False, False])
        self.assertIn("3 rows, 2 with hits, 0 not screened, 2 only in part: their why_not", err)

    def test_members_of_other_types(self):
        rows, err = self.batch('{"id":1,"name":["Keshtan Tomarov"]}\n{"id":2,"name":"A","birth":{}}\n'
                               '{"id":3,"name":"Keshtan Tomarov","birth":1951,"more":[1]}\n'
                               '{"id":[4],"name":"A"}\n', name="in.jsonl", expect=FAILED)
        self.assertEqual([r["screened"] for r in rows], [False, False, True, False])
        self.assertEqual(rows[2]["query"]["birth"], "1951")
        self.assertIn("line 1 is not screened: its name is neither text nor a number", err)
        self.assertIn("line 2 is not screened: its birth is", err)

    def test_a_mark_before_json_lines(self):
        rows, _ = self.batch('\ufeff{"name":"Keshtan Tomarov"}\n', name="in.jsonl")
        self.assertEqual(rows[0]["hits"][0]["ref"], "TAi.002")

    def test_columns_that_are_not_asked_are_told(self):
        _, err = self.batch("id,name,Date of Birth,BIRTH,,Passport\n1,Keshtan Tomarov,1951,,,\n")
        self.assertIn("not asked, since only id, name, kind, birth, country, gender and identifier "
                      "are: Date of Birth, Passport\n", err)
        _, err = self.batch("id,name\n1,Keshtan Tomarov\n")
        self.assertNotIn("not asked", err)
        _, err = self.batch("id,name,Name\n1,Keshtan Tomarov,B\n", expect=FAILED)
        self.assertIn("two columns `name`", err)

    def test_pipes(self):
        text = b"id,name\n" + b"1,Keshtan Tomarov\n" * 10000
        for path in ("-", "/dev/stdin"):
            done = subprocess.run([TOCSIN, "screen", "--batch", path, "--home", self.home.path],
                                  input=text, capture_output=True)
            self.assertEqual(done.returncode, DONE, done.stderr)
            self.assertEqual(done.stdout.count(b"TAi.002"), 10000)

    def test_files_that_are_none(self):
        for path, told in ((self.home.folder, "is a folder"),
                           (self.home.file("a.json", '[{"name":"A"}]'), "is a JSON array")):
            _, err = self.home.run("screen", "--batch", path, expect=FAILED)
            self.assertIn(told, err)
        for content in ("", "id,birth\n1,2\n", 'id,name\n1,"open\n'):
            self.batch(content, expect=FAILED)
        self.home.run("screen", "--batch", "/nonesuch/in.csv", expect=FAILED)
        self.home.run("screen", "--batch", self.home.file("a.csv", "name\nA\n"), "-o",
                      "/nonesuch/out.jsonl", expect=FAILED)

    def test_order_of_many(self):
        names = ["%s %s" % NAMES[n % 6] if n % 3 else "Nobody %d" % n for n in range(3000)]
        rows, err = self.batch("id,name\n" + "".join("%d,%s\n" % r for r in enumerate(names)))
        self.assertEqual([r["id"] for r in rows], [str(n) for n in range(3000)])
        self.assertEqual([r["query"]["name"] for r in rows], names)
        self.assertIn("3000 rows", err)

    def test_an_output_that_would_cost_something(self):
        text = "name\nKeshtan Tomarov\n"
        path = self.home.file("in.csv", text)
        for out, told in ((path, "is the input"), (self.home.folder, "is not a file"),
                          ("/dev/null", "is not a file")):
            _, err = self.home.run("screen", "--batch", path, "-o", out, expect=FAILED)
            self.assertIn(told, err)
            self.assertFalse(os.path.exists(out + ".part"))
        self.assertEqual(read(path).decode(), text)

    def test_output_file(self):
        out = os.path.join(self.home.folder, "out.jsonl")
        path = self.home.file("in.csv", "name\nKeshtan Tomarov\n")
        shown, _ = self.home.run("screen", "--batch", path, "-o", out)
        self.assertEqual(shown, "")
        self.assertEqual(os.listdir(self.home.folder).count("out.jsonl"), 1)
        self.assertEqual(glob.glob(out + "?*"), [])
        first = read(out)
        self.home.run("screen", "--batch", path, "-o", out)
        self.assertEqual(read(out), first)


class Stopped(Screened):
    """A batch that is ended in its middle, and gone on with."""
    ROWS = 60000

    def setUp(self):
        super().setUp()
        self.path = self.home.file("in.csv", "id,name,birth\n" + "".join(
            "%d,%s,%s\n" % (n, "%s %s" % NAMES[n % 6] if n % 5 else "Nobody Atall %d" % n,
                            "wrong" if n % 9973 == 10 else "") for n in range(self.ROWS)))
        self.out = os.path.join(self.home.folder, "out.jsonl")
        whole = os.path.join(self.home.folder, "whole.jsonl")
        self.first_err = self.home.run("screen", "--batch", self.path, "-o", whole,
                                       expect=FAILED)[1]
        self.whole = read(whole)

    def words(self, *more):
        return [TOCSIN, "screen", "--batch", self.path, "-o", self.out, "--home", self.home.path,
                *more]

    def end_it(self, number):
        """Runs until there is something in the draft, then sends the signal."""
        run = subprocess.Popen(self.words(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        before = self.left()
        while run.poll() is None and self.left() <= before:
            time.sleep(0.001)
        run.send_signal(number)
        err = run.communicate()[1].decode()
        return run.returncode, err

    def left(self):
        draft = self.out + ".part"
        return os.path.getsize(draft) if os.path.exists(draft) else 0

    def go_on(self, *more):
        done = subprocess.run(self.words(*more), capture_output=True)
        return done.returncode, done.stderr.decode()

    def leave(self, answers, *more):
        """A draft with these answers, as a run with such options would have left it."""
        run = subprocess.Popen(self.words(*more), stderr=subprocess.DEVNULL)
        while not os.path.exists(self.out + ".part.terms"):
            time.sleep(0.001)
        run.kill()
        run.wait()
        self.assertFalse(os.path.exists(self.out))
        with open(self.out + ".part", "wb") as file:
            file.write(answers)

    def refused(self, *more):
        """What is said of options with which the draft, which stays, is not gone on with."""
        before = read(self.out + ".part")
        code, err = self.go_on(*more)
        self.assertEqual((code, err.count("\n")), (FAILED, 1), err)
        self.assertIn("remove it to begin anew", err)
        self.assertEqual(read(self.out + ".part"), before)
        self.assertFalse(os.path.exists(self.out))
        return err

    def check(self, number):
        code, err = self.end_it(number)
        if os.path.exists(self.out):
            self.skipTest("it was done before the signal came")
        if number == signal.SIGINT:
            self.assertEqual(code, FAILED)
            self.assertIn("the same command goes on from there", err)
        self.assertGreater(self.left(), 0)
        code, err = self.go_on()
        self.assertEqual(code, FAILED)
        self.assertIn("going on behind the", err)
        self.assertEqual(read(self.out), self.whole)
        self.assertEqual(self.left(), 0)
        self.assertEqual(err.splitlines()[-1], self.first_err.splitlines()[-1])

    def test_interrupted(self):
        self.check(signal.SIGINT)

    def test_killed(self):
        self.check(signal.SIGKILL)

    def test_half_a_line(self):
        lines = self.whole.splitlines(keepends=True)
        self.leave(b"".join(lines[:1000]) + lines[1000][:40])
        _, err = self.go_on()
        self.assertIn("going on behind the 1000 rows", err)
        self.assertEqual(read(self.out), self.whole)

    def test_answers_of_another_snapshot_are_not_kept(self):
        lines = self.whole.splitlines(keepends=True)
        self.leave(b"".join(lines[:1000]))
        self.home.take("2022-01-01", listed()[2:])
        _, err = self.go_on()
        self.assertNotIn("going on", err)
        self.assertIn("the lists have changed since the batch was begun", err)
        out = [json.loads(line) for line in read(self.out).splitlines()]
        self.assertEqual(len(out), self.ROWS)
        self.assertEqual(len({r["snapshot"] for r in out if r["snapshot"]}), 1)

    def test_other_options_are_refused(self):
        lines = self.whole.splitlines(keepends=True)
        self.leave(b"".join(lines[:1000]))
        for words, told in ((("--threshold", "0.8"), "--threshold 0.7, not 0.8"),
                            (("--limit", "9"), "--limit 5, not 9"),
                            (("--lists", "un"), "--lists all, not un"),
                            (("--as-of", "2020-06-01"), "--as-of now, not 2020-06-01T23:59:59Z")):
            self.assertIn(told, self.refused(*words))
        self.assertIn("going on", self.go_on("--threshold", "0.70", "--limit", "5")[1])
        self.assertEqual(read(self.out), self.whole)
        self.assertEqual(glob.glob(self.out + "?*"), [])

    def test_another_input_is_refused(self):
        self.leave(self.whole.splitlines(keepends=True)[0])
        text = read(self.path)
        self.home.file("in.csv", text.replace(b"Nobody Atall 5,", b"Nobody Atall 6,"))
        self.assertIn("another input", self.refused())
        self.home.file("in.csv", text[:100])
        self.assertIn("another input", self.refused())

    def test_a_draft_of_somebody_else_is_left_alone(self):
        with open(self.out + ".part", "wb") as file:
            file.write(b"nothing of ours\n")
        self.assertIn("out.jsonl.part.terms", self.refused())

    def test_two_at_once(self):
        run = subprocess.Popen(self.words(), stderr=subprocess.DEVNULL)
        while not self.left():
            time.sleep(0.001)
        code, err = self.go_on()
        run.wait()
        self.assertEqual(code, FAILED)
        self.assertIn("is being written by another run", err)
        self.assertEqual(read(self.out), self.whole)

    def test_a_disk_that_is_full(self):
        def no_larger():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
        done = subprocess.run(self.words(), capture_output=True, preexec_fn=no_larger)
        err = done.stderr.decode()
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("cannot write the answers", err)
        self.assertIn("the same command goes on from there", err)
        self.assertFalse(os.path.exists(self.out))
        self.assertIn("going on", self.go_on()[1])
        self.assertEqual(read(self.out), self.whole)

    def test_standard_output_that_is_full(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([w for w in self.words() if w not in ("-o", self.out)],
                                  stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("not all rows are answered", done.stderr.decode())

    def test_told_on_a_terminal(self):
        parent, child = pty.openpty()
        run = subprocess.Popen(self.words(), stdout=subprocess.DEVNULL, stderr=child)
        os.close(child)
        shown = b""
        while True:
            try:
                block = os.read(parent, 65536)
            except OSError:
                break
            if not block:
                break
            shown += block
        os.close(parent)
        run.wait()
        self.assertRegex(shown.decode(), r"\d+ %  \d+ rows, \d+ with hits, \d+ a second, \d+ s left")


class Compare(Case):
    def test_pair(self):
        self.assertRegex(self.home.text("compare", "Keshtan Tomarov", "Tomarov, Keshtan"),
                         r"\A[01]\.\d{3}\n")
        (pair,) = self.home.json("compare", "Keshtan Tomarov", "Keshtan Tomarov")
        self.assertEqual(list(pair), ["a", "b", "score", "why"])
        self.assertEqual((pair["a"], pair["b"]), ("Keshtan Tomarov", "Keshtan Tomarov"))
        self.assertGreater(pair["score"], 0.9)
        (other,) = self.home.json("compare", "Keshtan Tomarov", "Brenwick Zolanteri")
        self.assertLess(other["score"], 0.5)

    def test_what_cannot_be_read_is_not_scored(self):
        for pair, told in ((("", "A"), "the first name is empty"),
                           (("A", "..."), "the second name has no letters that can be read"),
                           ((b"Jos\xe9", "A"), "the first name is not UTF-8")):
            out, err = self.home.run("compare", *pair, "--json", expect=FAILED)
            self.assertEqual(out, "")
            self.assertIn(told, err)
        path = self.home.file("pairs.csv", "name1,name2\nA,...\n,A\n")
        out, err = self.home.run("compare", "--batch", path, expect=FAILED)
        self.assertIn("line 2 is not scored: name2 has no letters", err)
        self.assertIn("line 3 is not scored: name1 is empty", err)

    def test_needs_no_home(self):
        self.home.text("compare", "A", "B")
        self.assertFalse(os.path.exists(self.home.path))

    def test_batch(self):
        text = ('\ufeffname1;name2;schema;note\nKeshtan Tomarov;Keshtan Tomarov;Person;"a;b"\n'
                ";B;Person;x\nVelmar Ltd;Velmar LLC;Company\nA;B;Planet;y\n")
        path = self.home.file("pairs.csv", text)
        out, err = self.home.run("compare", "--batch", path, expect=FAILED)
        rows = list(csv.DictReader(io.StringIO(out), delimiter=";"))
        self.assertEqual(list(rows[0]), ["name1", "name2", "schema", "note", "score"])
        self.assertEqual(rows[0]["note"], "a;b")
        self.assertGreater(float(rows[0]["score"]), 0.9)
        self.assertEqual(rows[1]["score"], "")
        self.assertTrue(float(rows[2]["score"]) >= 0 and float(rows[3]["score"]) >= 0)
        self.assertIn("line 3 is not scored: name1 is empty", err)
        self.assertIn("3 rows scored, 1 not scored", err)

    def test_usage(self):
        for words in (["A"], ["A", "B", "C"], ["A", "B", "--kind", "planet"], ["A", "--batch", "f"]):
            self.home.run("compare", *words, expect=USAGE)
        self.home.run("compare", "--batch", self.home.file("a.csv", "x,y\n1,2\n"), expect=FAILED)
        self.home.run("compare", "--batch", self.home.file("b.csv", ""), expect=FAILED)
        self.home.run("compare", "--batch", "/nonesuch", expect=FAILED)


class Index(Screened):
    def files(self):
        return glob.glob(os.path.join(self.home.path, "index", "*"))

    def test_names(self):
        (made,) = self.home.json("index")
        self.assertEqual(list(made), INDEX_KEYS)
        self.assertEqual((made["lists"], made["entries"], made["names"]), (1, 6, 6))
        self.assertEqual(self.ask("Keshtan Tomarov")["snapshot"], made["snapshot"])
        self.assertRegex(self.home.text("index"), r"\Asnapshot [0-9a-f]{12}: 6 names of 6 entries")
        self.home.run("index", "un", expect=USAGE)

    def test_check(self):
        _, err = self.home.run("index", "--check", expect=FAILED)
        self.assertIn("tocsin: ", err)
        self.home.run("index")
        self.home.text("index", "--check")
        self.home.take("2022-01-01", listed()[2:])
        _, err = self.home.run("index", "--check", expect=FAILED)
        self.assertIn("not of the store's present state", err)
        self.assertIsNone(self.first("Keshtan Tomarov"))  # and that made a new one
        self.home.text("index", "--check")

    def test_the_same_bytes(self):
        first = self.home.json("index")[0]["snapshot"]
        for path in self.files():
            os.remove(path)
        self.assertEqual(self.home.json("index")[0]["snapshot"], first)

    def test_a_damaged_one_is_never_searched(self):
        self.home.run("index")
        want = self.ask("Keshtan Tomarov")
        for damage in ("cut", "flip", "empty", "gone", "current"):
            (path,) = [p for p in self.files() if not p.endswith("current")]
            data = read(path)
            if damage == "gone":
                os.remove(path)
            elif damage == "current":
                with open(os.path.join(self.home.path, "index", "current"), "wb") as file:
                    file.write(b"nonesuch\n")
            else:
                os.chmod(path, 0o600)
                with open(path, "wb") as file:
                    file.write({"cut": data[:len(data) // 2], "empty": b"",
                                "flip": bytes([data[0] ^ 1]) + data[1:]}[damage])
            self.home.run("index", "--check", expect=FAILED)
            self.assertEqual(self.ask("Keshtan Tomarov"), want, damage)
            self.home.text("index", "--check")

    def test_any_flipped_byte_is_seen(self):
        """A flip is told by --check, and screening either says so or answers as before."""
        self.home.run("index")
        want = self.ask("Keshtan Tomarov")
        (path,) = [p for p in self.files() if not p.endswith("current")]
        data = read(path)
        os.chmod(path, 0o600)
        for at in range(7, len(data), max(1, len(data) // 40)):
            with open(path, "wb") as file:
                file.write(data[:at] + bytes([data[at] ^ 16]) + data[at + 1:])
            self.home.run("index", "--check", expect=FAILED)
            done = subprocess.run([TOCSIN, "screen", "Keshtan Tomarov", "--json", "--home",
                                   self.home.path], capture_output=True)
            if done.returncode == DONE:
                self.assertEqual(json.loads(done.stdout), want, at)
            else:
                self.assertEqual((done.returncode, done.stdout), (FAILED, b""), at)
            (path,) = [p for p in self.files() if not p.endswith("current")]


class Selftest(Screened):
    def test_names(self):
        rows = self.home.json("selftest", "--sample", "30")
        classes = [r for r in rows if "class" in r]
        self.assertEqual([list(r) for r in classes], [CLASS_KEYS] * len(classes))
        self.assertEqual(classes[0]["class"], "exact")
        self.assertEqual((classes[0]["tested"], classes[0]["effectiveness"]), (5, 1))
        self.assertEqual({r["level"] for r in classes}, {"exact", "minor", "major"})
        levels = [r for r in rows if "level" in r and "class" not in r]
        self.assertEqual([r["level"] for r in levels], ["exact", "minor", "major"])
        self.assertEqual(levels[1]["tested"],
                         sum(r["tested"] for r in classes if r["level"] == "minor"))
        placebos = [r for r in rows if "placebo" in r]
        self.assertEqual(list(placebos[0]),
                         ["placebo", "tested", "alerts", "alerts_per_1000", "hits_per_alert"])
        self.assertEqual({r["tested"] for r in placebos[:-1]}, {30})

    def test_the_same_for_a_seed(self):
        misses = [os.path.join(self.home.folder, "misses-%d" % n) for n in range(3)]
        one = self.home.text("selftest", "--json", "--threshold", "0.95", "--misses", misses[0])
        two = self.home.text("selftest", "--json", "--threshold", "0.95", "--misses", misses[1])
        self.home.text("selftest", "--seed", "2", "--threshold", "0.95", "--misses", misses[2])
        self.assertEqual(one, two)
        texts = [read(path).decode() for path in misses]
        self.assertEqual(texts[0], texts[1])
        self.assertNotEqual(texts[0], texts[2])
        for line in texts[0].splitlines():
            keys = list(json.loads(line))
            self.assertEqual(keys, ALERT_KEYS if keys[0] == "placebo" else MISS_KEYS)

    def test_misses_fail_it(self):
        path = os.path.join(self.home.folder, "misses.jsonl")
        self.home.run("selftest", "--threshold", "0.9999", "--misses", path, expect=FAILED)
        miss = json.loads(read(path).splitlines()[0])
        self.assertEqual((miss["class"], miss["list"], miss["name"], miss["first"]),
                         ("exact", "un", miss["manipulated"], None))
        self.assertGreater(miss["score"], 0.9)

    def test_table(self):
        shown = self.home.text("selftest", "un").splitlines()
        self.assertTrue(shown[0].startswith("class\tlevel\ttested\tfound\teffectiveness %\t"))
        self.assertTrue(shown[1].startswith("exact\texact\t5\t5\t100.000\t"))
        self.assertIn("legal form\tminor\t0\t0\t-\t-\t-\t5\tno organisation: 5", shown)
        self.assertTrue(any(line.startswith("all\t8000\t") for line in shown))

    def test_usage(self):
        for words in (["zz"], ["--sample", "0"], ["--sample", "x"], ["--seed", "-1"],
                      ["--threshold", "7"]):
            self.home.run("selftest", *words, expect=USAGE)
        self.home.run("selftest", "--misses", "/nonesuch/m", expect=FAILED)


if __name__ == "__main__":
    if not os.access(TOCSIN, os.X_OK):
        sys.exit("there is no program at %s; build it, or set TOCSIN" % TOCSIN)
    unittest.main(verbosity=1)
