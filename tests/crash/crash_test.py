#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills a command at every step by which it changes files, before and after; then finds a
home that opens, in which the same command completes to what it would have been without.

    tests/crash/crash_test.py [-v] [Crash.test_…]

preload.c beside this file does the killing.  A step is one call such as write, fsync or
rename; every step of each command below is covered.
"""
import base64
import contextlib
import glob
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "cli")]
import tocsin
from tocsin import DONE, FAILED, HELD, USAGE, Home
from witness_test import Server

LIST = "un"
STEPS_MOST = 2000
EMPTY = {table: [] for table in tocsin.TABLES}


def build_preload(folder):
    """The library that kills."""
    library = os.path.join(folder, "preload.so")
    subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-Wall", "-Werror",
                    "-o", library, os.path.join(HERE, "preload.c"), "-ldl"], check=True)
    return library


def write_list(path, refs, remark="no remark", noise=""):
    """A small list; the remark is that of its first entry."""
    with open(path, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST><INDIVIDUALS>\n')
        for n in refs:
            file.write("<INDIVIDUAL><DATAID>%d</DATAID><FIRST_NAME>NAME%d</FIRST_NAME>"
                       "<UN_LIST_TYPE>Invented</UN_LIST_TYPE>"
                       "<REFERENCE_NUMBER>ZZi.%03d</REFERENCE_NUMBER>"
                       "<LISTED_ON>2001-01-01</LISTED_ON>"
                       "<COMMENTS1>%s</COMMENTS1></INDIVIDUAL>%s\n" %
                       (1000 + n, n, n, remark if n == refs[0] else "no remark", noise))
        file.write("</INDIVIDUALS></CONSOLIDATED_LIST>\n")
    return path


def leftovers(home):
    """Files in the home that nobody will ever ask for."""
    found = [path for name in (".draft-*", "again-*", "*.part", "*.rebuild*")
             for path in glob.glob(os.path.join(home.path, "**", name), recursive=True)]
    return [os.path.relpath(path, home.path) for path in found]


# ---- The ledger, read as its specifications say and not as Tocsin does.

def tree_root(leaves):
    """RFC 6962, 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + tree_root(leaves[:split]) + tree_root(leaves[split:])).digest()


def leaf_hashes(home, size):
    """Of the log's first entries, from its bundles; a home of these tests has fewer than 256."""
    path = os.path.join(home.path, "ledger", "tile", "entries", "000.p", str(size))
    hashes = []
    with open(path, "rb") as file:
        while head := file.read(2):
            entry = file.read(int.from_bytes(head, "big"))
            hashes.append(hashlib.sha256(b"\0" + entry).digest())
    return hashes


def size_and_root(note):
    _, size, root, *_ = note.split("\n")
    return int(size), base64.b64decode(root)


def signed(home):
    """Every checkpoint that has left the signer: the one that is published, and the store's."""
    notes = []
    path = os.path.join(home.path, "ledger", "checkpoint")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            notes.append(file.read())
    store = os.path.join(home.path, "tocsin.db")
    if os.path.exists(store):
        with contextlib.closing(sqlite3.connect(store)) as db:
            notes += [row[0] for row in db.execute("SELECT checkpoint FROM ledger")]
    return [size_and_root(note) for note in notes]


def id_of(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:12]


def take(path, day):
    return ("import", LIST, path, "--at", "2020-01-%02dT00:00:00Z" % day)


