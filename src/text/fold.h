/* SPDX-License-Identifier: Apache-2.0 */
/* fold.h - a name as atoms: case, compatibility forms, marks and invisible characters undone. */
#ifndef TOCSIN_FOLD_H
#define TOCSIN_FOLD_H

#include "text/spell.h"

enum { ATOMS_MAX = 768 };

/* Writes the atoms of a name and returns how many; *cut when there were more.
 * What stood beside an invisible character inside a word has ATOM_ODD. */
size_t fold(struct str name, struct atom out[ATOMS_MAX], bool *cut);

/* The atom of a code point that folds to itself. */
struct atom fold_atom(uint32_t c);

#endif
