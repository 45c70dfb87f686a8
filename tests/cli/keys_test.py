#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The keys of a home from outside: made, shown, given, and never told."""

import base64
import glob
import os
import shutil
import stat
import subprocess
import subprocess
import unittest

from registry_test import DONE, FAILED, TOCSIN, USAGE, Case, people, un_list


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
            secret = file.read().strip().split("+", 4)[-1]
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


class Rotation(Keys):
    def setUp(self):
        super().setUp()
        self.home.run("init", "--origin", "lists.example/log")
        self.home.take("2020-01-01", people(1, 2, 3))
        self.old = self.ledger()["key"]

    def rotate(self, *words):
        return self.home.json("rotate", *words)[0]

    def proof(self, name):
        path = os.path.join(self.home.folder, name)
        self.home.run("prove", "un", "TAi.002", "-o", path)
        return path

    def check(self, path, key, expect=DONE):
        return self.home.run("check", path, "--vkey", key, expect=expect)[1]

    def signers(self):
        """Ids of those who have signed what is published."""
        with open(self.path("ledger", "checkpoint")) as file:
            lines = file.read().split("\n\n")[1].splitlines()
        return [base64.b64decode(line.split(" ")[2])[:4].hex() for line in lines]

    def test_both_sign_and_then_the_new_one_alone(self):
        before = self.proof("before")
        said = self.rotate()
        new = said["key"]
        self.assertEqual((said["before"], said["ended"]), (self.old, False))
        self.assertEqual(self.ledger()["key"], new)
        self.assertEqual(self.ledger()["origin"], "lists.example/log")
        self.assertEqual(self.signers(), [new.split("+")[1], self.old.split("+")[1]])
        self.assertEqual(self.mode(self.path("keys", "ledger")), 0o600)
        between = self.proof("between")
        self.home.run("verify", "--full")

        self.assertEqual(self.rotate("--end"), {"key": new, "before": None, "ended": True})
        with open(self.path("keys", "ledger")) as file:
            self.assertEqual(len(file.readlines()), 1)
        self.home.take("2020-02-01", people(1, 2, 3, 4))
        self.assertEqual(self.signers(), [new.split("+")[1]])
        after = self.proof("after")
        self.home.run("verify", "--full")
        for path, key, good in ((before, self.old, True), (before, new, False),
                                (between, self.old, True), (between, new, True),
                                (after, self.old, False), (after, new, True)):
            self.check(path, key, expect=DONE if good else FAILED)

    def test_the_ledger_names_the_new_key(self):
        size = self.ledger()["entries"]
        new = self.rotate()["key"]
        (path,) = glob.glob(self.path("ledger", "tile", "entries", "000.p", str(size + 1)))
        with open(path, "rb") as file:
            last = file.read()
        self.assertIn(b'{"key":"%s","kind":"key","time":"' % new.encode(), last)
        with open(self.path("ledger", "key")) as file:
            self.assertEqual(file.read().splitlines(), [new, self.old])

    def test_one_after_the_other(self):
        keys = [self.old]
        for day in range(2, 5):
            keys.append(self.rotate()["key"])
            _, err = self.home.run("rotate", expect=USAGE)
            self.assertIn("rotate --end", err)
            self.rotate("--end")
            self.home.take("2020-02-0%d" % day, people(1, 2, 3, day + 2))
        _, err = self.home.run("rotate", "--end", expect=USAGE)
        self.assertIn("one key signs", err)
        self.home.run("verify", "--full")
        with open(self.path("ledger", "key")) as file:
            self.assertEqual(file.read().splitlines(), keys[::-1])

    def test_a_key_from_before_signs_no_more(self):
        shutil.copy(self.path("keys", "ledger"), self.home.folder)
        self.rotate()
        self.rotate("--end")
        shutil.copy(os.path.join(self.home.folder, "ledger"), self.path("keys", "ledger"))
        before = self.everything()
        _, err = self.home.run("import", "un", self.home.file("x.xml", "<a/>"), "--at",
                               "2020-05-01", expect=FAILED)
        self.assertIn("nothing was changed", err)
        self.assertIn(self.old.split("+")[1], err)
        self.assertEqual(self.everything(), before)

    def refused(self, text, *words):
        with open(self.path("keys", "ledger"), "w") as file:
            file.write(text)
        before = self.everything()
        _, err = self.home.run("import", "un", self.home.file("x.xml", "<a/>"), "--at",
                               "2020-05-01", expect=FAILED)
        for word in words:
            self.assertIn(word, err)
        self.assertNotIn(text.split("+", 4)[-1].strip(), err)
        self.assertEqual(self.everything(), before)

    def test_keys_that_cannot_sign_together(self):
        with open(self.path("keys", "ledger")) as file:
            own = file.read()

        def made(origin):
            return self.home.run("keygen", "--origin", origin, "-o", "-")[0]
        one, two = made("lists.example/log"), made("elsewhere.example")
        self.refused(one, "nothing was changed", self.old.split("+")[1])
        self.refused(own + one, "the newer key stands first")
        self.refused(two + own, "two names")
        self.refused(own + own, "twice")
        self.refused(one + own + two, "more than 2")
        self.refused(own + "rubbish", "PRIVATE+KEY")

    def test_a_key_put_above_the_old_one_is_entered(self):
        """As somebody does who makes keys elsewhere; and as a crash leaves it."""
        with open(self.path("keys", "ledger")) as file:
            own = file.read()
        new, public = self.home.run("keygen", "--origin", "lists.example/log", "-o", "-")
        with open(self.path("keys", "ledger"), "w") as file:
            file.write(new + own)
        self.home.take("2020-02-01", people(1, 2, 3, 4))
        self.assertEqual(self.ledger()["key"], public.strip())
        self.home.run("verify", "--full")

    def test_a_store_made_again_knows_the_keys(self):
        for _ in range(2):
            new = self.rotate()["key"]
            self.rotate("--end")
        before = self.ledger()
        for name in glob.glob(self.path("tocsin.db*")):
            os.remove(name)
        self.home.take("2020-02-01", people(1, 2, 3))
        self.assertEqual(self.ledger()["key"], new)
        self.assertGreater(self.ledger()["entries"], before["entries"])
        self.home.run("verify", "--full")
        self.home.run("rebuild", "--check")

    def test_who_follows_with_the_old_key_is_told_of_the_new_one(self):
        folder = os.path.join(self.home.folder, "www")
        new = self.rotate()["key"]
        self.home.run("publish", folder)
        _, err = self.home.run("verify", folder, "--vkey", self.old)
        self.assertIn(new, err)
        _, err = self.home.run("verify", folder, "--vkey", new)
        self.assertEqual(err, "")
        self.rotate("--end")
        self.home.take("2020-02-01", people(1, 2, 3, 4))
        self.home.run("publish", folder)
        self.home.run("verify", folder)
        _, err = self.home.run("verify", folder, "--vkey", self.old, expect=FAILED)
        self.assertIn("%s has taken over" % "+".join(new.split("+")[:2]), err)

    def test_a_checkpoint_by_a_key_that_is_none_any_more(self):
        """The newest key that the log names has to have signed."""
        folder = os.path.join(self.home.folder, "www")
        self.rotate()
        self.home.run("publish", folder)
        with open(os.path.join(folder, "checkpoint")) as file:
            lines = file.read().splitlines(True)
        with open(os.path.join(folder, "checkpoint"), "w") as file:
            file.writelines(lines[:4] + lines[5:])
        _, err = self.home.run("verify", folder, "--vkey", self.old, expect=FAILED)
        self.assertIn("has not signed", err)


