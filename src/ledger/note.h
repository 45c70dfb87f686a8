/* SPDX-License-Identifier: Apache-2.0 */
/* note.h - signed notes (c2sp.org/signed-note) and the cosignatures of witnesses on them
 * (c2sp.org/tlog-cosignature, cosignature/v1).
 *
 *     text, whose last byte is a line feed
 *                                            an empty line: the last one of the note
 *     — NAME BASE64                          4 bytes of key id, then the signature
 *
 * A note is UTF-8 of at most NOTE_MOST bytes, without control characters but the line feed, and
 * has 1 to NOTE_SIGNATURES_MOST signatures. */
#ifndef TOCSIN_NOTE_H
#define TOCSIN_NOTE_H

#include "base/buf.h"
#include "ledger/key.h"

enum { NOTE_MOST = 1 << 20, NOTE_SIGNATURES_MOST = 100 };

struct note_signature {
    struct str name;
    uint32_t id;
    struct str bytes; /* what follows the id, in the arena; at least one */
    struct str line;  /* as it stands in the note, with its line feed */
};

struct note {
    struct str text; /* what is signed, with its last line feed */
    VEC(struct note_signature) signatures;
};

/* Reads a note; texts are views into bytes.  ERR_INPUT with line and byte when it is none. */
MUST_CHECK enum status note_parse(struct arena *a, struct str bytes, struct note *out,
                                  struct error *err);
/* Reads signature lines alone, as a witness answers them: at least one. */
MUST_CHECK enum status note_parse_signatures(struct arena *a, struct str lines, struct note *out,
                                             struct error *err);

/* A signature that is good. */
struct note_verified {
    const struct key *key; /* of those that were given */
    uint64_t time;         /* of a cosignature, seconds since 1970; 0 of others */
    size_t signature;      /* which one of the note's */
};
typedef VEC(struct note_verified) note_verified_vec;

/* Checks a note's signatures by these keys; each key is in *out at most once.  Signatures of
 * other names or ids are passed over.  ERR_INPUT when one of a key's is not good, whatever the
 * others are, and when there is none of any key. */
MUST_CHECK enum status note_verify(struct arena *a, const struct note *n, const struct key *keys,
                                   size_t count, note_verified_vec *out, struct error *err);

/* Whether the text can be that of a note: as above, and not empty. */
MUST_CHECK enum status note_check_text(struct str text, struct error *err);
/* Appends the text, an empty line, and the signature of each signer, all KEY_ED25519. */
MUST_CHECK enum status note_sign(struct str text, const struct signer *signers, size_t count,
                                 struct buf *out, struct error *err);
/* Appends the line of a KEY_COSIGNATURE over the text of a checkpoint at that time, which is
 * 1 to INT64_MAX. */
MUST_CHECK enum status note_cosign(struct str text, const struct signer *s, uint64_t time,
                                   struct buf *out, struct error *err);
/* Appends the note with the signature behind its others, in the place of those of the same name and
 * id.  ERR_INPUT when it has NOTE_SIGNATURES_MOST already.  What the signature is worth is not
 * looked at. */
MUST_CHECK enum status note_add(const struct note *n, const struct note_signature *more,
                                struct buf *out, struct error *err);

#endif
