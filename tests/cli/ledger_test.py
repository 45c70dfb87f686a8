#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The ledger from outside: what is signed, verified, proven and refused."""

import base64
import glob
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import unittest

from registry_test import DONE, FAILED, TOCSIN, USAGE, Case, people


def check(path, key, expect=DONE):
    """On a machine that has no home."""
    done = subprocess.run([TOCSIN, "check", path, "--vkey", key, "--json"], capture_output=True,
                          env={**os.environ, "HOME": "/nonexistent", "TOCSIN_HOME": "/nonexistent"})
    if done.returncode != expect:
        raise AssertionError("exit %d: %s" % (done.returncode, done.stderr.decode()))
    return json.loads(done.stdout) if expect == DONE else done.stderr.decode()


def entries(home):
    """Every entry, read as tlog-tiles says."""
    found = []
    folder = os.path.join(home.path, "ledger", "tile", "entries")
    bundles = glob.glob(os.path.join(folder, "000")) or sorted(
        glob.glob(os.path.join(folder, "000.p", "*")), key=lambda p: int(os.path.basename(p)))
    with open(bundles[-1], "rb") as file:
        while head := file.read(2):
            found.append(json.loads(file.read(int.from_bytes(head, "big"))))
    return found


def flip(path, at):
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 1]))


