#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A log of 100,000 entries, read by Go's golang.org/x/mod/sumdb (go/main.go), which has no line in
common with ours: signature, entries, tiles, root, its proofs and ours.  Then with a flipped
bit here and there, which it has to see.

Skipped when there is no go, or the module is not here and cannot be fetched.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
BUILT = os.path.dirname(os.environ.get("TOCSIN") or os.path.join(HERE, "../../build/cc-c17/tocsin"))
MAKE_LOG = os.path.join(BUILT, "tests", "ledger", "make_log")
SIZE = 100000
FILES = ("log/checkpoint", "log/tile/0/000", "log/tile/1/000", "log/tile/1/001.p/134",
         "log/tile/2/000.p/1", "log/tile/0/390.p/160", "log/tile/entries/000",
         "log/tile/entries/390.p/160", "proofs")


def build_reader(folder):
    """The Go program; or None, and why it cannot be had."""
    go = shutil.which("go")
    if not go:
        return None, "there is no go"
    reader = os.path.join(folder, "reader")
    done = subprocess.run([go, "build", "-mod=readonly", "-buildvcs=false", "-o", reader, "."],
                          cwd=os.path.join(HERE, "go"), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
    if done.returncode and any(word in done.stdout for word in ("dial ", "proxy", "lookup ")):
        return None, "golang.org/x/mod cannot be fetched: " + done.stdout.strip()[:200]
    if done.returncode:
        raise AssertionError(done.stdout)
    return reader, None


class Go(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="tocsin-ledger-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.reader, cls.why = build_reader(cls.folder)
        if cls.why:
            print("skipped:", cls.why, flush=True)
            return
        cls.vkey = subprocess.run([MAKE_LOG, cls.folder, str(SIZE)], stdout=subprocess.PIPE, text=True,
                                  check=True).stdout.strip()

    def setUp(self):
        if self.why:
            self.skipTest(self.why)

    def read(self, vkey=None):
        """Exit status and what was said."""
        done = subprocess.run([self.reader, os.path.join(self.folder, "log"), vkey or self.vkey,
                               os.path.join(self.folder, "proofs")], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout.strip()

    def test_it_is_read(self):
        self.assertEqual(self.read(), (0, f"{SIZE} entries, 800 proofs"))

    def test_a_flipped_bit_is_refused(self):
        chance = random.Random(7)
        for name in FILES:
            path = os.path.join(self.folder, name)
            with open(path, "rb") as file:
                whole = file.read()
            bit = chance.randrange(8 * len(whole))
            wrong = bytearray(whole)
            wrong[bit // 8] ^= 1 << bit % 8
            with open(path, "wb") as file:
                file.write(wrong)
            code, said = self.read()
            with open(path, "wb") as file:
                file.write(whole)
            self.assertEqual(code, 1, f"{name}, bit {bit}: {said}")
        self.assertEqual(self.read()[0], 0)


if __name__ == "__main__":
    sys.exit(unittest.main())
