#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How right screening is, on real data that nothing was learned from.

  bench/accuracy.py [pairs] [aliases] [lists] [innocents] [scripts] [selftest]   (default: all)

The program is $TOCSIN (default build/tocsin); the data is below $TOCSIN_SHARED,
else ../shared.  Homes are made in build/accuracy.  Each figure stands beside its
goal; `--show` also prints the cases that went wrong.

doc/design/scoring.md says what was learned from what, and how this data was
kept out of it.
"""
import collections
import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOCSIN = os.path.abspath(os.environ.get("TOCSIN") or os.path.join(ROOT, "build", "tocsin"))
DATA = os.path.join(os.environ.get("TOCSIN_SHARED") or os.path.join(ROOT, "..", "shared"), "data")
WORK = os.path.join(ROOT, "build", "accuracy")
THRESHOLD = 0.7
SHOW = "--show" in sys.argv


def data(*parts):
    return os.path.join(DATA, *parts)


def tocsin(*words, home=None, stdin=None):
    done = subprocess.run([TOCSIN, *words, *(["--home", home] if home else [])],
                          input=stdin, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        sys.exit("tocsin %s: exit %d\n%s" % (" ".join(words), done.returncode, done.stderr[-1000:]))
    return done.stdout


def lines(*words, **more):
    return [json.loads(line) for line in tocsin(*words, "--json", **more).splitlines()]


def heading(text):
    print("\n== " + text)


def line(what, seen, goal="", met=None):
    mark = "" if met is None else "  met" if met else "  NOT MET"
    print("  %-46s %14s   %-14s%s" % (what, seen, goal and "goal " + goal, mark))


def write_csv(name, columns, rows):
    path = os.path.join(WORK, name)
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(rows)
    return path


def compare(rows):
    """Scores of (name, name, schema) rows, by `tocsin compare --batch`."""
    path = write_csv("compare.csv", ["name1", "name2", "schema"], rows)
    out = csv.DictReader(io.StringIO(tocsin("compare", "--batch", path)))
    return [float(row["score"]) for row in out]


def home_with(name, *imports):
    home = os.path.join(WORK, name)
    shutil.rmtree(home, ignore_errors=True)
    for listed, day, *files in imports:
        tocsin("import", listed, *files, "--at", day, home=home)
    return home


def screen(home, name, rows, *options):
    """Answers by id for rows of (id, name, kind, birth)."""
    path = write_csv(name + ".csv", ["id", "name", "kind", "birth"], rows)
    out = os.path.join(WORK, name + ".jsonl")
    if os.path.exists(out):
        os.remove(out)
    tocsin("screen", "--batch", path, "-o", out, *options, home=home)
    with open(out, encoding="utf-8") as file:
        return {answer["id"]: answer for answer in map(json.loads, file)}


# ---- 1. Labelled pairs.

def jaro_winkler(a, b):
    if a == b:
        return 1.0
    reach = max(len(a), len(b)) // 2 - 1
    taken, matched = [False] * len(b), []
    for i, x in enumerate(a):
        for j in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if not taken[j] and b[j] == x:
                taken[j] = True
                matched.append(x)
                break
    if not matched:
        return 0.0
    other = [b[j] for j in range(len(b)) if taken[j]]
    swaps = sum(x != y for x, y in zip(matched, other)) / 2
    m = len(matched)
    jaro = (m / len(a) + m / len(b) + (m - swaps) / m) / 3
    same = 0
    while same < 4 and same < min(len(a), len(b)) and a[same] == b[same]:
        same += 1
    return jaro + same * 0.1 * (1 - jaro)


def folded(text):
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def words_sorted(text):
    return " ".join(sorted(re.findall(r"\w+", folded(text))))


def distance_ratio(a, b):
    """1 - insertions and deletions / length, of the words in alphabetical order."""
    a, b = words_sorted(a), words_sorted(b)
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], last if x == y else 1 + min(row[j], row[j - 1])
    return 1 - row[-1] / max(1, len(a) + len(b))


def f1(scores, truth, threshold):
    hit = [s >= threshold for s in scores]
    right = sum(h and t for h, t in zip(hit, truth))
    wrong = sum(h != t for h, t in zip(hit, truth))
    return 2 * right / (2 * right + wrong) if right else 0.0


def best_f1(scores, truth):
    return max((f1(scores, truth, t), t) for t in sorted(set(scores)))


def pairs():
    heading("labelled pairs (match/name-pairs.csv): F1 at .7, and the best at any threshold")
    with open(data("match", "name-pairs.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    truth = [row["is_match"] == "true" for row in rows]
    ours = compare([(r["name1"], r["name2"], r["schema"]) for r in rows])
    peers = {
        "tocsin": ours,
        "words sorted, ratio": [distance_ratio(r["name1"], r["name2"]) for r in rows],
        "Jaro-Winkler": [jaro_winkler(folded(r["name1"]), folded(r["name2"])) for r in rows],
    }
    with open(data("match", "name-pairs-logic-v2.csv"), encoding="utf-8") as file:
        v2 = {(r["name1"], r["name2"]): float(r["score"]) for r in csv.DictReader(file)}
    groups = {"all": lambda g: True, "without synth_*": lambda g: not g.startswith("synth"),
              "synth_*": lambda g: g.startswith("synth")}
    for group in sorted({r["case_group"] for r in rows}):
        groups[group] = lambda g, group=group: g == group
    print("  %-24s %5s  %-22s %s" % ("group", "rows", "who", "F1 at .7   best (at)"))
    goals = {}
    for group, inside in groups.items():
        at = [i for i, r in enumerate(rows) if inside(r["case_group"])]
        for who, scores in peers.items():
            some, labels = [scores[i] for i in at], [truth[i] for i in at]
            best, where = best_f1(some, labels)
            print("  %-24s %5d  %-22s %.3f      %.3f (%.2f)" % (group, len(at), who,
                  f1(some, labels, THRESHOLD), best, where))
            if who == "tocsin":
                goals[group] = best
        known = [i for i in at if (rows[i]["name1"], rows[i]["name2"]) in v2]
        if known:
            some = [v2[rows[i]["name1"], rows[i]["name2"]] for i in known]
            labels = [truth[i] for i in known]
            best, where = best_f1(some, labels)
            print("  %-24s %5d  %-22s %.3f      %.3f (%.2f)" % (group, len(known), "logic-v2",
                  f1(some, labels, THRESHOLD), best, where))
    line("best F1, all", "%.3f" % goals["all"], ">= .86", goals["all"] >= .86)
    line("best F1, without synth_*", "%.3f" % goals["without synth_*"], ">= .95",
         goals["without synth_*"] >= .95)
    if SHOW:
        for score, row, match in sorted(zip(ours, rows, truth), key=lambda x: x[0]):
            if (score >= THRESHOLD) != match:
                print("    %.3f %-5s %s: %s | %s" % (score, match, row["case_group"], row["name1"],
                                                    row["name2"]))


# ---- 2. Aliases that share no word with the entry's other names.

def aliases():
    heading("hard aliases (match/hard-aliases.tsv), each taken out of the list and then asked for")
    with open(data("match", "hard-aliases.tsv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    with open(data("ofac", "2021", "alt.csv"), encoding="utf-8", errors="replace") as file:
        alt = list(csv.reader(file))
    with open(data("ofac", "2021", "sdn.csv"), encoding="utf-8", errors="replace") as file:
        main = {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}
    names = collections.defaultdict(set)
    for number, name in main.items():
        names[number].add(words_sorted(name))
    for row in alt:
        if len(row) > 3:
            names[row[0]].add(words_sorted(row[3]))
    found = good = asked = 0
    for row in rows:
        alias = words_sorted(row["query_alias"])
        others = {words_sorted(o) for o in row["other_listed_names_of_same_entity"].split("|")}
        entries = [n for n, all_names in names.items() if alias in all_names and others <= all_names]
        if not entries:
            if SHOW:
                print("    not in the list of 2021: %s" % row["query_alias"])
            continue
        asked += 1
        path = os.path.join(WORK, "alt.csv")
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(
                r for r in alt if not (r[0] in entries and len(r) > 3
                                       and words_sorted(r[3]) == alias))
        home = home_with("alias", ("us-sdn", "2021-08-01", data("ofac", "2021", "sdn.csv"), path,
                                   data("ofac", "2021", "add.csv")))
        hits = lines("screen", row["query_alias"], "--threshold", "0.05", "--limit", "50",
                     home=home)[0]["hits"]
        scores = [hit["score"] for hit in hits if hit["ref"] in entries]
        found += bool(scores)
        good += bool(scores) and max(scores) >= THRESHOLD
        if SHOW and (not scores or max(scores) < THRESHOLD):
            print("    %s: %s | %s" % (max(scores, default=0), row["query_alias"],
                                       row["other_listed_names_of_same_entity"]))
    line("in the list of 2021", "%d of %d" % (asked, len(rows)))
    line("retrieved (.05 and more)", "%d of %d" % (found, asked), "all", found == asked)
    line("at .7 and more", "%d of %d" % (good, asked), "all but 2", good >= asked - 2)


# ---- 3. The same parties on two lists.

def lists():
    heading("UN against UK, by name alone (truth/un-uk-2018-04.tsv)")
    with open(data("truth", "un-uk-2018-04.tsv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    home = home_with("lists", ("un", "2018-06-07", data("un", "2018-06-07.xml")),
                     ("gb", "2018-04-13", data("uk", "conlist-2018-04-13.csv")))
    answers = screen(home, "lists", [(r["un_ref"], r["un_name"], "", "") for r in rows],
                     "--lists", "gb", "--threshold", "0.05", "--limit", "5")
    first = good = 0
    for row in rows:
        hits = answers[row["un_ref"]]["hits"]
        mine = [h["score"] for h in hits if h["ref"] == row["uk_group_id"]]
        first += bool(mine) and mine[0] >= hits[0]["score"]
        good += bool(mine) and mine[0] >= THRESHOLD
        if SHOW and (not mine or mine[0] < THRESHOLD or mine[0] < hits[0]["score"]):
            print("    %s %s | %s | first: %s" % (mine, row["un_name"], row["uk_names"],
                  hits and (hits[0]["score"], hits[0]["name"])))
    share = len(rows)
    line("right entry first", "%.1f %%" % (100 * first / share), ">= 99 %", first >= .99 * share)
    line("right entry at .7 and more", "%.1f %%" % (100 * good / share), ">= 99 %",
         good >= .99 * share)
    for what, without in (("all evidence", ""), ("without cross references", "xrefs"),
                          ("names alone", "xrefs,identifiers,known")):
        joined, twice, wrong = joined_pairs(home, rows, without)
        line("parties join, " + what, "%.1f %%" % (100 * joined / share), ">= 99 %",
             joined >= .99 * share)
        line("  parties with two entries of one list", str(twice), "0", twice == 0)
        if SHOW:
            for row in wrong:
                print("    not joined: %s, %s | %s" % (row["un_ref"], row["un_name"],
                                                       row["uk_names"]))
    party_times()


def joined_pairs(home, rows, without):
    party_of, twice = {}, 0
    for number, party in enumerate(lines("parties", *(["--without", without] if without else []),
                                         home=home)):
        seen = collections.Counter(e["list"] for e in party["entries"])
        twice += any(n > 1 for n in seen.values())
        for e in party["entries"]:
            party_of[e["list"], e["ref"]] = number
    wrong = [r for r in rows if party_of.get(("un", r["un_ref"]), -1) !=
             party_of.get(("gb", r["uk_group_id"]), -2)]
    return len(rows) - len(wrong), twice, wrong


def party_times():
    """What joining costs at first, and after one more version of one list: processor time."""
    home = home_with("parties", ("un", "2018-06-07", data("un", "2018-06-07.xml")),
                     ("gb", "2018-04-13", data("uk", "conlist-2018-04-13.csv")),
                     ("us-sdn", "2021-08-01", *(data("ofac", "2021", f + ".csv")
                                                for f in ("sdn", "alt", "add"))))
    tocsin("index", home=home)
    for what in ("at first", "again", "after UN 2018-10-29"):
        if what.startswith("after"):
            tocsin("import", "un", data("un", "2018-10-29.xml"), "--at", "2018-10-29", home=home)
            tocsin("index", home=home)
        began, clock = os.times(), time.monotonic()
        done = subprocess.run([TOCSIN, "parties", "--json", "--verbose", "--home", home],
                              capture_output=True, text=True, check=True)
        clock, ended = time.monotonic() - clock, os.times()
        changed = re.search(r"(\d+) entries screened", done.stderr).group(1)
        line("UN + UK + OFAC, %s" % what, "%.2f s" % (ended.children_user - began.children_user))
        line("  on the clock", "%.2f s" % clock)
        line("  parties; entries that came or changed",
             "%d; %s" % (done.stdout.count("\n"), changed))


# ---- 4. People who are on no list.

def innocents():
    heading("50,000 innocents against UN 2018 + OFAC 2021 + UK 2018: alerts per 1,000 at .7")
    with open(data("match", "innocents-us.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    home = home_with("innocents", ("un", "2018-06-07", data("un", "2018-06-07.xml")),
                     ("gb", "2018-04-13", data("uk", "conlist-2018-04-13.csv")),
                     ("us-sdn", "2021-08-01", *(data("ofac", "2021", f + ".csv")
                                                for f in ("sdn", "alt", "add"))))
    for what, goal, birth in (("name alone", 1.0, False), ("with birth year", 0.2, True)):
        answers = screen(home, "innocents", [
            (i, r["full_name"], "person", r["date_of_birth"][:4] if birth else "")
            for i, r in enumerate(rows)])
        alerts = [a for a in answers.values() if a["hits"]]
        rate = 1000 * len(alerts) / len(rows)
        line(what, "%.2f" % rate, "<= %.1f" % goal, rate <= goal)
        if SHOW:
            for a in alerts:
                hit = a["hits"][0]
                print("    %.3f %s | %s (%s %s)" % (hit["score"], a["query"]["name"], hit["name"],
                                                   hit["list"], hit["ref"]))


# ---- 5. Native script.

def scripts():
    heading("native script (match/translit): share of pairs, and of random pairs, at .7 and more")
    rng = random.Random(20)
    for language in ("arabic", "chinese", "hebrew", "japanese", "katakana", "korean", "russian"):
        with open(data("match", "translit", language + ".tsv"), encoding="utf-8") as file:
            rows = [row.rstrip("\n").split("\t") for row in file]
        rows = [(a, b.replace(" ", "")) for a, b, *_ in rng.sample(rows, 5000)]
        shuffled = [b for _, b in rows]
        rng.shuffle(shuffled)
        pairs_at = sum(s >= THRESHOLD for s in compare([(a, b, "Person") for a, b in rows]))
        random_at = sum(s >= THRESHOLD for s in
                        compare([(a, s, "Person") for (a, _), s in zip(rows, shuffled)]))
        line(language, "%.1f %%" % (100 * pairs_at / 5000),
             "random: %.2f %%" % (100 * random_at / 5000))


# ---- 6. What a regulator would test.

def selftest():
    heading("selftest on UN 2018 + OFAC 2021 + UK 2018")
    home = os.path.join(WORK, "innocents")
    if not os.path.exists(home):
        innocents()
    print(tocsin("selftest", home=home), end="")


def main():
    if not os.path.isdir(data("match")):
        print("skipped: there is no data in %s" % DATA)
        return
    os.makedirs(WORK, exist_ok=True)
    wanted = [w for w in sys.argv[1:] if not w.startswith("--")]
    for measure in (pairs, aliases, lists, innocents, scripts, selftest):
        if not wanted or measure.__name__ in wanted:
            measure()


main()
