#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Witnesses are asked for cosignatures: by real ones (tocsin witness serve) and by servers that do
everything else.

    tests/cli/ask_test.py [-v] [Ask.test_…]
"""
import base64
import http.client
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import notes
import tocsin
from registry_test import DONE, FAILED, TOCSIN, USAGE, Case, people, un_list
from witness_test import Server


class Witness:
    """One that is run: its home is its own."""

    def __init__(self, case, name):
        self.case, self.name, self.server = case, name, None
        self.home = tocsin.Home()
        os.makedirs(self.home.path)
        self.vkey = self.home.run("witness", "keygen", name + ".example").out.strip()
        self.cosigner = notes.Cosigner(self.vkey)

    def serve(self):
        self.home.run("witness", "add-log", self.case.key)
        self.server = Server(self.home)
        self.case.addCleanup(self.server.end, signal.SIGKILL)
        self.url = "http://127.0.0.1:%d" % self.server.port
        return self

    def forget(self):
        """Goes on with the same key and no state, which no witness may do."""
        self.server.end()
        for name in ("witness.db", "witness.db-wal", "witness.db-shm"):
            path = os.path.join(self.home.path, "witness", name)
            if os.path.exists(path):
                os.remove(path)
        return self.serve()


class Other(http.server.BaseHTTPRequestHandler):
    """The first part of the path says how to answer; see the table of the tests."""
    protocol_version = "HTTP/1.1"
    key = notes.Key("future.example", b"f" * 32, 4)
    answers = {}  # way: status and body
    to = None  # of /late: the port of a witness, and seconds before it is asked
    asked = []

    def log_message(self, *words):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        way = self.path.split("/")[1]
        self.asked.append((way, body))
        self.close_connection = True
        try:
            getattr(self, way, lambda b: self.say(*self.answers[way]))(body)
        except OSError:
            pass

    def say(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang(self, body):
        time.sleep(20)

    def endless(self, body):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"\xe2\x80\x94 w.example AAAA\n" * 1000)

    def trickle(self, body):
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def future(self, body):
        """Signed by a witness whose clock is at the end of time."""
        text = body.decode().split("\n\n", 1)[1].split("\n\n")[0] + "\n"
        made = (2**63 - 1).to_bytes(8, "big")
        message = "cosignature/v1\ntime %d\n%s" % (2**63 - 1, text)
        blob = self.key.id + made + self.key.sign(message.encode())
        self.say(200, ("\u2014 %s %s\n" % (self.key.name, base64.b64encode(blob).decode())).encode())

    def late(self, body):
        port, seconds = self.to
        time.sleep(seconds)
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", "/add-checkpoint", body)
        answer = connection.getresponse()
        self.say(answer.status, answer.read())
        connection.close()


class Ask(Case):
    def setUp(self):
        super().setUp()
        self.imports = 0
        self.take()
        self.key = self.ledger()["key"]
        self.witnesses = [Witness(self, name) for name in ("one", "two", "three")]
        self.other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
        self.other.daemon_threads = True
        threading.Thread(target=self.other.serve_forever, daemon=True).start()
        self.addCleanup(self.other.server_close)
        self.addCleanup(self.other.shutdown)
        Other.asked.clear()

    # ---- The home.

    def path(self, *parts):
        return os.path.join(self.home.path, *parts)

    def read(self, *parts):
        with open(self.path(*parts), encoding="utf-8") as file:
            return file.read()

    def write(self, text, *parts):
        with open(self.path(*parts), "w", encoding="utf-8") as file:
            file.write(text)

    def words(self):
        """An import of something new."""
        self.imports += 1
        path = os.path.join(self.home.folder, "%d.xml" % self.imports)
        with open(path, "w", encoding="utf-8") as file:
            file.write(un_list(people(*range(1, 3 + self.imports))))
        return ["import", "un", path, "--at", "2020-01-%02d" % self.imports]

    def run_(self, *words, expect=DONE):
        env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        done = subprocess.run([TOCSIN, *words, "--home", self.home.path], capture_output=True,
                              text=True, env=env)
        self.assertEqual(done.returncode, expect, done)
        return done

    def take(self):
        return self.run_(*self.words())

    def ledger(self, *words, expect=DONE):
        return json.loads(self.run_("ledger", "--json", *words, expect=expect).stdout)

    def said(self, name, of=None):
        return next(w for w in (of or self.ledger())["witnesses"] if w["name"] == name)

    def prove(self, day=None):
        """What a version said, the newest or that of day N."""
        path = os.path.join(self.home.folder, "proof")
        words = ["--as-of", "2020-01-%02d" % day] if day else []
        self.run_("prove", "un", "TAi.001", *words, "-o", path)
        return path

    def check(self, *words, expect=DONE, day=None):
        done = self.run_("check", self.prove(day), *words, "--json", expect=expect)
        return json.loads(done.stdout) if expect == DONE else done.stderr

    def configure(self, *members, quorum=2, private="yes", timeout=5):
        """members: witnesses that are served, names of witnesses that are not, or ways of Other."""
        lines = []
        for m in members:
            if isinstance(m, str):
                way = m.split()[0]
                w = self.witnesses[len(lines)]
                url = m if "://" in m else "http://127.0.0.1:%d/%s" % (self.other.server_port, way)
                lines.append("witness %s %s %s" % (w.name, w.vkey, url))
            else:
                lines.append("witness %s %s %s" % (m.name, m.vkey, m.url))
        names = " ".join(line.split()[1] for line in lines)
        self.policy = self.path("witnesses.policy")
        self.write("\n".join(lines + ["group all %d %s" % (quorum, names), "quorum all", ""]),
                   "witnesses.policy")
        self.write("[ledger]\npolicy = witnesses.policy\nprivate = %s\ntimeout = %d\n" %
                   (private, timeout), "config.ini")

    def cosigned_by(self, *witnesses, note=None):
        """The checkpoint has the log's signature, and good ones of just these, in this order."""
        text, lines = (note or self.read("ledger", "checkpoint")).split("\n\n")
        lines = lines.splitlines(True)
        self.assertEqual(len(lines), 1 + len(witnesses), lines)
        for w, line in zip(witnesses, lines[1:]):
            made = w.cosigner.time_of(line, text + "\n")
            self.assertLess(abs(made - time.time()), 60)

    # ---- Witnesses that are as they should be.

    def test_an_import_is_cosigned(self):
        one, two, _ = [w.serve() for w in self.witnesses]
        self.configure(one, two, "http://127.0.0.1:1")
        began = time.time()
        self.assertEqual(self.take().stderr, "")
        self.assertLess(time.time() - began, 3)
        self.cosigned_by(one, two)
        ledger = self.ledger()
        self.assertEqual(ledger["checkpoint"], self.read("ledger", "checkpoint"))
        self.assertEqual(ledger["checkpoint"], self.read("ledger", "cosigned"))
        self.assertTrue(ledger["enough"])
        for name in ("one", "two"):
            said = self.said(name, ledger)
            self.assertTrue(said["current"])
            self.assertEqual(said["size"], ledger["entries"])
            self.assertNotIn("why", said)
        self.assertNotIn("size", self.said("three", ledger))
        self.assertIn("127.0.0.1 port 1", self.said("three", ledger)["why"])
        self.run_("verify")
        before = ledger["entries"]
        self.take()
        self.cosigned_by(one, two)
        self.assertGreater(self.said("one")["size"], before)

    def test_a_proof_carries_them(self):
        one, two, _ = [w.serve() for w in self.witnesses]
        self.configure(one, two, "http://127.0.0.1:1")
        self.take()
        said = self.check("--vkey", self.key)
        self.assertEqual((said["unchecked"], "witnesses" in said), (2, False))
        said = self.check("--vkey", self.key, "--policy", self.policy)
        self.assertEqual([w["name"] for w in said["witnesses"]], ["one.example", "two.example"])
        self.assertNotIn("unchecked", said)
        self.configure(one, two, "http://127.0.0.1:1", quorum=3)
        self.assertIn("too few witnesses of the policy have signed the checkpoint: 2 of 3",
                      self.check("--vkey", self.key, "--policy", self.policy, expect=FAILED))
        # A policy that names the log needs no key; another log's key is no use.
        named = "log %s\n" + self.read("witnesses.policy").replace("group all 3", "group all 2")
        self.write(named % self.key, "named.policy")
        self.check("--policy", self.path("named.policy"))
        self.check("--vkey", self.key, "--policy", self.path("named.policy"))
        self.write(named % notes.Key("other.example", b"o" * 32).vkey(), "named.policy")
        for words in ((), ("--vkey", self.key)):
            self.assertIn("no log of the policy",
                          self.check(*words, "--policy", self.path("named.policy"), expect=FAILED))
        self.assertIn("names no log", self.check("--policy", self.policy, expect=USAGE))

    def test_publish_carries_them(self):
        one, two, _ = [w.serve() for w in self.witnesses]
        self.configure(one, two)
        self.take()
        to = os.path.join(self.home.folder, "www")
        self.run_("publish", to)
        with open(os.path.join(to, "checkpoint"), encoding="utf-8") as file:
            self.cosigned_by(one, two, note=file.read())
        self.assertEqual(sorted(os.listdir(to)), ["checkpoint", "key", "tile"])

    def test_one_that_ends_is_missed_and_asked_again(self):
        one, two, _ = [w.serve() for w in self.witnesses]
        self.configure(one, two)
        self.take()
        size = self.ledger()["entries"]
        two.server.end()
        self.take()
        self.cosigned_by(one)
        ledger = self.ledger("--ask", expect=FAILED)
        self.assertFalse(ledger["enough"])
        self.assertEqual(self.said("two", ledger)["size"], size)
        # What enough have cosigned before can be proven by that still.
        said = self.check("--vkey", self.key, "--policy", self.policy, day=2)
        self.assertEqual((said["size"], len(said["witnesses"])), (size, 2))
        self.assertIn("1 of 2",
                      self.check("--vkey", self.key, "--policy", self.policy, expect=FAILED))
        two.serve()
        self.configure(one, two)
        self.assertTrue(self.ledger("--ask")["enough"])
        self.cosigned_by(one, two)

    def test_a_conflict_is_answered_by_another_proof(self):
        one, two, _ = [w.serve() for w in self.witnesses]
        self.configure(one, two)
        self.take()
        os.remove(self.path("ledger", "witnesses"))  # so it is asked as if it had seen nothing
        two.forget()  # and this one has seen nothing
        self.configure(one, two)
        self.assertEqual(self.take().stderr, "")
        self.cosigned_by(one, two)

    def test_a_witness_of_another_history_is_told_of(self):
        one, two, _ = [w.serve() for w in self.witnesses]
        # It has cosigned more than there is: the home is an older one.
        saved = os.path.join(self.home.folder, "saved")
        subprocess.run(["cp", "-a", self.home.path, saved], check=True)
        self.configure(one, two, quorum=1)
        self.take()
        subprocess.run(["rm", "-rf", self.home.path], check=True)
        os.rename(saved, self.home.path)
        self.configure(one, two, quorum=1)
        self.ledger("--ask", expect=FAILED)
        why = self.said("one")["why"]
        self.assertRegex(why, r"the witness has seen \d+ entries of this log, which has \d+")
        # And then something else is written there.
        self.imports = 10
        told = self.take().stderr
        self.assertEqual(told, "")  # asked a moment ago
        done = self.run_("ledger", "--ask", expect=FAILED)
        self.assertIn("tocsin: the witness one: ", done.stderr)
        self.cosigned_by()

    # ---- Witnesses that are not.

    WAYS = [
        # the way, status and body, what is told of it, and whether that goes to standard error
        ("nothing", 200, b"", "a list of signatures ends with a line feed", True),
        ("garbage", 200, bytes(range(256)), "UTF-8 without control characters", True),
        ("text", 200, b"thank you\n", "a signature is a dash", True),
        ("stranger", 200, b"\xe2\x80\x94 w.example AAAAAAEC\n", "no signature of a known key", True),
        ("stale", 200, None, "does not verify", True),
        ("huge", 200, b"x" * (65 << 10), "more than 65536 bytes", False),
        ("ahead", 409, b"1000000\n", "the witness has seen 1000000 entries", True),
        ("same", 409, b"0\n", "refuses the size that it asks for", True),
        ("words", 409, b"no\n", "answers a conflict, but no size", True),
        ("large", 409, b"99999999999999999999\n", "answers a conflict, but no size", True),
        ("silent", 409, b"", "refuses the size that it asks for", True),
        ("unknown", 404, b"who?\n", "does not know the log", True),
        ("forbidden", 403, b"", "does not know the log, or not its key", True),
        ("forked", 422, b"", "the log has not grown from what it was", True),
        ("busy", 429, b"", "asked too often", False),
        ("ill", 500, b"", "answers 500", False),
        ("elsewhere", 302, b"", "answers 302", True),
    ]

    def test_what_is_wrong_is_said_and_not_kept(self):
        one = self.witnesses[0].serve()
        self.configure(one, quorum=1)
        self.take()
        stale = self.read("ledger", "checkpoint").splitlines(True)[-1].encode()
        Other.answers = {way: (status, stale if body is None else body)
                         for way, status, body, _, _ in self.WAYS}
        for way, _, _, why, told in self.WAYS:
            with self.subTest(way):
                self.configure(way, quorum=1)
                if os.path.exists(self.path("ledger", "witnesses")):
                    os.remove(self.path("ledger", "witnesses"))
                done = self.take()
                self.assertEqual("tocsin: the witness one: " in done.stderr, told, done.stderr)
                self.assertIn(why, self.said("one")["why"])
                self.cosigned_by()
                self.assertFalse(self.ledger()["enough"])

    def test_what_hangs_delays_nothing(self):
        one = self.witnesses[2].serve()
        self.configure("hang", "trickle", one, quorum=1, timeout=4)
        began = time.monotonic()
        first = subprocess.Popen([TOCSIN, *self.words(), "--home", self.home.path],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertIn(b"un", first.stdout.read())  # to its end
        self.assertLess(time.monotonic() - began, 2)
        second = subprocess.Popen([TOCSIN, *self.words(), "--home", self.home.path],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        second.stdout.read()
        self.assertLess(time.monotonic() - began, 3)  # the home was free
        self.assertIsNone(first.poll())
        for process in (first, second):
            self.assertEqual((process.wait(), process.stderr.read()), (0, b""))
            process.stdout.close()
            process.stderr.close()
        self.assertLess(time.monotonic() - began, 10)
        self.cosigned_by(one)
        for name in ("one", "two"):
            self.assertIn("no answer in 4 seconds", self.said(name)["why"])
        # Those are not asked again for a while.
        began = time.monotonic()
        self.take()
        self.assertLess(time.monotonic() - began, 3)
        self.cosigned_by(one)

    def test_any_time_can_be_told(self):
        self.witnesses[0].vkey = Other.key.vkey()
        self.configure("future", quorum=1)
        for _ in range(2):  # and what is kept of it is read again
            self.take()
            said = self.said("one")
            self.assertEqual((said["current"], said["time"]), (True, "9999-12-31T23:59:59Z"))
        said = self.check("--vkey", self.key, "--policy", self.policy)
        self.assertEqual(said["witnesses"][0]["time"], "9999-12-31T23:59:59Z")

    def test_an_answer_without_end_is_cut(self):
        self.configure("endless", quorum=1)
        began = time.monotonic()
        self.take()
        self.assertLess(time.monotonic() - began, 3)
        self.assertIn("more than 65536 bytes", self.said("one")["why"])

    def test_what_comes_late_is_kept_as_what_it_is(self):
        one = self.witnesses[0].serve()
        Other.to = (one.server.port, 1.5)
        self.configure("late", quorum=1)
        first = subprocess.Popen([TOCSIN, *self.words(), "--home", self.home.path],
                                 stdout=subprocess.PIPE)
        first.stdout.read()
        while not Other.asked:
            time.sleep(0.01)
        self.write("", "config.ini")
        size = self.ledger()["entries"]
        self.take()  # without witnesses, while that one is waited for
        self.configure("late", quorum=1)
        self.assertEqual(first.wait(), 0)
        first.stdout.close()
        self.cosigned_by()
        self.assertEqual(self.read("ledger", "cosigned").split("\n")[1], str(size))
        self.cosigned_by(one, note=self.read("ledger", "cosigned"))
        self.assertEqual(self.said("one")["size"], size)
        self.assertLess(size, self.ledger()["entries"])
        said = self.check("--vkey", self.key, "--policy", self.policy, day=2)
        self.assertEqual(said["size"], size)

    # ---- The home.

    def test_a_witness_is_sent_the_log_alone(self):
        one = self.witnesses[1].serve()
        self.configure("ill", one, quorum=1)
        Other.answers = {"ill": (500, b"")}
        self.take()
        self.ledger("--ask")
        bodies = [body.decode() for way, body in Other.asked if way == "ill"]
        self.assertEqual(len(bodies), 2)
        for body in bodies:
            self.assertRegex(body, r"^old 0\n\n[^\n]+\n\d+\n[^\n]+\n\n\u2014 [^\n]+\n$")

    def test_a_private_address_must_be_allowed(self):
        one = self.witnesses[0].serve()
        self.configure(one, private="no", quorum=1)
        self.take()
        self.assertIn("a private address, which config.ini does not allow", self.said("one")["why"])
        self.cosigned_by()

    def test_faults_of_the_policy_keep_no_import(self):
        self.configure("ill")
        self.write("witness w\n", "witnesses.policy")
        done = self.take()
        self.assertIn("witnesses.policy line 1: ", done.stderr)
        self.assertIn("witnesses.policy line 1: ", self.run_("ledger", expect=FAILED).stderr)
        os.remove(self.path("witnesses.policy"))
        self.assertIn("witnesses.policy", self.take().stderr)
        self.run_("verify")

    def test_a_damaged_file_of_witnesses_is_named(self):
        one = self.witnesses[0].serve()
        self.configure(one, quorum=1)
        self.take()
        self.write("{}\n", "ledger", "witnesses")
        self.assertIn("ledger/witnesses line 1 is damaged", self.run_("ledger", expect=FAILED).stderr)
        os.remove(self.path("ledger", "witnesses"))
        self.take()
        self.cosigned_by(one)

    def test_a_crash_before_the_file_is_mended(self):
        one = self.witnesses[0].serve()
        self.configure(one, quorum=1)
        self.take()
        whole = self.read("ledger", "checkpoint")
        text, lines = whole.split("\n\n")
        self.write(text + "\n\n" + lines.splitlines(True)[0], "ledger", "checkpoint")
        self.write("", "config.ini")
        self.run_("import", "un", os.path.join(self.home.folder, "1.xml"), "--at", "2020-01-01")
        self.assertEqual(self.read("ledger", "checkpoint"), whole)

    def test_a_changed_cosignature_is_found(self):
        one = self.witnesses[0].serve()
        self.configure(one, quorum=1)
        self.take()
        whole = self.read("ledger", "checkpoint")
        at = whole.rindex(" ") + 20
        self.write(whole[:at] + ("B" if whole[at] == "A" else "A") + whole[at + 1:], "ledger",
                   "checkpoint")
        self.assertIn("ledger/checkpoint: signature 2, of one.example, is not one that the store has",
                      self.run_("verify", expect=FAILED).stderr)

    def test_a_home_without_witnesses_shows_none(self):
        ledger = self.ledger()
        self.assertEqual(list(ledger), ["origin", "entries", "root", "key", "checkpoint"])
        self.run_("ledger", "--ask")
        self.assertEqual(Other.asked, [])

    def test_it_is_told_in_words(self):
        one = self.witnesses[0].serve()
        Other.answers = {"ill": (500, b"")}
        self.configure(one, "ill")
        self.take()
        said = self.run_("ledger").stdout
        self.assertRegex(said, r"Witnesses   1 of 2, too few for the policy\n"
                               r"  one: \d+ entries, [0-9TZ:-]+\n"
                               r"  two: never; not at [0-9TZ:-]+: the witness answers 500\n")
        said = self.run_("check", self.prove(), "--vkey", self.key).stdout
        self.assertIn("1 more signature on the checkpoint was not checked\n", said)


if __name__ == "__main__":
    unittest.main()
