#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The weights of evidence, from pairs of names: a logistic regression.

  tools/learn/score_fit.py build/learn/pairs.tsv > src/screen/weights.h

The amounts of evidence of each pair come from build/…/tools/learn/score_rows
($SCORE_ROWS).  Evidence that speaks for has a weight of at least 0 and evidence
that speaks against one of at most 0: the bound of screen/score.c rests on that.
What was learned, and how well it does on the pairs themselves, is told on
standard error.  Needs numpy.
"""
import os
import subprocess
import sys

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROWS = os.environ.get("SCORE_ROWS") or os.path.join(ROOT, "build", "cc-c17", "tools", "learn",
                                                    "score_rows")
# In the order of enum evidence, with the sign that a weight may have.
EVIDENCE = [("PRIOR", 0), ("AGREED", 1), ("OF_QUERY", 1), ("OF_NAME", 1), ("SPELLING", -1),
            ("WORST", -1), ("CONFLICT", -1), ("CONFLICTS", -1), ("NEAR", 1), ("ONLY_QUERY", -1),
            ("ONLY_NAME", -1), ("WHOLE", 1), ("ONE_WORD", -1), ("PATRONYMIC", -1), ("NUMBER", -1),
            ("LEGAL", -1), ("GENERIC", -1), ("GENERIC_EXTRA", -1), ("ORDER", -1),
            ("INITIALS", -1), ("ACRONYM", -1)]
SUBJECTS = ["PERSON", "THING"]
# How much all pairs of two parties weigh together against all pairs of one.
AGAINST = 3.0
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
    column = {name: i for i, (name, _) in enumerate(EVIDENCE)}
    alias = labels == "1a"
    apart = (amounts[:, column["OF_QUERY"]] < .45) & (amounts[:, column["OF_NAME"]] < .45)
    return ~(alias & apart)


def fit(x, y, weight):
    """Weighted logistic regression within the signs, by Newton's steps along one
    coordinate after the other until none moves."""
    b = np.zeros(x.shape[1])
    z = x @ b
    total = weight.sum()
    for _ in range(2000):
        moved = 0.0
        for k, (_, sign) in enumerate(EVIDENCE):
            p = 1 / (1 + np.exp(-z))
            slope = (x[:, k] * weight * (p - y)).sum() / total + (RIDGE * b[k] if k else 0)
            curve = (x[:, k] ** 2 * weight * p * (1 - p)).sum() / total + RIDGE
            new = b[k] - np.clip(slope / curve, -1, 1)
            if sign and new * sign < 0:
                new = 0.0
            if new != b[k]:
                z += x[:, k] * (new - b[k])
                moved = max(moved, abs(new - b[k]))
                b[k] = new
        if moved < 1e-4:
            break
    return b


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
        weight = np.where(y == 1, 1.0, AGAINST * y.sum() / (y == 0).sum())
        b = fit(x, y, weight)
        tell(subject, some, x @ b)
        print("    [SUBJECT_%s] =\n        {" % name)
        for (evidence, _), value in zip(EVIDENCE, b):
            print("            [EVIDENCE_%s] = %.3f," % (evidence, value))
        print("            [EVIDENCE_SAME] = 1,")
        print("        },")
    print("};\n\n#endif")


main()