class Elsewhere(Keys):
    """A key that is not in the home."""

    def setUp(self):
        super().setUp()
        self.credentials = os.path.join(self.home.folder, "credentials")
        os.mkdir(self.credentials)
        self.key = os.path.join(self.credentials, "tocsin-ledger-key")
        self.public = self.make(self.key)

    def make(self, path, origin="lists.example/log"):
        return self.home.run("keygen", "--origin", origin, "-o", path)[0].strip()

    def run_with(self, *words, expect=DONE, env=None, **more):
        done = subprocess.run([TOCSIN, *words, "--home", self.home.path], capture_output=True,
                              env={**os.environ, **(env or {})}, **more)
        self.assertEqual(done.returncode, expect, done.stderr.decode())
        with open(self.key) as file:
            secret = file.read().strip().split("+", 4)[-1].encode()
        self.assertNotIn(secret, done.stdout + done.stderr)
        return done.stderr.decode()

    def settings(self, text):
        os.makedirs(self.home.path, exist_ok=True)
        with open(self.path("config.ini"), "w") as file:
            file.write(text)

    def version(self, day, *numbers):
        path = self.home.file("%s.xml" % day, un_list(people(*numbers)))
        return ("import", "un", path, "--at", day)

    def test_a_credential(self):
        env = {"CREDENTIALS_DIRECTORY": self.credentials}
        self.run_with("init", env=env)
        self.run_with(*self.version("2020-01-01", 1, 2), env=env)
        self.assertEqual(self.ledger()["key"], self.public)
        self.assertFalse(os.path.exists(self.path("keys", "ledger")))
        self.run_with("verify", "--full")  # who only reads needs none
        err = self.run_with(*self.version("2020-02-01", 1, 3), expect=FAILED)
        self.assertIn("keys/ledger is missing", err)

    def test_a_descriptor(self):
        self.settings("[ledger]\nkey = fd:7\n")
        for day in ("2020-01-01", "2020-02-01"):
            with open(self.key) as file:
                os.dup2(file.fileno(), 7)
                self.run_with(*self.version(day, 1, int(day[6])), pass_fds=(7,))
                self.run_with("rebuild", pass_fds=(7,))
                os.close(7)
        self.assertEqual(self.ledger()["key"], self.public)
        err = self.run_with(*self.version("2020-03-01", 4), expect=FAILED)
        self.assertIn("descriptor 7", err)

    def test_a_pipe(self):
        self.settings("[ledger]\nkey = fd:0\n")
        with open(self.key, "rb") as file:
            secret = file.read()
        self.run_with(*self.version("2020-01-01", 1, 2), input=secret)
        self.assertEqual(self.ledger()["key"], self.public)
        for given in (b"", b"rubbish", secret * 100):
            err = self.run_with(*self.version("2020-02-01", 1, 3), input=given, expect=FAILED)
            self.assertIn("descriptor 0", err)

    def test_what_comes_first(self):
        """The settings, then the credential, then the home."""
        env = {"CREDENTIALS_DIRECTORY": self.credentials}
        first = os.path.join(self.home.folder, "first.key")
        public = self.make(first)
        self.settings("[ledger]\nkey = %s\n" % first)
        self.run_with("init", env=env)
        self.assertEqual(self.ledger()["key"], public)
        shutil.copy(first, self.path("keys", "ledger"))
        self.settings("")
        before = self.everything()
        err = self.run_with(*self.version("2020-01-01", 1), env=env, expect=FAILED)
        self.assertIn("nothing was changed", err)
        self.assertIn(self.key, err)
        self.assertEqual(self.everything(), before)
        self.run_with(*self.version("2020-01-01", 1))

    def test_the_key_has_the_name(self):
        env = {"CREDENTIALS_DIRECTORY": self.credentials}
        err = self.run_with("init", "--origin", "elsewhere.example", env=env, expect=USAGE)
        self.assertIn("not of elsewhere.example", err)
        self.run_with("init", "--origin", "lists.example/log", env=env)

    def test_it_is_changed_where_it_is_kept(self):
        env = {"CREDENTIALS_DIRECTORY": self.credentials}
        self.run_with("init", env=env)
        err = self.run_with("rotate", env=env, expect=USAGE)
        self.assertIn("above the old one's", err)
        with open(self.key) as file:
            old = file.read()
        os.remove(self.key)
        new = self.make(self.key)
        with open(self.key) as file:
            both = file.read() + old
        with open(self.key, "w") as file:
            file.write(both)
        self.run_with(*self.version("2020-01-01", 1, 2), env=env)
        self.assertEqual(self.ledger()["key"], new)
        err = self.run_with("rotate", "--end", env=env, expect=USAGE)
        self.assertIn("take the line of the old key away", err)
        with open(self.key, "w") as file:
            file.write(both.splitlines()[0])
        self.run_with(*self.version("2020-02-01", 1, 3), env=env)
        self.home.run("verify")


if __name__ == "__main__":
    unittest.main()