class Ledger(Case):
    def setUp(self):
        super().setUp()
        self.home.take("2020-01-01", people(1, 2, 3, 4))
        self.home.take("2020-02-01", people(1, 3, 4, 5, first="Otherwise"))
        self.key = self.ledger()["key"]

    def ledger(self):
        return self.home.json("ledger")[0]

    def prove(self, *words):
        path = os.path.join(self.home.folder, "proof")
        self.home.run("prove", *words, "-o", path)
        return path

    def path(self, *parts):
        return os.path.join(self.home.path, *parts)

    def test_every_import_is_signed(self):
        before = self.ledger()
        self.assertEqual(list(before), ["origin", "entries", "root", "key", "checkpoint"])
        note = before["checkpoint"].split("\n")
        self.assertEqual(note[:2], [before["origin"], str(before["entries"])])
        self.assertEqual(base64.b64decode(note[2]).hex(), before["root"])
        with open(self.path("ledger", "checkpoint")) as file:
            self.assertEqual(file.read(), before["checkpoint"])
        self.home.take("2020-03-01", people(1, 3, 4, 5, 6))
        self.assertGreater(self.ledger()["entries"], before["entries"])
        self.assertEqual(self.ledger()["key"], self.key)

    def test_what_the_entries_say(self):
        all_entries = entries(self.home)
        self.assertEqual(len(all_entries), self.ledger()["entries"])
        kinds = [e["kind"] for e in all_entries]
        self.assertEqual(kinds[:3], ["fetch", "snapshot", "fetch"])
        self.assertEqual(kinds[-1], "snapshot")
        changes = {e["ref"]: e["change"] for e in all_entries if e["kind"] == "change"}
        self.assertEqual(changes, {"TAi.001": "amended", "TAi.002": "delisted",
                                   "TAi.003": "amended", "TAi.004": "amended",
                                   "TAi.005": "listed"})
        self.assertNotIn("Ordan", json.dumps(all_entries))

    def test_keys_are_for_their_owner_alone(self):
        for name in ("ledger", "salt"):
            self.assertEqual(stat.S_IMODE(os.stat(self.path("keys", name)).st_mode), 0o600)
        with open(self.path("keys", "ledger")) as file:
            secret = file.read().strip().split("+", 4)[-1]
        shown = self.home.text("ledger") + self.home.text("verify", "--full")
        self.assertNotIn(secret, shown)

    def test_presence_is_proven(self):
        said = check(self.prove("un", "TAi.002", "--as-of", "2020-01-15"), self.key)
        self.assertEqual((said["says"], said["list"], said["ref"], said["version"]),
                         ("present", "un", "TAi.002", "2020-01-01T00:00:00Z"))
        self.assertEqual(said["record"]["ref"], "TAi.002")

    def test_absence_is_proven(self):
        for ref in ("TAi.002", "TAi.000", "TAi.999", "A", "zz"):
            said = check(self.prove("un", ref), self.key)
            self.assertEqual((said["says"], said["ref"], said["entries"]), ("absent", ref, 4))

    def test_absence_names_the_change(self):
        path = os.path.join(self.home.folder, "proof")
        (told,) = self.home.json("prove", "un", "TAi.002", "-o", path)
        entry = entries(self.home)[told["gone_by"]]
        self.assertEqual((entry["ref"], entry["change"]), ("TAi.002", "delisted"))

    def test_a_change_is_proven(self):
        for change in self.home.json("changes", "un"):
            said = check(self.prove("--change", str(change["seq"])), self.key)
            self.assertEqual((said["says"], said["ref"], said["change"]),
                             ("change", change["ref"], change["change"]))
            self.assertEqual("before" in said, change["change"] != "listed")
            self.assertEqual("after" in said, change["change"] != "delisted")

    def test_no_byte_of_a_proof_can_be_another(self):
        """What it says may not change; a character of base64 that decodes alike does not."""
        path = self.prove("un", "TAi.003")
        good = check(path, self.key)
        with open(path, "rb") as file:
            whole = file.read()
        for at in range(0, len(whole), max(1, len(whole) // 150)):
            with open(path, "wb") as file:
                file.write(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            done = subprocess.run([TOCSIN, "check", path, "--vkey", self.key, "--json"],
                                  capture_output=True)
            if done.returncode == DONE:
                self.assertEqual(json.loads(done.stdout), good, at)

    def test_a_proof_of_another_ledger_is_none(self):
        path = self.prove("un", "TAi.003")
        other = self.key[:-6] + ("A" * 4 if self.key[-6:-2] != "A" * 4 else "B" * 4) + self.key[-2:]
        self.assertIn("key", check(path, other, expect=FAILED))

    def test_what_cannot_be_proven(self):
        for words in ((["un"]), (["un", "TAi.001", "--change", "1"]), (["--change", "0"]),
                      (["un", ""])):
            self.home.run("prove", *words, "-o", "/dev/null", expect=USAGE)
        _, err = self.home.run("prove", "un", "TAi.001", "--as-of", "2019-01-01", "-o",
                               "/dev/null", expect=USAGE)
        self.assertIn("no version of un", err)
        _, err = self.home.run("prove", "--change", "999", "-o", "/dev/null", expect=USAGE)
        self.assertIn("no change 999", err)

    def test_an_older_version_takes_back(self):
        self.home.take("2020-01-15", people(1, 3, 4, 5, first="Otherwise"))
        said = [e for e in entries(self.home) if e["kind"] == "withdrawal"]
        self.assertEqual({e["ref"] for e in said},
                         {"TAi.001", "TAi.002", "TAi.003", "TAi.004", "TAi.005"})
        self.home.run("verify")

    def test_an_older_version_can_come_last(self):
        self.home.take("2019-12-01", people(1, 2))
        self.home.run("verify", "--full")
        said = check(self.prove("un", "TAi.003", "--as-of", "2019-12-15"), self.key)
        self.assertEqual(said["says"], "absent")

    # ---- What was changed is found and named.

    def refused(self, *names, words=("verify",)):
        _, err = self.home.run(*words, expect=FAILED)
        for name in names:
            self.assertIn(name, err)

    def test_a_tile(self):
        (tile,) = glob.glob(self.path("ledger", "tile", "0", "000.p", str(self.ledger()["entries"])))
        flip(tile, 40)
        self.refused("tile/0/000")

    def test_an_entry(self):
        (tile,) = glob.glob(self.path("ledger", "tile", "entries", "000.p",
                                      str(self.ledger()["entries"])))
        flip(tile, 30)
        self.refused("tile/")

    def test_the_checkpoint(self):
        path = self.path("ledger", "checkpoint")
        with open(path) as file:
            note = file.read()
        with open(path, "w") as file:
            file.write(note.replace(note.split("\n")[1], "7", 1))
        self.refused("checkpoint")
        _, err = self.home.run("import", "un", self.home.file("x.xml", "<a/>"), "--at",
                               "2020-05-01", expect=FAILED)
        self.assertIn("checkpoint", err)

    def store(self, statement):
        db = sqlite3.connect(self.path("tocsin.db"))
        self.assertEqual(db.execute(statement).rowcount, 1)
        db.commit()
        db.close()

    def test_a_row_of_the_store(self):
        self.store("UPDATE changes SET change = 'delisted' WHERE ref = 'TAi.003'")
        self.refused("un", "2020-02-01", "TAi.003")

    def test_a_run_of_the_store(self):
        self.store("DELETE FROM runs WHERE ref = 'TAi.005'")
        self.refused("un", "2020-02-01")

    def test_a_record_of_the_store(self):
        self.store("UPDATE records SET body = CAST(replace(CAST(body AS TEXT), 'Velmar', 'Velmer')"
                   " AS BLOB) WHERE ref = 'TAi.005'")
        self.refused("record", "un TAi.005", "is not what its hash says")

    def test_a_record_that_is_gone(self):
        self.store("DELETE FROM records WHERE ref = 'TAi.005'")
        self.refused("record", "un TAi.005", "is not there")

    def test_a_leaf_of_the_store(self):
        self.store("UPDATE leaves SET sha = zeroblob(32) WHERE number = 3")
        self.refused("leaf 3")

    def test_a_blob(self):
        blob = glob.glob(self.path("blobs", "??", "*.zst"))[0]
        os.chmod(blob, 0o600)
        flip(blob, os.path.getsize(blob) // 2)
        self.refused("blob", words=("verify", "--full"))

    def test_a_key_that_is_gone(self):
        os.rename(self.path("keys", "ledger"), self.path("keys", "elsewhere"))
        _, err = self.home.run("import", "un", self.home.file("x.xml", "<a/>"), "--at",
                               "2020-05-01", expect=FAILED)
        self.assertIn("keys/ledger is missing", err)
        self.assertFalse(os.path.exists(self.path("keys", "ledger")))

    def test_an_older_store_does_not_sign_again(self):
        old = os.path.join(self.home.folder, "old")
        shutil.copytree(self.home.path, old)
        self.home.take("2020-03-01", people(1, 3))
        for name in ("tocsin.db", "tocsin.db-wal", "tocsin.db-shm"):
            if os.path.exists(self.path(name)):
                os.remove(self.path(name))
            if os.path.exists(os.path.join(old, name)):
                shutil.copy(os.path.join(old, name), self.path(name))
        _, err = self.home.run("import", "un", self.home.file("x.xml", "<a/>"), "--at",
                               "2020-05-01", expect=FAILED)
        self.assertIn("an older one", err)

    # ---- Homes that had none, and stores that are made again.

    def test_a_rebuilt_store_goes_on(self):
        before = self.ledger()
        self.home.run("rebuild")
        self.assertEqual(self.ledger(), before)
        self.home.take("2020-03-01", people(1, 3))
        self.home.run("verify", "--full")
        self.assertGreater(self.ledger()["entries"], before["entries"])

    def test_a_store_that_is_gone_is_made_again_and_says_nothing_twice(self):
        self.home.take("2020-01-15", people(1, 3, 4, 5, first="Otherwise"))
        before = self.ledger()
        for name in ("tocsin.db", "tocsin.db-wal", "tocsin.db-shm"):
            if os.path.exists(self.path(name)):
                os.remove(self.path(name))
        self.home.take("2020-03-01", people(1, 3, 4, 5, first="Otherwise"))
        self.home.run("verify", "--full")
        said = entries(self.home)[before["entries"]:]
        self.assertEqual([e["kind"] for e in said], ["fetch", "snapshot"])

    def test_a_store_from_before_the_ledger(self):
        db = sqlite3.connect(self.path("tocsin.db"))
        db.executescript("DROP TABLE leaves; DROP TABLE ledger; PRAGMA user_version = 1")
        db.close()
        shutil.rmtree(self.path("ledger"))
        shutil.rmtree(self.path("keys"))
        self.assertEqual(len(self.home.json("entries", "un")), 4)
        _, err = self.home.run("ledger", expect=FAILED)
        self.assertIn("nothing has been signed yet", err)
        self.home.take("2020-03-01", people(1, 3))
        self.home.run("verify")
        self.assertEqual([e["at"][:10] for e in entries(self.home) if e["kind"] == "snapshot"],
                         ["2020-01-01", "2020-02-01", "2020-03-01"])

    def test_publishing_copies_what_is_new(self):
        folder = os.path.join(self.home.folder, "www", "ledger")
        (first,) = self.home.json("publish", folder)
        self.assertEqual(first["entries"], self.ledger()["entries"])
        (again,) = self.home.json("publish", folder)
        self.assertEqual(again["files"], 2)  # the key and the checkpoint
        for day in range(10, 20):
            self.home.take("2020-03-%d" % day, people(*range(1, 60), first="Day%d" % day))
        self.home.run("publish", folder)
        subprocess.run([TOCSIN, "verify", folder, "--vkey", self.key], check=True,
                       capture_output=True)
        secrets = {name for _, _, names in os.walk(folder) for name in names} & {"ledger", "salt"}
        self.assertEqual(secrets, set())

    def test_another_ledgers_folder_is_left_alone(self):
        folder = os.path.join(self.home.folder, "www")
        self.home.run("publish", folder)
        shutil.rmtree(self.home.path)
        self.home.take("2020-01-01", people(1, 2))
        _, err = self.home.run("publish", folder, expect=FAILED)
        self.assertIn("not this ledger's", err)
        subprocess.run([TOCSIN, "verify", folder, "--vkey", self.key], check=True,
                       capture_output=True)

    def test_a_published_folder_by_itself(self):
        folder = os.path.join(self.home.folder, "copy")
        shutil.copytree(self.path("ledger"), folder)
        done = subprocess.run([TOCSIN, "verify", folder, "--vkey", self.key, "--json"],
                              capture_output=True, check=True)
        self.assertEqual(json.loads(done.stdout)["entries"], self.ledger()["entries"])


if __name__ == "__main__":
    unittest.main()
