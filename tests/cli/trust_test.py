#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A ledger that does not hold: it is read and not written, says so, and mends nothing."""

import glob
import json
import os
import shutil
import sqlite3
import unittest

from registry_test import DONE, FAILED, Case, people, un_list


class Trust(Case):
    def setUp(self):
        super().setUp()
        self.home.take("2020-01-01", people(1, 2, 3, 4))
        self.home.take("2020-02-01", people(1, 3, 4, 5, first="Otherwise"))
        self.home.json("screen", "Ordan Velmar")  # makes the snapshot
        self.good = os.path.join(self.home.folder, "good")
        shutil.copytree(self.home.path, self.good)

    def path(self, *parts):
        return os.path.join(self.home.path, *parts)

    def restore(self, *names):
        for name in names:
            shutil.copy(os.path.join(self.good, name), self.path(name))

    def fault(self):
        path = self.path("ledger", "FAULT")
        if not os.path.exists(path):
            return None
        with open(path) as file:
            return file.read()

    def flip(self, path):
        os.chmod(path, 0o600)
        with open(path, "r+b") as file:
            bytes_ = bytearray(file.read())
            bytes_[len(bytes_) // 2] ^= 1
            file.seek(0)
            file.write(bytes_)
        return os.path.relpath(path, self.home.path)

    def tile(self):
        """One that opening does not look into: an entry."""
        size = str(self.home.json("ledger")[0]["entries"])
        return self.flip(self.path("ledger", "tile", "entries", "000.p", size))

    def blob(self):
        return self.flip(sorted(glob.glob(self.path("blobs", "??", "*.zst")))[0])

    def take(self, expect=DONE):
        path = self.home.file("x.xml", un_list(people(1, 3, 4), made="2020-05-01"))
        return self.home.run("import", "un", path, "--at", "2020-05-01", expect=expect)[1]

    def test_it_is_written_down_and_told_in_every_answer(self):
        name = self.tile()
        _, err = self.home.run("verify", expect=FAILED)
        self.assertIn("tile/", err)
        words = err.strip().split(": ", 1)[1].split(" (line")[0]
        self.assertRegex(self.fault(), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ quick ")
        self.assertIn(words, self.fault())
        proof = os.path.join(self.home.folder, "p")
        for command in (["show", "un", "TAi.003"], ["entries", "un"], ["changes", "un"], ["lists"],
                        ["diff", "un", "2020-01-15", "2020-02-15"], ["screen", "Ordan Velmar"],
                        ["ledger"], ["party", "un", "TAi.003"], ["parties"], ["index", "--check"]):
            _, err = self.home.run(*command)
            self.assertIn("the ledger does not hold, and is only read: " + words, err, command)
        for command in (["show", "un", "TAi.003"], ["ledger"], ["screen", "Ordan Velmar"]):
            self.assertEqual(self.home.json(*command)[0]["ledger"], words, command)
        self.restore(name)
        (said,) = self.home.json("prove", "un", "TAi.003", "-o", proof)
        self.assertEqual(said["ledger"], words)  # until somebody verifies

    def test_nothing_is_written_until_it_is_whole(self):
        name = self.tile()
        self.home.run("verify", expect=FAILED)
        before = self.home.json("ledger")[0]["checkpoint"]
        www = os.path.join(self.home.folder, "www")
        for words in (["init"], ["pull", "un"], ["publish", www], ["rotate"]):
            _, err = self.home.run(*words, expect=FAILED)
            self.assertIn("nothing is written", err)
            self.assertIn("`tocsin verify`", err)
        self.assertIn("nothing is written", self.take(expect=FAILED))
        self.assertFalse(os.path.exists(www))
        self.assertEqual(self.home.json("ledger")[0]["checkpoint"], before)
        self.home.run("verify", expect=FAILED)

        self.restore(name)
        _, err = self.home.run("verify")
        self.assertEqual((err, self.fault()), ("", None))
        self.assertNotIn("ledger", self.home.json("show", "un", "TAi.003")[0])
        self.take()
        self.home.run("verify", "--full")

    def test_what_full_has_found_only_full_takes_back(self):
        name = self.blob()
        self.home.run("verify")
        self.home.run("verify", "--full", expect=FAILED)
        _, err = self.home.run("verify")
        self.assertIn("verify --full", err)
        self.assertIn(" full ", self.fault())
        self.assertIn("`tocsin verify --full`", self.take(expect=FAILED))
        self.restore(name)
        self.home.run("verify", "--full")
        self.assertIsNone(self.fault())

    def test_what_is_seen_at_once_needs_no_verify(self):
        """The signature, the published checkpoint, and the tiles at the edge."""
        size = json.loads(self.home.text("ledger", "--json"))["entries"]
        for path in (self.path("ledger", "checkpoint"),
                     self.path("ledger", "tile", "0", "000.p", str(size))):
            name = self.flip(path)
            _, err = self.home.run("entries", "un")
            self.assertIn("the ledger does not hold", err, name)
            self.take(expect=FAILED)
            self.assertIsNone(self.fault())  # it is seen each time
            self.restore(name)
            _, err = self.home.run("entries", "un")
            self.assertEqual(err, "")

    def test_a_store_that_is_made_again(self):
        db = sqlite3.connect(self.path("tocsin.db"))
        db.execute("UPDATE changes SET change = 'delisted' WHERE ref = 'TAi.003'")
        db.commit()
        db.close()
        before = self.home.json("ledger")[0]["entries"]
        self.home.run("verify", expect=FAILED)
        self.home.run("rebuild", "--check", expect=FAILED)
        self.assertIsNotNone(self.fault())
        self.home.run("rebuild")
        self.assertIsNotNone(self.fault())
        self.home.run("verify")
        self.assertIsNone(self.fault())
        self.assertEqual(self.home.json("ledger")[0]["entries"], before)

    def test_brief_tells_what_it_can(self):
        self.home.run("brief")
        self.flip(self.path("ledger", "checkpoint"))
        out, err = self.home.run("brief")
        self.assertIn("Taliban", out)
        self.assertIn("the ledger does not hold", err)

    def test_a_mark_that_says_nothing(self):
        self.home.file("home/ledger/FAULT", "")
        _, err = self.home.run("entries", "un")
        self.assertIn("ledger/FAULT is there", err)
        self.take(expect=FAILED)
        self.home.run("verify")
        self.assertIsNone(self.fault())

    def test_wrong_usage_is_no_fault(self):
        self.home.run("verify", "--vkey", "x", expect=2)
        self.assertIsNone(self.fault())


if __name__ == "__main__":
    unittest.main()
