#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Imports as a user sees them: the whole process, durable, with what it takes of memory and disk.

  bench/import_bench.py [speed] [replay] [memory]     (default: all three)

The program is $TOCSIN (default build/tocsin); real files are looked for below
$TOCSIN_SHARED, else ../shared, and without them invented ones stand in where
that says anything.  Homes are made in build/bench, on the disk of the checkout.

A goal is for the time on the clock; the processor's time beside it, of both
processes together, also says something on a machine that others use.

Memory: `parent` and `child` are the high-water marks of the resident pages of
the importing process and of the sandboxed parser, read from /proc while they
run; pages that both have are counted in both.
"""
import csv
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOCSIN = os.environ.get("TOCSIN") or os.path.join(ROOT, "build", "tocsin")
DATA = os.path.join(os.environ.get("TOCSIN_SHARED") or os.path.join(ROOT, "..", "shared"), "data")
WORK = os.path.join(ROOT, "build", "bench")
RUNS = 15
MB = 1e6


class Peak(threading.Thread):
    """Follows the resident high-water marks of a process and of its children."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.parent, self.child, self.going = pid, 0, 0, True

    @staticmethod
    def mark(pid):
        try:
            with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
                found = re.search(r"VmHWM:\s+(\d+) kB", file.read())
            return int(found.group(1)) * 1024 if found else 0
        except OSError:
            return 0

    def run(self):
        while self.going:
            self.parent = max(self.parent, self.mark(self.pid))
            try:
                with open(f"/proc/{self.pid}/task/{self.pid}/children", encoding="ascii") as file:
                    for child in file.read().split():
                        self.child = max(self.child, self.mark(child))
            except OSError:
                pass
            time.sleep(0.001)