class Crash(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tocsin.folder()
        cls.preload = build_preload(cls.folder)

        def file(name, *what):
            return write_list(os.path.join(cls.folder, name), *what)
        cls.one = file("one.xml", range(60))
        cls.two = file("two.xml", range(2, 63), "amended")
        cls.few = file("few.xml", range(20))
        cls.between = file("between.xml", range(1, 65), "between")
        cls.same = file("same.xml", range(2, 63), "amended", "\n\n")

    def read(self, home):
        """What readers say: no home yet, or no version yet, are the only excuses."""
        lists = home.run("lists", "--json", expect=None)
        entries = home.run("entries", LIST, "--json", expect=None)
        self.assertIn(lists.code, (DONE, FAILED, USAGE), lists)
        self.assertIn(entries.code, (DONE, FAILED, USAGE), entries)
        for word in ("corrupt", "damaged", "malformed", "locked"):
            self.assertNotIn(word, (entries.err + lists.err).lower())
        return entries.out

    def start_over(self, home, saved):
        home.remove()
        if os.path.isdir(saved):
            shutil.copytree(saved, home.path)

    def kill_everywhere(self, steps, words, again=(DONE,)):
        """Runs `words` on a home made by `steps`, killed at each step in turn."""
        home = Home(os.path.join(self.folder, "home"))
        saved = os.path.join(self.folder, "saved")
        shutil.rmtree(saved, ignore_errors=True)
        home.remove()
        for step in steps:
            home.run(*step, expect=None)
        if steps:
            shutil.copytree(home.path, saved)
        before = home.dump() if steps else EMPTY
        was = self.read(home)
        home.run(*words, expect=None)
        after, now = home.dump(), self.read(home)
        self.assertNotEqual(before, after)
        for n in range(1, STEPS_MOST):
            where = "step %d of %s" % (n, " ".join(words[:3]))
            self.start_over(home, saved)
            code = home.run(*words, expect=None,
                            env={"LD_PRELOAD": self.preload, "CRASH_AT": str(n)}).code
            self.assertIn(self.read(home), (was, now), where)
            if code != -9:
                break
            promised = signed(home)
            said = home.run(*words, expect=None)
            self.assertIn(said.code, again, (where, said))
            self.assertEqual(tocsin.difference(home.dump(), after), "", where)
            self.assertEqual(self.read(home), now, where)
            self.assertEqual(leftovers(home), [], where)
            self.one_history(home, promised, where)
            if n % 16 == 0:
                home.run("rebuild", "--check")
        self.assertGreater(n, 20)
        self.assertLess(n, STEPS_MOST - 1)
        print("%s: %d steps" % (" ".join(os.path.basename(w) for w in words[:3]), n - 1))

    def one_history(self, home, promised, where):
        """The ledger says what the store says, and all that was ever signed is in it."""
        home.run("verify")
        (last,) = set(signed(home))
        leaves = leaf_hashes(home, last[0])
        for size, root in [*promised, last]:
            self.assertEqual(tree_root(leaves[:size]), root, where)

    def test_the_first_version(self):
        self.kill_everywhere([], take(self.one, 1))

    def test_a_second_version(self):
        self.kill_everywhere([take(self.one, 1)], take(self.two, 2))

    def test_a_version_that_is_held(self):
        self.kill_everywhere([take(self.one, 1)], take(self.few, 2), (HELD,))

    def test_accepting_it(self):
        """When the receipt was written, the next writer accepts it, and then nothing is held."""
        self.kill_everywhere([take(self.one, 1), take(self.few, 2)],
                             ("accept", id_of(self.few)), (DONE, USAGE))

    def test_discarding_it(self):
        self.kill_everywhere([take(self.one, 1), take(self.few, 2)],
                             ("discard", id_of(self.few)), (DONE, USAGE))

    def test_a_version_between_others(self):
        self.kill_everywhere([take(self.one, 1), take(self.two, 3)], take(self.between, 2))

    def test_a_version_that_says_nothing_new(self):
        self.kill_everywhere([take(self.one, 1), take(self.two, 3)], take(self.same, 4))

    def test_a_decision_about_a_party(self):
        """It is there whole or not at all, those before it stay, and saying it again is enough."""
        home = Home(os.path.join(self.folder, "home"))
        saved = os.path.join(self.folder, "saved")
        shutil.rmtree(saved, ignore_errors=True)
        home.remove()
        home.run(*take(self.one, 1))
        with open(os.path.join(home.path, "config.ini"), "w", encoding="utf-8") as file:
            file.write("[list other]\nsource = un\ntitle = Other\n")
        home.run("import", "other", self.one, "--at", "2020-01-01T00:00:00Z")
        home.run("party", LIST, "ZZi.001", "--split", "other", "ZZi.001", "--why", "the first")
        shutil.copytree(home.path, saved)
        words = ("party", LIST, "ZZi.002", "--join", "other", "ZZi.003", "--why", "the second")

        def decided():
            return ([d["why"] for d in home.json("party", LIST, "ZZi.001")[0]["decisions"]],
                    [d["why"] for d in home.json("party", LIST, "ZZi.002")[0]["decisions"]])
        for n in range(1, STEPS_MOST):
            self.start_over(home, saved)
            code = home.run(*words, expect=None,
                            env={"LD_PRELOAD": self.preload, "CRASH_AT": str(n)}).code
            self.assertIn(decided(), ((["the first"], []), (["the first"], ["the second"])), n)
            home.run(*words)
            self.assertEqual(decided(), (["the first"], ["the second"]), n)
            self.assertEqual(leftovers(home), [], n)
            if code != -9:
                break
        self.assertGreater(n, 4)
        print("party --join: %d steps" % (n - 1))

    def test_a_home_that_is_begun(self):
        home = Home(os.path.join(self.folder, "home"))
        for n in range(1, STEPS_MOST):
            home.remove()
            code = home.run("init", "--origin", "lists.example/log", expect=None,
                            env={"LD_PRELOAD": self.preload, "CRASH_AT": str(n)}).code
            said = home.json("init", "--origin", "lists.example/log")[0]
            self.assertEqual(said["origin"], "lists.example/log", n)
            self.assertTrue(os.path.exists(os.path.join(home.path, "config.ini")), n)
            self.assertEqual(leftovers(home), [], n)
            home.run("verify")
            if code != -9:
                break
        self.assertGreater(n, 20)
        print("init: %d steps" % (n - 1))

    def test_another_key(self):
        """At every step the ledger verifies as it lies there, and goes on."""
        home = Home(os.path.join(self.folder, "home"))
        saved = os.path.join(self.folder, "saved")
        for first in ((), ("rotate",)):
            words = ("rotate", "--end") if first else ("rotate",)
            shutil.rmtree(saved, ignore_errors=True)
            home.remove()
            home.run(*take(self.one, 1))
            if first:
                home.run(*first)
            shutil.copytree(home.path, saved)
            key, size = home.json("ledger")[0]["key"], home.json("ledger")[0]["entries"]
            for n in range(1, STEPS_MOST):
                where = "step %d of %s" % (n, " ".join(words))
                self.start_over(home, saved)
                code = home.run(*words, expect=None,
                                env={"LD_PRELOAD": self.preload, "CRASH_AT": str(n)}).code
                home.run("verify")
                promised = signed(home)
                home.run(*take(self.one, 2))
                self.one_history(home, promised, where)
                self.assertEqual(leftovers(home), [], where)
                now = home.json("ledger")[0]
                with open(os.path.join(home.path, "ledger", "key"), encoding="utf-8") as file:
                    told = file.read().split()
                self.assertEqual((told[0], told[-1 - bool(first)]), (now["key"], key), where)
                self.assertEqual(now["entries"] - size, 2 + len(told) - 1 - bool(first), where)
                if code != -9:
                    break
            self.assertGreater(n, 4)
            print("%s: %d steps" % (" ".join(words), n - 1))

    def test_taking_in_a_cosignature(self):
        """The checkpoint has it or has it not, and asking again gives it."""
        home, other = Home(os.path.join(self.folder, "home")), Home()
        saved = os.path.join(self.folder, "saved")
        shutil.rmtree(saved, ignore_errors=True)
        home.remove()
        home.run(*take(self.one, 1))
        os.makedirs(other.path)
        vkey = other.run("witness", "keygen", "witness.example").out.strip()
        other.run("witness", "add-log", home.json("ledger")[0]["key"])
        witness = Server(other)
        self.addCleanup(witness.end)
        with open(os.path.join(home.path, "policy"), "w", encoding="utf-8") as file:
            file.write("witness w %s http://127.0.0.1:%d\nquorum w\n" % (vkey, witness.port))
        with open(os.path.join(home.path, "config.ini"), "w", encoding="utf-8") as file:
            file.write("[ledger]\npolicy = policy\nprivate = yes\n")
        shutil.copytree(home.path, saved)
        words = ("ledger", "--ask", "--json")
        for n in range(1, STEPS_MOST):
            self.start_over(home, saved)
            code = home.run(*words, expect=None,
                            env={"LD_PRELOAD": self.preload, "CRASH_AT": str(n)}).code
            self.read(home)
            said = home.json("ledger")[0]
            self.assertIn(said["checkpoint"].count("\u2014"), (1, 2), n)
            promised = signed(home)
            said = home.json(*words[:2])[0]
            self.assertTrue(said["enough"], n)
            for name in ("checkpoint", "cosigned"):
                with open(os.path.join(home.path, "ledger", name), encoding="utf-8") as file:
                    self.assertEqual(file.read(), said["checkpoint"], (n, name))
            self.assertEqual(leftovers(home), [], n)
            self.one_history(home, promised, n)
            if code != -9:
                break
        self.assertGreater(n, 20)
        print("ledger --ask: %d steps" % (n - 1))


if __name__ == "__main__":
    if os.environ.get("SAN"):
        print("skipped: the run-time of a sanitizer does not go with a preloaded library")
        sys.exit(tocsin.SKIPPED)
    unittest.main()
