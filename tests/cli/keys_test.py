#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The keys of a home from outside: made, shown, given, and never told."""

import os
import stat
import subprocess
import unittest

from registry_test import DONE, FAILED, TOCSIN, USAGE, Case, people


class Keys(Case):
    def path(self, *parts):
        return os.path.join(self.home.path, *parts)

    def mode(self, path):
        return stat.S_IMODE(os.stat(path).st_mode)

    def everything(self):
        """Bytes of every file that somebody has written on purpose."""
        found = {}
        for folder, _, names in os.walk(self.home.path):
            for name in names:
                if not name.startswith("tocsin.db"):
                    with open(os.path.join(folder, name), "rb") as file:
                        found[os.path.join(folder, name)] = file.read()
        return found

    def ledger(self):
        return self.home.json("ledger")[0]


class Init(Keys):
    def test_a_home_its_settings_and_its_key(self):
        (said,) = self.home.json("init", "--origin", "lists.example/log")
        self.assertEqual(list(said), ["home", "origin", "key", "made"])
        self.assertEqual(said["made"], ["home", "config.ini", "key"])
        self.assertEqual(said["origin"], "lists.example/log")
        self.assertTrue(said["key"].startswith("lists.example/log+"))
        self.assertEqual(self.ledger()["key"], said["key"])
        for name in ("ledger", "salt"):
            self.assertEqual(self.mode(self.path("keys", name)), 0o600)
        self.home.take("2020-01-01", people(1, 2))
        self.home.run("verify")
        self.assertEqual(self.ledger()["origin"], "lists.example/log")

    def test_what_it_says_is_no_secret(self):
        out, err = self.home.run("init")
        with open(self.path("keys", "ledger")) as file:
            secret = file.read().strip().split("+")[-1]
        self.assertNotIn(secret, out + err)
        self.assertIn(self.ledger()["key"], out)

    def test_a_second_time_changes_nothing(self):
        self.home.run("init", "--origin", "lists.example/log")
        before = self.everything()
        self.assertIn("nothing was changed", self.home.text("init"))
        self.assertEqual(self.home.json("init", "--origin", "lists.example/log")[0]["made"], [])
        self.assertEqual(self.everything(), before)

    def test_a_log_keeps_its_name(self):
        self.home.run("init", "--origin", "lists.example/log")
        before = self.everything()
        _, err = self.home.run("init", "--origin", "elsewhere.example", expect=USAGE)
        self.assertIn("has signed as lists.example/log", err)
        self.assertEqual(self.everything(), before)

    def test_names_that_none_can_have(self):
        for name in ("https://lists.example/log", "a b", "a+b", "x" * 256):
            _, err = self.home.run("init", "--origin", name, expect=USAGE)
            self.assertIn("an origin is", err)
        self.assertFalse(os.path.exists(self.home.path))

    def test_settings_that_are_there_stay(self):
        os.makedirs(self.home.path)
        with open(self.path("config.ini"), "w") as file:
            file.write("; mine\n")
        self.assertEqual(self.home.json("init")[0]["made"], ["home", "key"])
        with open(self.path("config.ini")) as file:
            self.assertEqual(file.read(), "; mine\n")

    def test_a_home_that_an_import_made(self):
        self.home.take("2020-01-01", people(1, 2))
        key = self.ledger()["key"]
        (said,) = self.home.json("init")
        self.assertEqual((said["made"], said["key"]), (["config.ini"], key))


class Keygen(Keys):
    def key_file(self, name="key"):
        path = os.path.join(self.home.folder, name)
        out, _ = self.home.run("keygen", "--origin", "lists.example/log", "-o", path)
        return path, out.strip()

    def test_a_file_for_its_owner_alone(self):
        path, public = self.key_file()
        self.assertEqual(self.mode(path), 0o600)
        with open(path) as file:
            text = file.read()
        self.assertRegex(text, r"^PRIVATE\+KEY\+lists\.example/log\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\n$")
        self.assertRegex(public, r"^lists\.example/log\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$")
        self.assertEqual(text.split("+")[3], public.split("+")[1])
        self.assertEqual(self.home.text("vkey", path).strip(), public)
        self.assertEqual(os.listdir(self.home.folder), ["key"])

    def test_nothing_is_written_over(self):
        path, _ = self.key_file()
        with open(path) as file:
            before = file.read()
        _, err = self.home.run("keygen", "--origin", "a", "-o", path, expect=FAILED)
        self.assertIn("is there already", err)
        with open(path) as file:
            self.assertEqual(file.read(), before)
        self.assertEqual(os.listdir(self.home.folder), ["key"])

    def test_a_pipe_when_asked(self):
        out, err = self.home.run("keygen", "--origin", "lists.example/log", "-o", "-")
        self.assertEqual(self.home.text("vkey", self.home.file("piped", out)), err)

    def test_it_needs_both_words(self):
        for words in (["-o", "x"], ["--origin", "x"], []):
            self.home.run("keygen", *words, expect=USAGE)

    def test_the_key_of_a_home(self):
        _, err = self.home.run("vkey", expect=FAILED)
        self.assertIn("ledger/key", err)
        self.home.run("init")
        self.assertEqual(self.home.json("vkey")[0]["key"], self.ledger()["key"])
        self.assertEqual(self.home.text("vkey", self.path("keys", "ledger")),
                         self.home.text("vkey"))

    def test_what_is_no_key(self):
        for text in ("", "PRIVATE+KEY+a+00000000+AA==", "x" * 5000):
            _, err = self.home.run("vkey", self.home.file("none", text), expect=FAILED)
            self.assertIn("none", err)


if __name__ == "__main__":
    unittest.main()
