# SPDX-License-Identifier: Apache-2.0
"""Logs, notes and requests to witnesses, made by other hands than those that are tested: Ed25519
after RFC 8032 section 6, trees after RFC 6962 section 2.1, from their definitions."""
import base64
import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
DASH = "\u2014"


def _add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(n, point):
    out = (0, 1, 1, 0)
    while n:
        if n & 1:
            out = _add(out, point)
        point = _add(point, point)
        n >>= 1
    return out


def _x_of(y, odd):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        raise ValueError("no point of the curve")
    return P - x if (x & 1) != odd else x


Y = 4 * pow(5, P - 2, P) % P
BASE = (_x_of(Y, 0), Y, 1, _x_of(Y, 0) * Y % P)


def _pack(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _unpack(data):
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & (1 << 255) - 1
    x = _x_of(y, odd)
    return x, y, 1, x * y % P


def _number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def signature_good(public, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    k = _number(r, public, message) % ORDER
    left, right = _times(s, BASE), _add(_unpack(r), _times(k, _unpack(public)))
    return s < ORDER and _pack(left) == _pack(right)


class Key:
    def __init__(self, name, seed, kind=1):
        digest = hashlib.sha512(seed).digest()
        number = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
        self.name, self.secret, self.prefix = name, number, digest[32:]
        self.public, self.kind = _pack(_times(number, BASE)), kind
        self.id = key_id(name, kind, self.public)

    def sign(self, message):
        r = _number(self.prefix, message) % ORDER
        point = _pack(_times(r, BASE))
        k = _number(point, self.public, message) % ORDER
        return point + ((r + k * self.secret) % ORDER).to_bytes(32, "little")

    def vkey(self):
        return "%s+%s+%s" % (self.name, self.id.hex(),
                             base64.b64encode(bytes([self.kind]) + self.public).decode())

    def line(self, text):
        return "%s %s %s\n" % (DASH, self.name,
                               base64.b64encode(self.id + self.sign(text.encode())).decode())


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


class Cosigner:
    """Checks the cosignatures of a vkey."""

    def __init__(self, vkey):
        self.name, number, rest = vkey.split("+", 2)
        self.id, material = bytes.fromhex(number), base64.b64decode(rest)
        assert material[0] == 4 and len(material) == 33, vkey
        self.public = material[1:]
        assert self.id == key_id(self.name, 4, self.public), vkey

    def time_of(self, line, text):
        """When the line of this cosigner was made for the text; anything wrong is an error."""
        dash, name, rest = line.rstrip("\n").split(" ")
        blob = base64.b64decode(rest, validate=True)
        assert (dash, name, blob[:4], len(blob)) == (DASH, self.name, self.id, 76), line
        time = int.from_bytes(blob[4:12], "big")
        message = "cosignature/v1\ntime %d\n%s" % (time, text)
        assert signature_good(self.public, message.encode(), blob[12:]), line
        return time


class Log:
    """A log of leaves "ORIGIN N"; from `fork` on another history."""

    def __init__(self, origin, fork=None, key=None):
        self.origin, self.fork = origin, fork
        self.key = key or Key(origin, hashlib.sha256(origin.encode()).digest())
        self.id = hashlib.sha256(origin.encode()).hexdigest()

    def leaf(self, n):
        other = " in another way" if self.fork is not None and n >= self.fork else ""
        return hashlib.sha256(b"\0%s %d%s" % (self.origin.encode(), n, other.encode())).digest()

    def root(self, begin, end):
        if end - begin <= 1:
            return self.leaf(begin) if end > begin else hashlib.sha256().digest()
        middle = begin + split(end - begin)
        return hashlib.sha256(b"\1" + self.root(begin, middle) + self.root(middle, end)).digest()

    def growth(self, old, size):
        return self._growth(old, 0, size, True) if 0 < old < size else []

    def _growth(self, old, begin, end, whole):
        if old == end - begin:
            return [] if whole else [self.root(begin, end)]
        middle = begin + split(end - begin)
        if old <= middle - begin:
            return self._growth(old, begin, middle, whole) + [self.root(middle, end)]
        return self._growth(old - (middle - begin), middle, end, False) + [self.root(begin, middle)]

    def text(self, size):
        return "%s\n%d\n%s\n" % (self.origin, size, base64.b64encode(self.root(0, size)).decode())

    def note(self, size):
        text = self.text(size)
        return text + "\n" + self.key.line(text)

    def request(self, old, size):
        proof = "".join(base64.b64encode(h).decode() + "\n" for h in self.growth(old, size))
        return ("old %d\n%s\n%s" % (old, proof, self.note(size))).encode()


def split(n):
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1
