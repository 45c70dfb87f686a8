# SPDX-License-Identifier: Apache-2.0
"""What the tests of the whole program share: a home of their own, and the program run in it.

The program is $TOCSIN, or build/tocsin of this repository.  The real files are below
$TOCSIN_SHARED, or ../shared beside the repository; tests that need them are skipped, with
a line that says so, where they are absent.  Homes are made in /dev/shm where that can be
written, since a test makes thousands of durable writes.
"""
import atexit
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get("TOCSIN", os.path.join(ROOT, "build", "tocsin")))
SHARED = os.environ.get("TOCSIN_SHARED", os.path.join(ROOT, "..", "shared"))
TABLES = ("versions", "files", "runs", "records", "changes")
DONE, FAILED, USAGE, HELD = 0, 1, 2, 3
SKIPPED = 77  # exit code of a test script


def shared(*parts):
    """A file of the real data."""
    return os.path.abspath(os.path.join(SHARED, "data", *parts))


def need_shared(*parts):
    """Ends the whole test script, as skipped, where the real data is not there."""
    path = shared(*parts)
    if not os.path.exists(path):
        print("skipped: %s is not here" % path)
        sys.exit(SKIPPED)
    return path


def folder():
    """A new folder in fast memory, removed when the script ends."""
    path = tempfile.mkdtemp(prefix="tocsin-test-",
                            dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __repr__(self):
        return "exit %s\nstdout: %s\nstderr: %s" % (self.code, self.out[-2000:], self.err[-2000:])


class Home:
    def __init__(self, path=None):
        self.path = path or os.path.join(folder(), "home")

    def run(self, *words, expect=DONE, env=None, input=None):
        """Runs `tocsin WORDS`; any exit code but `expect` (None: any) is a failure."""
        done = subprocess.run([PROGRAM, *[str(w) for w in words], "--home", self.path],
                              capture_output=True, env={**os.environ, **(env or {})}, input=input)
        result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
        if expect is not None and result.code != expect:
            raise AssertionError("tocsin %s: %r, not exit %d" % (" ".join(map(str, words)), result,
                                                                expect))
        return result

    def json(self, *words, expect=DONE):
        return self.run(*words, "--json", expect=expect).lines()

    def take(self, list_id, *files, at, expect=DONE):
        """Imports one version; what the program said of it."""
        return self.json("import", list_id, *files, "--at", at, expect=expect)[0]

    def entries(self, list_id, as_of=None):
        """The bytes that `entries --json` prints."""
        words = ["entries", list_id, "--json"] + (["--as-of", as_of] if as_of else [])
        return self.run(*words).out

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def dump(self):
        """Every row of every table that is history, in the order of its keys."""
        db = sqlite3.connect("file:%s?mode=ro" % os.path.join(self.path, "tocsin.db"), uri=True)
        try:
            db.text_factory = bytes
            return {table: db.execute("SELECT * FROM " + table).fetchall() for table in TABLES}
        finally:
            db.close()


def difference(a, b):
    """The first row in which two dumps differ, in words; "" for none."""
    for table in TABLES:
        if a[table] == b[table]:
            continue
        only_a = sorted(set(a[table]) - set(b[table]))[:3]
        only_b = sorted(set(b[table]) - set(a[table]))[:3]
        return "%s: %d and %d rows; only in the first: %.2000r; only in the second: %.2000r" % (
            table, len(a[table]), len(b[table]), only_a, only_b)
    return ""
