#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A published ledger verified at an address: what is good, and each way in which it is not."""

import functools
import http.server
import os
import shutil
import subprocess
import threading
import unittest

from registry_test import DONE, FAILED, TOCSIN, USAGE, Case, people


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; what stands in `elsewhere` is redirected, `broken` gets a 500."""
    elsewhere, broken, asked = {}, set(), []

    def do_GET(self):
        self.asked.append(self.path)
        if self.path in self.elsewhere:
            self.send_response(302)
            self.send_header("Location", self.elsewhere[self.path])
            self.end_headers()
        elif self.path in self.broken:
            self.send_error(403)
        else:
            super().do_GET()

    def log_message(self, *words):
        pass


class Remote(Case):
    def setUp(self):
        super().setUp()
        self.home.run("init", "--origin", "lists.example/log")
        self.home.take("2020-01-01", people(1, 2, 3))
        self.home.take("2020-02-01", people(*range(1, 700), first="Otherwise"))
        self.key = self.home.text("vkey").strip()
        self.www = os.path.join(self.home.folder, "www")
        self.publish()
        self.temporary = os.path.join(self.home.folder, "tmp")
        os.mkdir(self.temporary)
        Handler.elsewhere, Handler.broken, Handler.asked = {}, set(), []
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Handler, directory=self.home.folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.port = server.server_port
        self.url = "http://127.0.0.1:%d/www" % server.server_port

    def publish(self):
        self.home.run("publish", self.www)

    def kept(self, name="kept"):
        """A copy of the checkpoint, as somebody keeps one."""
        return shutil.copy(os.path.join(self.www, "checkpoint"),
                           os.path.join(self.home.folder, name))

    def verify(self, *words, expect=DONE, url=None):
        done = subprocess.run([TOCSIN, "verify", url or self.url, *words], capture_output=True,
                              env={**os.environ, "TMPDIR": self.temporary, "no_proxy": "*",
                                   "HOME": "/nonexistent", "TOCSIN_HOME": "/nonexistent"})
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, expect, out + err)
        self.assertEqual(os.listdir(self.temporary), [])
        return out if expect == DONE else err

    def test_it_holds(self):
        out = self.verify("--vkey", self.key)
        self.assertIn("lists.example/log: %d entries" % self.home.json("ledger")[0]["entries"],
                      out)
        asked = len(Handler.asked)
        self.assertEqual(len(set(Handler.asked)), asked)  # each file once
        self.verify()
        self.verify(url=self.url + "//")

    def test_the_key_of_another(self):
        other = self.home.run("keygen", "--origin", "lists.example/log", "-o", "-")[1].strip()
        self.assertIn("no signature of a known key", self.verify("--vkey", other, expect=FAILED))
        self.assertIn("key", self.verify("--vkey", "rubbish", expect=FAILED))

    def test_each_file_is_looked_at(self):
        """Whatever byte of whatever file is another one, that file or the one it was made of is named."""
        files = [os.path.relpath(os.path.join(folder, name), self.www)
                 for folder, _, names in os.walk(self.www) for name in names]
        self.assertIn("tile/1/000.p/2", files)
        size = str(self.home.json("ledger")[0]["entries"])
        seen = 0
        for name in files:
            if "/000.p/" in name and "tile/1" not in name:
                continue  # of a smaller log: nobody asks for them any more
            path = os.path.join(self.www, name)
            with open(path, "rb") as file:
                good = file.read()
            for at in (len(good) // 3, len(good) - 2):
                with open(path, "wb") as file:
                    file.write(good[:at] + bytes([good[at] ^ 1]) + good[at + 1:])
                if name == "key":
                    continue
                err = self.verify("--vkey", self.key, expect=FAILED)
                self.assertIn("checkpoint" if name == "checkpoint" else "tile/", err, (name, size))
                seen += 1
            with open(path, "wb") as file:
                file.write(good)
        self.assertGreater(seen, 12)
        self.verify("--vkey", self.key)

    def test_a_tile_and_an_entry_are_told_apart(self):
        for name, other in (("tile/0/001", "tile/entries/001"), ("tile/entries/001", "tile/0/001")):
            path = os.path.join(self.www, name)
            with open(path, "r+b") as file:
                good = file.read()
                file.seek(40)
                file.write(bytes([good[40] ^ 1]))
            err = self.verify(expect=FAILED)
            self.assertTrue(err.startswith("tocsin: %s: " % name), err)
            self.assertIn(other, err)
            with open(path, "wb") as file:
                file.write(good)

    def test_what_is_missing(self):
        for name in ("tile/0/001", "tile/entries/001", "tile/1/000.p/2", "checkpoint"):
            path = os.path.join(self.www, name)
            os.rename(path, path + ".away")
            self.assertIn(name + " is not there", self.verify("--vkey", self.key, expect=FAILED))
            os.rename(path + ".away", path)
        os.remove(os.path.join(self.www, "key"))
        self.assertIn("key is not there", self.verify(expect=FAILED))
        self.verify("--vkey", self.key)

    def test_what_the_server_says(self):
        Handler.broken.add("/www/tile/entries/001")
        err = self.verify(expect=FAILED)
        self.assertIn("tile/entries/001", err)
        self.assertIn("403", err)

    def test_nobody_is_there(self):
        err = self.verify("--vkey", self.key, expect=FAILED, url="http://127.0.0.1:1/log")
        self.assertIn("127.0.0.1", err)

    def test_no_way_into_the_private_network(self):
        """The host that was named may be private; one that it redirects to may not."""
        Handler.elsewhere["/www/tile/0/001"] = "http://127.0.0.2:%d/www/tile/0/001" % self.port
        self.assertIn("private", self.verify(expect=FAILED))

    def test_a_file_without_an_end(self):
        path = os.path.join(self.www, "tile", "0", "001")
        with open(path, "ab") as file:
            file.write(bytes(1000))
        self.assertIn("tile/0/001 has more than the 8192 bytes", self.verify(expect=FAILED))

    # ---- A checkpoint of before.

    def test_it_goes_on(self):
        kept = self.kept()
        for day in range(1, 4):
            self.home.take("2020-03-0%d" % day, people(*range(1, 690 + day), first="Otherwise"))
        self.publish()
        self.verify("--vkey", self.key, "--since", kept)
        self.verify("--vkey", self.key, "--since", self.kept("now"))
        self.verify("--since", kept, url=self.www)

    def test_it_was_rewound(self):
        old = os.path.join(self.home.folder, "old")
        shutil.copytree(self.www, old)
        self.home.take("2020-03-01", people(*range(1, 695), first="Otherwise"))
        self.publish()
        kept = self.kept()
        shutil.rmtree(self.www)
        os.rename(old, self.www)
        self.verify("--vkey", self.key)
        self.assertIn("was rewound", self.verify("--since", kept, expect=FAILED))
        self.assertIn("was rewound", self.verify("--since", kept, expect=FAILED, url=self.www))

    def test_it_was_rewritten(self):
        """By its owner, with its key: two histories from a copy of the home."""
        other = os.path.join(self.home.folder, "other")
        shutil.copytree(self.home.path, other)
        self.home.take("2020-03-01", people(*range(1, 695), first="Otherwise"))
        self.publish()
        kept = self.kept()
        shutil.rmtree(self.home.path)
        os.rename(other, self.home.path)
        self.home.take("2020-03-01", people(*range(1, 690), first="Otherwise"))
        self.home.take("2020-03-02", people(*range(1, 680), first="Else"))
        shutil.rmtree(self.www)
        self.publish()
        self.verify("--vkey", self.key)
        self.assertIn("was rewritten", self.verify("--since", kept, expect=FAILED))

    def test_a_checkpoint_that_shows_nothing(self):
        self.assertIn("of before", self.verify("--since", self.home.file("none", "x"),
                                               expect=FAILED))
        with open(os.path.join(self.www, "checkpoint")) as file:
            note = file.read()
        forged = self.home.file("forged", note[:-8] + "AAAA" + note[-4:])
        self.assertIn("shows nothing", self.verify("--since", forged, expect=FAILED))
        other = self.home.file("other", note.replace("lists.example", "lists2.example"))
        self.assertIn("of the log lists2.example/log", self.verify("--since", other,
                                                                   expect=FAILED))
        self.home.run("verify", "--since", forged, expect=USAGE)

    def test_a_key_that_gave_way(self):
        kept = self.kept()
        new = self.home.json("rotate")[0]["key"]
        self.home.run("rotate", "--end")
        self.home.take("2020-03-01", people(*range(1, 695), first="Otherwise"))
        self.publish()
        both = self.kept("both")
        self.verify("--vkey", new, "--since", both)
        self.verify("--vkey", self.key, expect=FAILED)
        self.assertIn("shows nothing", self.verify("--vkey", new, "--since", kept, expect=FAILED))


if __name__ == "__main__":
    unittest.main()
