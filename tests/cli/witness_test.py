#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tocsin witness over HTTP: the whole protocol, what is kept when it ends or is killed, and what a
hostile client can do to it.  Logs and signatures are made by tests/notes.py.

    tests/cli/witness_test.py [-v] [Witness.test_…]
"""
import http.client
import os
import random
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import notes
import tocsin
from tocsin import DONE, FAILED, USAGE, Home

PLAIN, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"


class Server:
    def __init__(self, home, *words, env=None, pass_fds=()):
        self.errors = os.path.join(home.path, "errors")
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(
                [tocsin.PROGRAM, "witness", "serve", "--listen", "127.0.0.1:0", "--home", home.path,
                 *words], stdout=subprocess.PIPE, stderr=errors, text=True, pass_fds=pass_fds,
                env={**os.environ, **(env or {})})
        line = self.process.stdout.readline()
        found = re.fullmatch(r"listening at http://127\.0\.0\.1:(\d+)\n", line)
        if not found:
            self.process.wait()
            self.process.stdout.close()
            raise AssertionError("serve said %r, %s" % (line, self.told()))
        self.port = int(found.group(1))

    def told(self):
        with open(self.errors, encoding="utf-8") as file:
            return file.read()

    def ask(self, method, path, body=None):
        """Status, Content-Type, body and headers of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body)
            answer = connection.getresponse()
            return (answer.status, answer.getheader("Content-Type"), answer.read().decode(),
                    answer.headers)
        finally:
            connection.close()

    def add(self, body):
        return self.ask("POST", "/add-checkpoint", body)[:3]

    def raw(self, data=b""):
        s = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        s.sendall(data)
        return s

    def memory(self):
        """The most that it ever had, in bytes."""
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as file:
            return int(re.search(r"VmHWM:\s+(\d+) kB", file.read()).group(1)) * 1024

    def end(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        return code


class Witness(unittest.TestCase):
    def setUp(self):
        self.home = Home()
        os.makedirs(self.home.path)
        self.vkey = self.home.run("witness", "keygen", "witness.example").out.strip()
        self.cosigner = notes.Cosigner(self.vkey)
        self.log = notes.Log("example.com/log")
        self.add_log(self.log)

    def add_log(self, log, *words):
        return self.home.run("witness", "add-log", log.key.vkey(), *words).out

    def serve(self, *words, **more):
        server = Server(self.home, *words, **more)
        self.addCleanup(server.end, signal.SIGKILL)
        return server

    def cosigned(self, server, log, old, size):
        """Asks for a cosignature, and checks it; when it was made."""
        status, kind, body = server.add(log.request(old, size))
        self.assertEqual((status, kind), (200, PLAIN), body)
        self.assertEqual(body.count("\n"), 1)
        return self.cosigner.time_of(body, log.text(size))

    def latest(self, server, log, size):
        """The newest checkpoint is of that size, and signed by both."""
        status, kind, body, _ = server.ask("GET", "/%s/checkpoint" % log.id)
        self.assertEqual((status, kind), (200, PLAIN), body)
        text, lines = body.split("\n\n")
        self.assertEqual(text + "\n", log.text(size))
        lines = lines.splitlines(True)
        self.assertEqual(lines[0], log.key.line(log.text(size)))
        self.cosigner.time_of(lines[1], log.text(size))
        self.assertEqual(len(lines), 2)

    # ---- The protocol.

    def test_a_log_grows(self):
        server = self.serve()
        self.assertEqual(server.ask("GET", "/%s/checkpoint" % self.log.id)[0], 404)
        before = int(time.time())
        for old, size in ((0, 1), (1, 7), (7, 8), (8, 8), (8, 150)):
            made = self.cosigned(server, self.log, old, size)
            self.assertLessEqual(before, made)
            self.assertLessEqual(made, time.time())
            self.latest(server, self.log, size)
        self.assertEqual(server.end(), 0)
        self.assertEqual(server.told(), "")

    def test_a_conflict_says_the_size_and_the_next_try_is_good(self):
        server = self.serve()
        self.cosigned(server, self.log, 0, 9)
        self.assertEqual(server.add(self.log.request(5, 20)), (409, SIZE, "9\n"))
        self.assertEqual(server.add(self.log.request(0, 20)), (409, SIZE, "9\n"))
        self.cosigned(server, self.log, 9, 20)
        self.assertEqual(server.add(self.log.request(9, 20)), (409, SIZE, "20\n"))

    def test_two_logs(self):
        other = notes.Log("example.org/a log with blanks", key=notes.Key("k", b"k" * 32))
        self.assertEqual(self.add_log(other, "--name", other.origin), other.origin + ": added\n")
        server = self.serve()
        self.cosigned(server, self.log, 0, 9)
        self.assertEqual(server.add(other.request(9, 12)), (409, SIZE, "0\n"))
        self.cosigned(server, other, 0, 12)
        self.latest(server, self.log, 9)
        self.latest(server, other, 12)
        rows = self.home.json("witness", "logs")
        self.assertEqual({(r["origin"], r["size"], r["id"], r["keys"]) for r in rows},
                         {(self.log.origin, 9, self.log.id, 1), (other.origin, 12, other.id, 1)})
        table = self.home.run("witness", "logs").out.splitlines()
        self.assertEqual(len(table), 3)

    def test_what_is_refused(self):
        stranger = notes.Log("example.com/stranger")
        false = notes.Log("example.com/log", key=notes.Key("example.com/log", b"?" * 32))
        fork = notes.Log("example.com/log", fork=3)
        server = self.serve()
        self.cosigned(server, self.log, 0, 9)
        good = self.log.request(9, 12)
        rows = (
            (400, b""), (400, b"old 9\n\n"), (400, good[:-1]), (400, b"x" * 60000),
            (400, good.replace(b"old 9", b"old 09")), (400, self.log.request(12, 9)),
            (400, good.replace(b"\n", b"\r\n")), (400, bytes(range(256))),
            (404, stranger.request(0, 5)), (403, false.request(9, 12)), (422, fork.request(9, 12)),
            (422, fork.request(9, 9)), (409, fork.request(0, 12)),
            (422, good.replace(b"old 9\n", b"old 9\n" + b"A" * 43 + b"=\n")),
        )
        for status, body in rows:
            answer = server.add(body)
            self.assertEqual(answer[:2], (status, SIZE if status == 409 else PLAIN),
                             (body[:60], answer))
        self.latest(server, self.log, 9)
        self.cosigned(server, self.log, 9, 12)

    def test_paths_and_methods(self):
        server = self.serve()
        self.cosigned(server, self.log, 0, 9)
        path = "/%s/checkpoint" % self.log.id
        rows = ((404, "GET", "/"), (404, "GET", "/checkpoint"), (405, "GET", "/add-checkpoint"),
                (405, "PUT", "/add-checkpoint"), (405, "POST", path), (404, "GET", path + "/"),
                (404, "GET", path.upper()), (404, "GET", "/" + path), (200, "HEAD", path),
                (404, "GET", "/%s/checkpoint" % ("0" * 64)), (404, "POST", "/add-checkpoint/"),
                (404, "GET", "/../../key"), (404, "GET", "/..%2f..%2fkey/checkpoint"))
        for status, method, where in rows:
            self.assertEqual(server.ask(method, where)[0], status, (method, where))
        self.assertEqual(server.ask("GET", "/add-checkpoint")[3]["Allow"], "POST")

    def test_a_connection_takes_many_requests(self):
        server = self.serve()
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.addCleanup(connection.close)
        connection.connect()
        socket_before = connection.sock
        for size in range(1, 12):
            connection.request("POST", "/add-checkpoint", self.log.request(size - 1, size))
            answer = connection.getresponse()
            self.assertEqual((answer.status, bool(answer.read())), (200, True))
        self.assertIs(connection.sock, socket_before)

    # ---- What is kept.

    def test_a_restart_keeps_the_state(self):
        server = self.serve()
        self.cosigned(server, self.log, 0, 9)
        self.assertEqual(server.end(), 0)
        server = self.serve()
        self.latest(server, self.log, 9)
        self.assertEqual(server.add(self.log.request(0, 12)), (409, SIZE, "9\n"))
        self.assertEqual(server.add(notes.Log(self.log.origin, fork=3).request(9, 12))[0], 422)
        self.cosigned(server, self.log, 9, 12)

    def test_killed_between_requests_it_forgets_nothing(self):
        size = 0
        for _ in range(4):
            server = self.serve()
            for _ in range(3):
                self.cosigned(server, self.log, size, size + 1)
                size += 1
            self.assertEqual(server.end(signal.SIGKILL), -signal.SIGKILL)
        self.latest(self.serve(), self.log, size)

    def test_killed_within_requests_it_has_cosigned_one_history(self):
        """Two histories race for each size, the witness is killed at any time; whatever it has
        signed, before or after, is of one history."""
        ways = [notes.Log(self.log.origin), notes.Log(self.log.origin, fork=0)]
        requests = [[way.request(n, n + 1) for n in range(60)] for way in ways]
        signed, chance = {}, random.Random(7)

        def race(server, way):
            for n, body in enumerate(requests[way]):
                try:
                    status, _, answer = server.add(body)
                except (OSError, http.client.HTTPException):
                    return
                if status == 200:
                    signed.setdefault(n + 1, set()).add((way, answer))

        for _ in range(12):
            server = self.serve()
            racers = [threading.Thread(target=race, args=(server, way)) for way in (0, 1, 0, 1)]
            for racer in racers:
                racer.start()
            time.sleep(chance.random() * 0.06)
            server.end(signal.SIGKILL)
            for racer in racers:
                racer.join()
        self.assertGreater(len(signed), 0)
        self.assertEqual(len({way for answers in signed.values() for way, _ in answers}), 1)
        for size, answers in signed.items():
            for way, answer in answers:
                self.cosigner.time_of(answer, ways[way].text(size))
        server = self.serve()
        size = int(server.add(self.log.request(60, 60))[2])
        self.assertGreaterEqual(size, max(signed))

    def test_a_log_added_while_it_runs_is_seen(self):
        server = self.serve()
        late = notes.Log("example.net/late")
        self.assertEqual(server.add(late.request(0, 3))[0], 404)
        self.add_log(late)
        self.cosigned(server, late, 0, 3)
        key = notes.Key("example.net/late", b"2" * 32)
        again = notes.Log("example.net/late", key=key)
        self.assertEqual(server.add(again.request(3, 4))[0], 403)
        self.assertIn("known", self.add_log(again))
        self.cosigned(server, again, 3, 4)

    def test_a_damaged_state_is_not_served(self):
        server = self.serve()
        self.cosigned(server, self.log, 0, 9)
        server.end()
        with sqlite3.connect(os.path.join(self.home.path, "witness", "witness.db")) as db:
            db.execute("UPDATE cosigned SET note=CAST(replace(CAST(note AS TEXT), x'0a390a', x'0a380a') AS BLOB)")
        db.close()
        result = self.home.run("witness", "serve", "--listen", "127.0.0.1:0", expect=FAILED)
        self.assertIn("is damaged", result.err)

    # ---- Keys and options.

    def test_the_key_is_never_told(self):
        path = os.path.join(self.home.path, "witness", "key")
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        with open(path, encoding="ascii") as file:
            secret = file.read().strip()
        self.assertTrue(secret.startswith("PRIVATE+KEY+witness.example+"))
        seed = secret.rsplit("+", 1)[1]
        result = self.home.run("witness", "keygen", "witness.example", expect=FAILED)
        self.assertNotIn(seed, result.out + result.err + self.vkey)
        self.assertEqual(self.home.run("witness", "vkey").out.strip(), self.vkey)
        self.assertEqual(self.home.json("witness", "vkey"),
                         [{"name": "witness.example", "vkey": self.vkey}])

    def test_the_key_comes_from_elsewhere(self):
        path = os.path.join(self.home.path, "witness", "key")
        folder = tocsin.folder()
        os.rename(path, os.path.join(folder, "witness"))
        self.assertIn("keygen", self.home.run("witness", "vkey", expect=USAGE).err)
        env = {"CREDENTIALS_DIRECTORY": folder}
        self.assertEqual(self.home.run("witness", "vkey", env=env).out.strip(), self.vkey)
        named = os.path.join(folder, "witness")
        self.assertEqual(self.home.run("witness", "vkey", "--key", named).out.strip(), self.vkey)
        fd = os.open(named, os.O_RDONLY)
        server = self.serve("--key-fd", str(fd), pass_fds=(fd,))
        os.close(fd)
        self.cosigned(server, self.log, 0, 3)
        os.chmod(named, 0o644)
        result = self.home.run("witness", "vkey", "--key", named, expect=FAILED)
        self.assertIn("chmod 600", result.err)

    def test_wrong_usage(self):
        for words in (["witness"], ["witness", "dance"], ["witness", "keygen"],
                      ["witness", "keygen", "a", "b"], ["witness", "logs", "x"],
                      ["witness", "serve", "--listen", "localhost:80"],
                      ["witness", "serve", "--listen", "127.0.0.1:65536"],
                      ["witness", "serve", "--listen", "8080"],
                      ["witness", "vkey", "--key-fd", "x"]):
            self.home.run(*words, expect=USAGE)
        self.home.run("witness", "add-log", "nonsense", expect=FAILED)
        self.home.run("witness", "serve", "--listen", "192.0.2.1:80", expect=FAILED)
        self.assertIn("Examples:", self.home.run("witness", "--help").out)

    def test_one_witness_a_folder(self):
        server = self.serve()
        result = self.home.run("witness", "serve", "--listen", "127.0.0.1:0", expect=FAILED)
        self.assertIn("a witness runs in", result.err)
        self.assertEqual(server.end(), 0)

    def test_it_tells_each_request_when_verbose(self):
        server = self.serve("--verbose")
        self.cosigned(server, self.log, 0, 9)
        server.add(b"\x1b[2J\n")
        server.ask("GET", "/\x1b[2J".replace("\x1b", "%1b"))
        server.end()
        lines = server.told().splitlines()
        self.assertEqual(len(lines), 3, lines)
        self.assertRegex(lines[0], r"Z add-checkpoint 200 example\.com/log 0 to 9, \d+\.\d ms$")
        self.assertRegex(lines[1], r"Z add-checkpoint 400, \d+\.\d ms: a request begins with")
        self.assertNotIn("\x1b", server.told())

    # ---- A hostile client.

    def test_a_gigabyte_is_refused_before_it_is_sent(self):
        server = self.serve()
        head = "POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
        for length in (1 << 30, (64 << 10) + 1, 1 << 63):
            with server.raw((head % length).encode() + b"old 0\n") as s:
                first = s.recv(65536).split(b"\r\n")[0]
                self.assertIn(first, (b"HTTP/1.1 413 Content Too Large",
                                      b"HTTP/1.1 413 Payload Too Large"), length)
        self.assertEqual(server.add(b"x" * (64 << 10))[0], 400)
        self.cosigned(server, self.log, 0, 3)

    def test_a_body_without_an_end_is_ended(self):
        server = self.serve()
        head = b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
        with server.raw(head) as s:
            sent = 0
            with self.assertRaises(OSError):
                for _ in range(4096):
                    s.sendall(chunk)
                    sent += len(chunk)
                    time.sleep(0.001)
            self.assertLess(sent, 8 << 20)
        self.cosigned(server, self.log, 0, 3)
        self.assertLess(server.memory(), 64 << 20)

    def test_slow_clients_are_ended_and_keep_nobody(self):
        """Some send a byte of the head, some of the body, some nothing; each loses its connection
        within half a minute, and others are served all the while."""
        server = self.serve()
        head = b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n"
        slow = [server.raw(b"") for _ in range(5)] + [server.raw(head) for _ in range(5)] + \
            [server.raw(head + b"\r\nold 0\n") for _ in range(5)]
        begun, size, gone = time.monotonic(), 0, 0
        while time.monotonic() - begun < 45 and slow:
            began = time.monotonic()
            self.cosigned(server, self.log, size, size + 1)
            self.assertLess(time.monotonic() - began, 5)
            size += 1
            left = []
            for n, s in enumerate(slow):
                try:
                    if n % 5:
                        s.send(b"A")
                    s.settimeout(0.001)
                    if s.recv(1 << 16) == b"":
                        raise ConnectionResetError
                    left.append(s)
                except socket.timeout:
                    left.append(s)
                except OSError:
                    s.close()
                    gone += 1
            slow = left
            time.sleep(1)
        self.assertEqual((gone, len(slow)), (15, 0))
        self.assertLess(time.monotonic() - begun, 40)

    def test_two_thousand_connections_keep_nobody(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < 2200:
            self.skipTest("too few files may be open")
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2200), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        server = self.serve()
        crowd, size = [], 0
        try:
            for n in range(2000):
                s = socket.socket()
                s.settimeout(20)
                s.connect(("127.0.0.1", server.port))
                s.send(b"POST /add-checkpoint HT")
                crowd.append(s)
                if n % 200 == 199:
                    began = time.monotonic()
                    self.cosigned(server, self.log, size, size + 1)
                    self.assertLess(time.monotonic() - began, 5, n)
                    size += 1
            self.assertLess(server.memory(), 128 << 20)
            self.assertLess(len(os.listdir("/proc/%d/fd" % server.process.pid)), 600)
        finally:
            for s in crowd:
                s.close()
        self.cosigned(server, self.log, size, size + 1)
        self.assertEqual(server.end(), 0)
        self.assertEqual(server.told(), "")

    def test_garbage(self):
        server = self.serve()
        chance = random.Random(5)
        good = (b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % 900 +
                self.log.request(0, 5))
        for n in range(400):
            data = bytearray(good if n % 2 else chance.randbytes(chance.randrange(2000)))
            for _ in range(chance.randrange(1, 9)):
                if data:
                    data[chance.randrange(min(len(data), 90))] = chance.randrange(256)
            s = server.raw()
            try:
                s.sendall(bytes(data[:chance.randrange(len(data) + 1)]))
            except OSError:
                pass
            s.close()
        with server.raw(b"GET /%s HTTP/1.1\r\n\r\n" % (b"a" * 100000)) as s:
            try:
                self.assertIn(s.recv(20)[9:12], (b"", b"414", b"431", b"413"))
            except ConnectionResetError:
                pass
        self.assertIsNone(server.process.poll())
        status, _, body = server.add(self.log.request(0, 6))
        self.assertEqual(status, 200, body)

    def test_it_ends_while_clients_hold_on(self):
        server = self.serve()
        held = [server.raw(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nol")
                for _ in range(50)]
        began = time.monotonic()
        self.assertEqual(server.end(), 0)
        self.assertLess(time.monotonic() - began, 8)
        for s in held:
            s.close()


if __name__ == "__main__":
    unittest.main()
