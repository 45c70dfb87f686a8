#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The weights of evidence, from pairs of names: a logistic regression.

  tools/learn/score_fit.py build/learn/pairs.tsv > src/screen/weights.h

The amounts of evidence of each pair come from build/learn/score_rows
($SCORE_ROWS).  Evidence that speaks for has a weight of at least 0 and evidence
that speaks against one of at most 0: the bound of screen/bound.c rests on that.
What was learned, and how well it does on the pairs themselves, is told on
standard error.  Needs numpy.
"""
import os
import subprocess
import sys

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROWS = os.environ.get("SCORE_ROWS") or os.path.join(ROOT, "build", "learn", "score_rows")
# In the order of enum evidence, with the least and the most that a weight may be.
# Beyond the signs: the share of the query and a single common word weigh so much
# that a search can leave words aside; nearness never outweighs a conflict; a spelling of
# a word that is known from nowhere costs what it takes off the share, and no more.
ANY = float("inf")
EVIDENCE = [("PRIOR", -ANY, ANY), ("AGREED", 0, ANY), ("OF_QUERY", 5, ANY), ("OF_NAME", 0, ANY),
            ("SPELLING", 0, 0), ("KNOWN", -ANY, 0), ("CONFLICT", -ANY, 0),
            ("CONFLICTS", -ANY, 0), ("NEAR", 0, ANY), ("ONLY_QUERY", -ANY, 0),
            ("ONLY_NAME", -ANY, 0), ("WHOLE", 0, ANY), ("ONE_WORD", -ANY, -2.5),
            ("PATRONYMIC", -ANY, 0), ("NUMBER", -ANY, 0), ("LEGAL", -ANY, 0),
            ("GENERIC", -ANY, 0), ("GENERIC_EXTRA", -ANY, 0), ("ORDER", -ANY, 0),
            ("INITIALS", -ANY, 0), ("ACRONYM", -ANY, -1.8)]
# A person's patronymic is rarely wrong, and there are few such pairs to learn it from.
PERSONS = {"PATRONYMIC": -2.6}
SUBJECTS = ["PERSON", "THING"]
# What a pair weighs by its source; those that are not named share AGAINST times
# what the pairs of one party weigh.
WEIGHTS = {"1x": 6.0, "0m": 5.0, "0g": 0.25}
AGAINST = 2.0
RIDGE = 1e-4
THRESHOLD = 0.7


def read(path):
    with open(path, "rb") as file:
        out = subprocess.run([ROWS], stdin=file, capture_output=True, check=True).stdout.decode()
    labels, subjects, amounts = [], [], []
    for line in out.splitlines():
        label, subject, _, *rest = line.split("\t")
        labels.append(label)
        subjects.append(int(subject))
        amounts.append([float(v) for v in rest[:len(EVIDENCE)]])
    return np.array(labels), np.array(subjects), np.array(amounts)


def usable(labels, amounts):
    """Two names of one entry need not be spellings of one name: those that have
    next to nothing in common teach nothing about spellings."""
    column = {name: i for i, (name, *_) in enumerate(EVIDENCE)}
    alias = labels == "1a"
    apart = (amounts[:, column["OF_QUERY"]] < .45) & (amounts[:, column["OF_NAME"]] < .45)
    return ~(alias & apart)


def fit(x, y, weight, subject):
    """Weighted logistic regression within the bounds, by Newton's steps along one
    coordinate after the other until none moves."""
    least = np.array([low for _, low, _ in EVIDENCE])
    most = np.array([PERSONS.get(name, high) if subject == 0 else high
                     for name, _, high in EVIDENCE])
    names = [name for name, *_ in EVIDENCE]
    conflict, near = names.index("CONFLICT"), names.index("NEAR")
    b = np.clip(np.zeros(x.shape[1]), least, most)
    z = x @ b
    total = weight.sum()
    for _ in range(2000):
        moved = 0.0
        for k in range(len(b)):
            if k == near:
                most[k] = -b[conflict]
            elif k == conflict:
                most[k] = -b[near]
            p = 1 / (1 + np.exp(-z))
            slope = (x[:, k] * weight * (p - y)).sum() / total + (RIDGE * b[k] if k else 0)
            curve = (x[:, k] ** 2 * weight * p * (1 - p)).sum() / total + RIDGE
            new = np.clip(b[k] - np.clip(slope / curve, -1, 1), least[k], most[k])
            if new != b[k]:
                z += x[:, k] * (new - b[k])
                moved = max(moved, abs(new - b[k]))
                b[k] = new
        if moved < 1e-3:
            break
    return b


def weights_of(labels, y):
    weight = np.where(y == 1, 1.0, 0.0)
    for label, value in WEIGHTS.items():
        weight[labels == label] = value
    rest = (y == 0) & (weight == 0)
    weight[rest] = AGAINST * weight[y == 1].sum() / rest.sum()
    return weight


def tell(subject, labels, z):
    limit = np.log(THRESHOLD / (1 - THRESHOLD))
    print(SUBJECTS[subject], file=sys.stderr)
    for label in sorted(set(labels)):
        some = labels == label
        print("  %s %6d  at .7 and more: %.2f %%" % (label, some.sum(),
              100 * (z[some] >= limit).mean()), file=sys.stderr)


def main():
    labels, subjects, amounts = read(sys.argv[1])
    print("""/* SPDX-License-Identifier: Apache-2.0 */
/* weights.h - what each sort of evidence weighs, in nats for an amount of one.
 *
 * Written by tools/learn/score_fit.py; doc/design/scoring.md says from what. */
#ifndef TOCSIN_WEIGHTS_H
#define TOCSIN_WEIGHTS_H

#include "screen/score.h"

static const double score_weights[SUBJECT_COUNT][EVIDENCE_COUNT] = {""")
    for subject, name in enumerate(SUBJECTS):
        keep = (subjects == subject) & usable(labels, amounts)
        x, some = amounts[keep], labels[keep]
        y = np.char.startswith(some, "1").astype(float)
        b = fit(x, y, weights_of(some, y), subject)
        tell(subject, some, x @ b)
        print("    [SUBJECT_%s] =\n        {" % name)
        for (evidence, *_), value in zip(EVIDENCE, b):
            print("            [EVIDENCE_%s] = %.3f," % (evidence, value))
        print("            [EVIDENCE_SAME] = 1,")
        print("        },")
    print("};\n\n#endif")


main()
