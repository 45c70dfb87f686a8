# SPDX-License-Identifier: Apache-2.0
"""What the trainer's scripts share: how a name becomes words where no reading is needed, and what
is kept apart for the measures (doc/design/likeness.md)."""
import csv
import json
import os
import re
import unicodedata
import zlib

SPECIAL = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss",
                         "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h", "ŋ": "n", "ĸ": "k"})
SILENT = re.compile("['’‘ʼ`´ʿʾʻ\u02be\u02bf]")


def fold(text):
    """Latin letters as a-z; those of other scripts stay."""
    text = unicodedata.normalize("NFKD", text.lower().translate(SPECIAL))
    return "".join(c for c in text if not unicodedata.combining(c)).translate(SPECIAL)


def words(name):
    return re.findall("[a-z0-9]+", SILENT.sub("", fold(name)))


def held_out(key):
    """True of one group in five: those are for the table of quality, never for training."""
    return zlib.crc32(key.encode()) % 5 == 0


def kept_apart(shared):
    """What the accuracy measures use: (refs of the UN, groups of the UK, sets of words of names)."""
    un, uk, names = set(), set(), set()
    with open(os.path.join(shared, "truth/un-uk-2018-04.tsv"), encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            un.add(row["un_ref"])
            uk.add(row["uk_group_id"])
    with open(os.path.join(shared, "match/hard-aliases.tsv"), encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            for name in [row["query_alias"], *row["other_listed_names_of_same_entity"].split("|")]:
                names.add(frozenset(words(name)))
    return un, uk, names


def entries(folder, shared):
    """Every entry of the dumped lists that training may see: (list, ref, kind, [(quality, name)])."""
    un, uk, hard = kept_apart(shared)
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".jsonl"):
            continue
        with open(os.path.join(folder, file), encoding="utf-8") as f:
            for line in f:
                e = json.loads(line)
                if e["list"] == "un" and e["ref"] in un or e["list"] == "gb" and e["ref"] in uk:
                    continue
                names = [(n.get("quality", ""), n["text"]) for n in e["names"]]
                if any(frozenset(words(n)) in hard for _, n in names):
                    continue
                yield e["list"], e["ref"], e.get("kind", ""), names
