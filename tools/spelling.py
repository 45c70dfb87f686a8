# SPDX-License-Identifier: Apache-2.0
"""spelling.py: src/text/spell*.c for the tools that need it, compiled when they are run."""
import ctypes
import os
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Str(ctypes.Structure):
    _fields_ = [("s", ctypes.c_char_p), ("len", ctypes.c_size_t)]


class Atom(ctypes.Structure):
    _fields_ = [("c", ctypes.c_uint32), ("form", ctypes.c_uint16), ("kind", ctypes.c_uint8),
                ("bits", ctypes.c_uint8)]


class Manner(ctypes.Structure):
    _fields_ = [("cyrillic", ctypes.c_int), ("han", ctypes.c_int), ("surname", ctypes.c_bool)]


class Spelling(ctypes.Structure):
    _fields_ = [("s", ctypes.c_char * 160), ("len", ctypes.c_size_t), ("cut", ctypes.c_bool)]


def library():
    out = os.path.join(tempfile.mkdtemp(), "spell.so")
    names = ("fold latin latin_table spell spell_semitic spell_stacked spell_east clean").split()
    files = [os.path.join(ROOT, "src/text", name + ".c") for name in names]
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-std=c17", "-D_GNU_SOURCE",
                    "-I" + os.path.join(ROOT, "src"), "-o", out, *files,
                    os.path.join(ROOT, "src/base/base.c")], check=True)
    lib = ctypes.CDLL(out)
    lib.fold.argtypes = [Str, ctypes.POINTER(Atom), ctypes.POINTER(ctypes.c_bool)]
    lib.fold.restype = ctypes.c_size_t
    return lib


LIB = library()


def spell(word, korean=False, surname=False):
    """The plain letters of a word of one script; a blank parts what is read as two words."""
    data, atoms, cut, out = word.encode(), (Atom * 768)(), ctypes.c_bool(), Spelling()
    count = LIB.fold(Str(data, len(data)), atoms, ctypes.byref(cut))
    kept = [a for a in atoms[:count] if a.kind >= 16]  # KIND_DIGIT
    manner = Manner(1 if any(c in "іїєґІЇЄҐ" for c in word) else 0, int(korean), surname)
    LIB.spell_word((Atom * len(kept))(*kept), len(kept), ctypes.byref(manner), ctypes.byref(out))
    return ctypes.string_at(ctypes.addressof(out), out.len).decode()