def tocsin(home, *args, watch=False, expect=(0,)):
    """Runs the program; (seconds, processor seconds of all its processes, Peak or None)."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen([TOCSIN, *args, "--home", home], stdout=said, stderr=said)
        peak = Peak(child.pid) if watch else None
        if peak:
            peak.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if peak:
            peak.going = False
        if child.returncode not in expect:
            said.seek(0)
            sys.exit(f"tocsin {' '.join(args)}: {said.read().decode()}")
    return seconds, usage.ru_utime + usage.ru_stime, peak


def fresh(name="home"):
    home = os.path.join(WORK, name)
    shutil.rmtree(home, ignore_errors=True)
    return home


def size_of(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(folder, name))
               for folder, _, names in os.walk(path) for name in names)


def write(name, data):
    path = os.path.join(WORK, "files", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    return path


def read(*parts):
    try:
        with open(os.path.join(DATA, *parts), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


# ---- Files: real ones, or invented in their place.

def invented_un(count):
    entry = ("<INDIVIDUAL><DATAID>{0}</DATAID><FIRST_NAME>Ordan{0}</FIRST_NAME><SECOND_NAME>Velmisar"
             "</SECOND_NAME><UN_LIST_TYPE>Taliban</UN_LIST_TYPE><REFERENCE_NUMBER>TAi.{0}"
             "</REFERENCE_NUMBER><LISTED_ON>2001-01-25</LISTED_ON><COMMENTS1>" + "Invented. " * 120 +
             "</COMMENTS1></INDIVIDUAL>\n")
    body = "".join(entry.format(i) for i in range(1, count + 1))
    return f"<CONSOLIDATED_LIST><INDIVIDUALS>{body}</INDIVIDUALS></CONSOLIDATED_LIST>".encode()


def invented_sdn(count):
    row = '{0},"VELMISAR, Ordan {0}","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{1}"\n'
    return "".join(row.format(i, "Invented. " * 35) for i in range(1, count + 1)).encode()


def amended_sdn(data):
    """A day later: five rows gone, twenty with other remarks."""
    rows = data.decode("latin-1").splitlines(True)
    for i in range(100, 120):
        rows[i] = re.sub(r'"?-0- ?"?\s*$|"\s*$', "", rows[i]) + ' Linked To: VELMISAR TRADING."\r\n'
        if rows[i].count('"') % 2:
            rows[i] = rows[i].replace(' Linked', '"Linked', 1)
    return "".join(rows[:200] + rows[205:]).encode("latin-1")


def un_versions():
    first, second = read("un", "2025-11-18.xml"), read("un", "2026-02-27.xml")
    real = bool(first and second)
    if not real:
        first = invented_un(1000)
        second = first.replace(b"Ordan77<", b"Ordana77<")
    return real, [[write("un-1.xml", first)], [write("un-2.xml", second)]]


def sdn_versions():
    parts = {name: read("ofac", "2021", name) for name in ("sdn.csv", "alt.csv", "add.csv")}
    real = all(parts.values())
    if not real:
        parts = {"sdn.csv": invented_sdn(9000)}
    versions = []
    for day, change in (("1", lambda data: data), ("2", amended_sdn)):
        versions.append([write(f"sdn-{day}/{name}", change(data) if name == "sdn.csv" else data)
                         for name, data in parts.items()])
    return real, versions


# ---- What is measured.

def row(what, figures, goal):
    """A line on [(seconds, processor seconds), …]."""
    wall, used = ([figure[i] * 1e3 for figure in figures] for i in (0, 1))
    median = statistics.median(wall)
    print(f"  {what:40} {median:6.0f} ms ({min(wall):.0f} - {max(wall):.0f}), processor "
          f"{statistics.median(used):.0f} ms  goal {goal}: {'met' if median <= goal else 'MISSED'}",
          flush=True)


def speed():
    print(f"\nWhole process, durable; median of {RUNS} runs (fastest - slowest)")
    for name, goal, (real, (first, second)) in (("un", 60, un_versions()),
                                                 ("us-sdn", 150, sdn_versions())):
        took = {"first version": [], "next version": [], "the same again": []}
        for _ in range(RUNS):
            home = fresh()
            for what, files, day in (("first version", first, "2026-01-01"),
                                     ("next version", second, "2026-01-02"),
                                     ("the same again", second, "2026-01-03")):
                took[what].append(tocsin(home, "import", name, *files, "--at", day)[:2])
        mb = sum(map(size_of, first)) / MB
        for what, figures in took.items():
            row(f"{name}, {mb:.1f} MB{'' if real else ' invented'}, {what}", figures, goal)


def replay():
    archive = os.path.join(DATA, "ofac", "sdn-csv-2021-08-to-2022-12.tar.xz")
    if not os.path.exists(archive):
        print("\nskipped: the daily files of OFAC are not here")
        return
    folder = fresh("replay-files")
    os.makedirs(folder)
    with tarfile.open(archive) as tar:
        tar.extractall(folder)
    with open(os.path.join(DATA, "ofac", "sdn-csv-index.tsv"), encoding="ascii") as file:
        index = list(csv.DictReader(file, delimiter="\t"))
    home, took, parent, child, total = fresh(), [], 0, 0, 0
    for version in index:
        path = os.path.join(folder, version["file"])
        at = version["commit_time"].replace("+00:00", "Z")
        # Every tenth is watched for memory, which slows it, and not timed.
        watch = len(index) > 20 and index.index(version) % 10 == 5
        seconds, used, peak = tocsin(home, "import", "us-sdn", path, "--at", at, watch=watch)
        if peak:
            parent, child = max(parent, peak.parent), max(child, peak.child)
        else:
            took.append((seconds, used))
        total += size_of(path)
    print(f"\nReplay of {len(index)} versions of sdn.csv, {total / MB:.0f} MB in all")
    row("a version", took, 150)
    wall = sorted(seconds for seconds, _ in took)
    print(f"  95 of 100 versions take at most {wall[int(len(wall) * .95)] * 1e3:.0f} ms")
    print(f"  resident at most: parent {parent / MB:.0f} MB, child {child / MB:.0f} MB")
    store = sum(size_of(os.path.join(home, name)) for name in os.listdir(home)
                if name.startswith("tocsin.db"))
    blobs = size_of(os.path.join(home, "blobs"))
    print(f"  on disk: store {store / MB:.1f} MB + blobs {blobs / MB:.1f} MB = "
          f"{(store + blobs) / total:.1%} of the files")


def repeated(data, pattern, change, least):
    """The entries of a file again and again, each with refs of its own, until `least` bytes."""
    found = list(re.finditer(pattern, data, re.S | re.M))
    out, copy = io.BytesIO(), 0
    while out.tell() < least:
        for entry in found:
            out.write(change(entry.group(0), copy))
        copy += 1
    return data[:found[0].start()] + out.getvalue() + data[found[-1].end():]


def large_un(least):
    data = read("un", "2026-02-27.xml") or invented_un(1000)

    def change(entry, copy):
        entry = re.sub(rb"(<DATAID>)(\d+)", lambda m: m.group(1) + b"%d%s" % (copy + 1, m.group(2)),
                       entry)
        return re.sub(rb"(<REFERENCE_NUMBER>\s*\w+\.)(\d+)",
                      lambda m: m.group(1) + b"%d" % (copy * 100000 + int(m.group(2))), entry)
    first = repeated(data, rb"<INDIVIDUAL>.*?</INDIVIDUAL>\s*", change, least)
    return write("large.xml", first)


def large_sdn(least):
    data = read("ofac", "2021", "sdn.csv") or invented_sdn(9000)
    return write("large/sdn.csv", repeated(
        data, rb"^\d+,.*?$\n?",
        lambda entry, copy: b"%d%06d," % (copy + 1, int(entry.split(b",", 1)[0]))
        + entry.split(b",", 1)[1], least))


def large_ftm(least):
    lines, size, i = [], 0, 0
    while size < least:
        i += 1
        names = [f"Ordan Velmisar {i} of {j}" for j in range(30)]
        line = json.dumps({"id": f"NK-{i}", "caption": names[0], "schema": "Person", "properties": {
            "name": names, "alias": [n[::-1] for n in names], "topics": ["sanction"],
            "notes": ["An invented remark. " * 30]}, "datasets": ["test"],
            "referents": [f"test-{i}"], "target": True}) + "\n"
        size += len(line)
        lines.append(line)
    return write(f"{least // 1000000}.json", "".join(lines).encode())


def peak_of(home, name, path):
    seconds, _, peak = tocsin(home, "import", name, path, "--at", "2026-01-01", watch=True)
    return seconds, size_of(path) / MB, peak.parent / MB, peak.child / MB


def memory():
    print("\nPeak memory of an import")
    for what, name, path in (("UN XML", "un", large_un(64000000)),
                             ("OFAC CSV", "us-sdn", large_sdn(64000000))):
        seconds, mb, parent, child = peak_of(fresh(), name, path)
        ratio = (parent + child) / mb
        print(f"  {what}, {mb:.0f} MB in {seconds:.1f} s: parent {parent:.0f} MB, child {child:.0f}"
              f" MB, {ratio:.2f} times the file  goal 4: {'met' if ratio <= 4 else 'MISSED'}",
              flush=True)
    peaks = []
    for least in (10000000, 200000000):
        home = fresh()
        os.makedirs(home)
        with open(os.path.join(home, "config.ini"), "w", encoding="ascii") as file:
            file.write("[list test]\nsource = ftm\n")
        path = large_ftm(least)
        seconds, mb, parent, child = peak_of(home, "test", path)
        peaks.append(child)
        print(f"  FollowTheMoney, {mb:.0f} MB in {seconds:.1f} s: parent {parent:.0f} MB, "
              f"child {child:.0f} MB", flush=True)
    flat = peaks[1] <= 1.2 * peaks[0] + 4
    print(f"  child flat from 10 to 200 MB: {'met' if flat else 'MISSED'}")


def main(wanted):
    os.makedirs(WORK, exist_ok=True)
    try:
        for step in (speed, replay, memory):
            if not wanted or step.__name__ in wanted:
                step()
    finally:
        shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
