#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tocsin pull against a server that misbehaves (tests/server/server.py): each list ends as it
must, whatever its neighbours do, and a token is seen by its server alone.

    tests/cli/pull_test.py [-v] [Pull.test_…]
"""
import contextlib
import glob
import os
import shutil
import sqlite3
import subprocess
import sys
import unittest
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import tocsin
from tocsin import DONE, FAILED, HELD, USAGE, Home

TOKEN = "s3cret-t0ken-of-a-test"
ENTRY = ("<INDIVIDUAL><DATAID>%d</DATAID><FIRST_NAME>NAME%d</FIRST_NAME>"
         "<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>ZZi.%03d</REFERENCE_NUMBER>"
         "<LISTED_ON>2001-01-01</LISTED_ON></INDIVIDUAL>\n")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST><INDIVIDUALS>\n'
TAIL = "</INDIVIDUALS></CONSOLIDATED_LIST>\n"


def write_list(path, refs):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(ENTRY % (1000 + n, n, n) for n in refs) + TAIL)
    return path


class Server:
    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "..", "server", "server.py"), "--dir", folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ports = {}
        for line in iter(lambda: self.process.stdout.readline().strip(), ""):
            name, value = line.split()
            self.ports[name] = value

    def url(self, way):
        return "http://127.0.0.1:%s/%s" % (self.ports["port"], way)

    def seen(self, key):
        with urllib.request.urlopen(self.url("seen-of?of=" + key)) as answer:
            return answer.read().decode().splitlines()

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Pull(unittest.TestCase):
    def setUp(self):
        self.folder = tocsin.folder()
        self.server = Server(self.folder)
        self.addCleanup(self.server.stop)
        self.home = Home(os.path.join(self.folder, "home"))
        os.mkdir(self.home.path)
        self.env = {name: "" for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY",
                                          "HTTPS_PROXY", "ALL_PROXY")}
        self.list = write_list(os.path.join(self.folder, "list.xml"), range(60))

    def configure(self, lists, fetch="", **more):
        """lists: id: way to behave; each is of the UN's format and at a private address."""
        with open(os.path.join(self.home.path, "config.ini"), "w", encoding="utf-8") as file:
            file.write("[fetch]\n" + fetch)
            for list_id, way in lists.items():
                file.write("[list %s]\nsource = un\nprivate = yes\nurl = %s\n" %
                           (list_id, self.server.url(way)))
                for name, value in more.items():
                    file.write("%s = %s\n" % (name, value))

    def pull(self, *words, expect=DONE):
        said = self.home.run("pull", *words, "--json", expect=expect, env=self.env)
        return {line["list"]: line for line in said.lines() if line["list"] != "casebook"}

    def one(self, way, expect=DONE, **more):
        self.configure({"it": way}, **more)
        return self.pull("it", expect=expect)["it"]

    def test_an_empty_proxy_is_none_whatever_the_environment_says(self):
        self.env["http_proxy"] = "http://127.0.0.1:1"
        self.configure({"it": "files/list.xml"}, fetch="tries = 1\n")
        self.pull("it", expect=FAILED)
        self.configure({"it": "files/list.xml"}, fetch="tries = 1\nproxy =\n")
        self.assertEqual(self.pull("it")["it"]["outcome"], "new")

    # ---- Servers that behave.

    def test_a_good_list_then_nothing_new(self):
        first = self.one("files/list.xml?key=good")
        self.assertEqual((first["outcome"], first["entries"]), ("new", 60))
        again = self.pull("it")["it"]
        self.assertEqual(again["outcome"], "unchanged")
        self.assertIn("If-None-Match", self.server.seen("good")[1])
        write_list(self.list, range(1, 62))
        third = self.pull("it")["it"]
        self.assertEqual((third["outcome"], third["listed"], third["delisted"]), ("new", 2, 1))

    def test_the_ledger_says_once_a_day_that_a_list_was_asked(self):
        self.one("files/list.xml?key=good")
        self.pull("it")
        with contextlib.closing(sqlite3.connect(os.path.join(self.home.path, "tocsin.db"))) as db:
            beats = db.execute("SELECT list, at FROM leaves WHERE kind = 4").fetchall()
        self.assertLessEqual(len(beats), 2)  # the day may end between the two
        self.assertEqual({name for name, _ in beats}, {"it"})
        self.assertEqual(len({at // 86400 for _, at in beats}), len(beats))
        self.home.run("verify")

    def test_the_same_bytes_without_validators_are_nothing_new(self):
        self.one("files/list.xml")
        os.utime(self.list, (1, 1))
        for name in glob.glob(os.path.join(self.home.path, "incoming", "*.seen")):
            os.remove(name)
        self.assertEqual(self.pull("it")["it"]["outcome"], "unchanged")

    def test_it_says_who_it_is(self):
        said = self.one("need-agent", expect=HELD)  # it got the answer, which is no list
        self.assertNotIn("403", said["why"])
        self.assertEqual(said["outcome"], "held")

    # ---- Servers that do not.

    def test_a_passing_failure_is_tried_again(self):
        write_list(os.path.join(self.folder, "x"), range(60))
        said = self.one("status?code=500&times=1&retry_after=0&key=again", expect=HELD)
        self.assertEqual(said["outcome"], "held")  # what came the second time is no list
        self.assertEqual(len(self.server.seen("again")), 2)

    def test_what_fails_says_why(self):
        for way, why in (("status?code=404", "404"), ("loop", "redirect"),
                         ("nowhere", "302")):
            said = self.one(way, expect=FAILED)
            self.assertEqual(said["outcome"], "failed", way)
            self.assertIn(why, said["why"], way)
            self.assertEqual(self.home.json("lists", "it")[0]["versions"], 0)

    def test_what_never_ends_well_is_given_up(self):
        """A stall, a silence, a length that is not kept, each tried as often as configured."""
        before = self.one("files/list.xml")["entries"]
        for way in ("stall?size=1000&at=100", "mute", "cut?size=4000&at=1500&times=0",
                    "bad-gzip", "garbage"):
            way += ("&" if "?" in way else "?") + "key=" + way.split("?")[0]
            self.configure({"it": way}, fetch="tries = 1\ntimeout = 1\n")
            said = self.pull("it", expect=FAILED)["it"]
            self.assertEqual(said["outcome"], "failed", way)
            self.assertEqual(len(self.server.seen(way.split("key=")[1])), 1, way)
            self.assertEqual(len(self.home.entries("it").splitlines()), before)

    def test_what_is_no_list_is_held(self):
        for way, why in (("html", "HTML"), ("empty", "empty"), ("ok?size=1000", "format"),
                         ("zipped", "format")):
            said = self.one(way, expect=HELD)
            self.assertEqual((said["outcome"], said["held"]), ("held", True), way)
            self.assertIn(why, said["why"], way)

    def test_a_held_file_is_kept_once(self):
        self.one("html", expect=HELD)
        self.pull("it", expect=HELD)
        self.pull("it", expect=HELD)
        self.assertEqual(len(self.home.json("lists", "it")[0]["held"]), 1)

    def test_a_cut_download_goes_on(self):
        said = self.one("cut?size=4000&at=1500&times=1&key=cut", expect=HELD)
        self.assertEqual(said["outcome"], "held")  # whole, and no list
        seen = self.server.seen("cut")
        self.assertIn("Range=bytes=1500-", seen[1])

    def test_neighbours_are_taken_in(self):
        self.configure({"good": "files/list.xml", "moved": "loop", "page": "html",
                        "other": "files/list.xml?other"})
        said = self.pull("good", "moved", "page", "other", expect=FAILED)
        self.assertEqual({name: line["outcome"] for name, line in said.items()},
                         {"good": "new", "moved": "failed", "page": "held", "other": "new"})
        self.assertEqual(len(self.home.entries("other").splitlines()), 60)

    def test_a_private_address_must_be_allowed(self):
        self.configure({"it": "files/list.xml"}, private="no")
        said = self.pull("it", expect=FAILED)["it"]
        self.assertIn("private", said["why"] + " private" * ("public" in said["why"]))

    # ---- Tokens.

    def test_a_token_is_seen_by_its_server_alone(self):
        said = self.home.run("--version", expect=None)
        self.configure({"it": "files/list.xml?key=token", "talks": "leak?key=leak"}, token=TOKEN)
        said = self.home.run("pull", "it", "talks", "--json", expect=None, env=self.env)
        self.assertIn("Authorization=Bearer " + TOKEN, self.server.seen("token")[0])
        self.assertNotIn(TOKEN, said.out + said.err)
        said = self.home.run("lists", "--verbose")
        self.assertNotIn(TOKEN, said.out + said.err)
        for path in glob.glob(os.path.join(self.home.path, "**"), recursive=True):
            if os.path.isfile(path) and not path.endswith("config.ini"):
                with open(path, "rb") as file:
                    self.assertNotIn(TOKEN.encode(), file.read(), path)

    # ---- From elsewhere.

    def test_from_a_folder(self):
        mirror = os.path.join(self.folder, "mirror")
        os.makedirs(os.path.join(mirror, "it"))
        shutil.copy(self.list, os.path.join(mirror, "it", "list.xml"))
        self.configure({"it": "files/list.xml", "none": "files/other.xml"})
        said = self.pull("it", "none", "--from", mirror, expect=FAILED)
        self.assertEqual((said["it"]["outcome"], said["none"]["outcome"]), ("new", "failed"))
        self.assertIn("other.xml", said["none"]["why"])
        self.assertEqual(self.pull("it", "--from", mirror)["it"]["outcome"], "unchanged")

    def test_from_a_mirror(self):
        self.configure({"it": "status?code=500"})
        os.symlink(self.list, os.path.join(self.folder, "status"))
        said = self.pull("it", "--from", self.server.url("files"))
        self.assertEqual((said["it"]["outcome"], said["it"]["entries"]), ("new", 60))

    def test_wrong_usage(self):
        self.home.run("pull", "nosuchlist", expect=USAGE)
        self.home.run("pull", "--nosuch", expect=USAGE)


if __name__ == "__main__":
    unittest.main()
