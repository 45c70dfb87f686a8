#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An HTTP server that misbehaves on demand, for tests of downloading.

    server.py [--dir FOLDER] [--tls] [--stay]

Prints what it listens on, a line each, and then an empty line:

    port 40001          http on 127.0.0.1; also an HTTP proxy
    other 40002         the same on another port
    tls 40003           the same over https          (with --tls)
    ca /tmp/.../ca.pem  whom to trust for that       (with --tls)

and serves until its standard input ends, so that it never outlives the test that
started it (--stay: until it is killed).  /files/NAME is a file of FOLDER, with
ETag, Last-Modified and ranges.  Every other path is a way to behave, named by
its first part; see the functions below.  Parameters are in the query.  Requests
with the same `key` are counted together, and /seen-of?of=K tells what they asked.
"""
import argparse
import email.utils
import gzip
import hashlib
import http.server
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

LAST_MODIFIED = "Sat, 01 Feb 2025 10:00:00 GMT"
ways = {}
seen = {}
lock = threading.Lock()
folder = None
ports = {}


def way(function):
    ways[function.__name__.replace("_", "-")] = function
    return function


def body_of(size):
    """Bytes that differ at every place a resumed download could go wrong."""
    lines = b"".join(b"%09d\n" % n for n in range(size // 10 + 1))
    return lines[:size]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16

    def log_message(self, *words):
        pass

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        self.query = dict(urllib.parse.parse_qsl(url.query))
        self.by_proxy = bool(url.netloc)
        parts = url.path.strip("/").split("/")
        key = self.query.get("key", url.path)
        with lock:
            log = seen.setdefault(key, [])
            log.append(self.asked())
            self.turn = len(log)
        handle = ways.get(parts[0])
        try:
            if handle:
                handle(self)
            else:
                self.answer(404, b"no such way to behave\n")
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    def do_POST(self):
        self.sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def asked(self):
        names = ("Range", "If-Range", "If-None-Match", "Authorization", "Accept-Encoding")
        return " ".join([urllib.parse.urlsplit(self.path).path] +
                        ["%s=%s" % (n, self.headers[n]) for n in names if n in self.headers])

    def number(self, name, default=0):
        return int(self.query.get(name, default))

    def head(self, code, fields):
        self.send_response(code)
        for name, value in fields.items():
            if value is not None:
                self.send_header(name, str(value))
        self.end_headers()
        self.wfile.flush()

    def answer(self, code, body, kind="text/plain", **fields):
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        self.head(code, {"Content-Type": kind, "Content-Length": len(body), **named})
        self.wfile.write(body)

    def hang_up(self):
        self.wfile.flush()
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def range_start(self, size, etag):
        """Where the asked range begins, or 0 for the whole."""
        asked = self.headers.get("Range", "")
        if not asked.startswith("bytes=") or not asked.endswith("-"):
            return 0
        if self.headers.get("If-Range", etag) != etag:
            return 0
        return int(asked[6:-1])

    def document(self, body, etag, modified=LAST_MODIFIED, kind="text/plain"):
        """A well-behaved answer."""
        same = self.headers.get("If-None-Match")
        since = self.headers.get("If-Modified-Since")
        if same == etag or (same is None and since is not None and since == modified):
            self.head(304, {"ETag": etag, "Last-Modified": modified})
            return
        start = self.range_start(len(body), etag)
        if start >= len(body) and start > 0:
            self.answer(416, b"", Content_Range="bytes */%d" % len(body))
            return
        fields = {"ETag": etag, "Last-Modified": modified, "Accept-Ranges": "bytes"}
        if start:
            fields["Content-Range"] = "bytes %d-%d/%d" % (start, len(body) - 1, len(body))
        self.answer(206 if start else 200, body[start:], kind, **fields)


@way
def ok(h):
    """size=N bytes with validators; etag=E"""
    h.document(body_of(h.number("size", 1000)), '"%s"' % h.query.get("etag", "one"))


@way
def files(h):
    name = os.path.basename(urllib.parse.unquote(urllib.parse.urlsplit(h.path).path))
    path = os.path.join(folder or "/nowhere", name)
    if not os.path.isfile(path):
        h.answer(404, b"no such file\n")
        return
    with open(path, "rb") as file:
        body = file.read()
    when = email.utils.formatdate(os.stat(path).st_mtime, usegmt=True)
    h.document(body, '"%s"' % hashlib.sha256(body).hexdigest()[:16], when,
               "application/octet-stream")


@way
def echo(h):
    """the request's headers"""
    h.answer(200, str(h.headers).encode())


@way
def back(h):
    """what was posted, as often as was asked with this key"""
    h.answer(200, h.sent * h.turn)


@way
def leak(h):
    """says the token again wherever it can, then fails"""
    token = h.query.get("token") or h.headers.get("Authorization", "")[len("Bearer "):]
    quoted = urllib.parse.quote(token, safe="")
    if h.turn == 1:
        h.answer(302, b"", Location="/leak?key=%s&token=%s" % (h.query.get("key", "leak"), quoted),
                 X_Token=token)
    else:
        h.answer(200, b"x", "text/plain; token=" + token, X_Token=token, ETag='"%s"' % token)


@way
def seen_of(h):
    with lock:
        log = list(seen.get(h.query.get("of", ""), []))
    h.answer(200, "".join(line + "\n" for line in log).encode())


@way
def need_agent(h):
    if h.headers.get("User-Agent"):
        h.answer(200, h.headers["User-Agent"].encode())
    else:
        h.answer(403, b"who are you?\n")


@way
def status(h):
    """code=C for the first times=N requests (0: always), retry_after=S"""
    times = h.number("times")
    if times and h.turn > times:
        ok(h)
    else:
        h.answer(h.number("code"), b"<html>sorry</html>", "text/html",
                 Retry_After=h.query.get("retry_after"))


@way
def not_modified(h):
    """304, whatever was asked"""
    h.head(304, {})


@way
def html(h):
    h.answer(200, b"<!doctype html><title>Error</title>We are sorry.", "text/html; charset=utf-8")


@way
def empty(h):
    h.answer(200, b"")


@way
def mute(h):
    """never answers"""
    time.sleep(h.number("seconds", 20))
    h.hang_up()


@way
def stall(h):
    """stops after at=N bytes; turns=N: only the first N times"""
    turns = h.number("turns")
    if turns and h.turn > turns:
        ok(h)
        return
    size, at = h.number("size", 1000), h.number("at", 100)
    h.head(200, {"Content-Length": size, "ETag": '"one"'})
    h.wfile.write(body_of(size)[:at])
    h.wfile.flush()
    time.sleep(h.number("seconds", 20))
    h.hang_up()


@way
def drip(h):
    """each=N bytes every 50 ms, size=N in all"""
    size, each = h.number("size", 1000), h.number("each", 1)
    h.head(200, {"Content-Length": size})
    for at in range(0, size, each):
        h.wfile.write(body_of(size)[at:at + each])
        h.wfile.flush()
        time.sleep(0.05)


@way
def late(h):
    """the body begins after ms=N"""
    h.head(200, {"Content-Length": 1000})
    time.sleep(h.number("ms", 400) / 1000)
    h.wfile.write(body_of(1000))


odd_ranges = {
    "wrong": lambda h, body, start, etag: h.answer(
        206, body[10:], Content_Range="bytes 10-%d/%d" % (len(body) - 1, len(body)), ETag=etag),
    "coded": lambda h, body, start, etag: h.answer(
        206, gzip.compress(body[start:]), Content_Encoding="gzip", ETag=etag,
        Content_Range="bytes %d-%d/%d" % (start, len(body) - 1, len(body))),
    "stranger": lambda h, body, start, etag: h.answer(
        206, b"x" * (len(body) - start), ETag='"two"',
        Content_Range="bytes %d-%d/%d" % (start, len(body) - 1, len(body))),
    "bare": lambda h, body, start, etag: h.answer(
        206, body[start:],
        Content_Range="bytes %d-%d/%d" % (start, len(body) - 1, len(body))),
    "less": lambda h, body, start, etag: h.answer(
        206, body[start:start + 200], ETag=etag,
        Content_Range="bytes %d-%d/%d" % (start, start + 199, len(body))),
    "gone": lambda h, body, start, etag: h.answer(416, b"", Content_Range="bytes */%d" % len(body)),
}


@way
def cut(h):
    """The first times=N answers (0: all) end after at=N more bytes of size=N.

    then=range (the rest, as asked), whole (ranges are ignored), changed (another
    file under another ETag); or, the first time that a range is asked for: wrong
    (another range), coded (compressed), stranger (the range of another file), bare
    (without an ETag), less (200 bytes of it), gone (416).
    etag=E, weak=1, coding=gzip, chunked=1."""
    size, at, times = h.number("size", 1000), h.number("at", 400), h.number("times", 1)
    body, etag = body_of(size), '"%s"' % h.query.get("etag", "one")
    then = h.query.get("then", "range")
    if h.turn > 1 and then == "changed":
        body, etag = body.replace(b"0", b"x"), '"two"'
    etag = "W/" + etag if h.number("weak") else etag
    start = 0 if then == "whole" else h.range_start(size, etag)
    if times and h.turn > times:
        if start and h.turn == 2 and then in odd_ranges:
            odd_ranges[then](h, body, start, etag)
        elif start:
            h.document(body, etag)
        else:
            h.answer(200, body, ETag=etag)
        return
    fields = {"ETag": etag, "Content-Length": size - start}
    if h.query.get("coding") == "gzip":
        body = gzip.compress(body, mtime=0)
        fields.update({"Content-Encoding": "gzip", "Content-Length": len(body)})
        at = len(body) // 2
    if h.number("chunked"):
        fields["Content-Length"] = None
        fields["Transfer-Encoding"] = "chunked"
    if start:
        fields["Content-Range"] = "bytes %d-%d/%d" % (start, size - 1, size)
    h.head(206 if start else 200, fields)
    piece = body[start:start + at]
    h.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if h.number("chunked") else piece)
    h.hang_up()


@way
def part_only(h):
    """206 although nobody asked for a range"""
    h.answer(206, body_of(100), Content_Range="bytes 0-99/1000")


@way
def reset(h):
    """closes before answering, the first times=N times"""
    if h.number("times") and h.turn > h.number("times"):
        ok(h)
    else:
        h.hang_up()


@way
def garbage(h):
    h.wfile.write(b"220 mail.example.org ESMTP\r\n" * 20)
    h.hang_up()


@way
def zipped(h):
    body = gzip.compress(body_of(h.number("size", 1000)), mtime=0)
    h.answer(200, body, Content_Encoding="gzip", ETag='"one"')


@way
def bad_gzip(h):
    body = gzip.compress(body_of(1000), mtime=0)
    h.answer(200, body[:20] + b"\xff" * (len(body) - 20), Content_Encoding="gzip")


@way
def bomb(h):
    """size=N zeros, gzipped"""
    body = gzip.compress(bytes(h.number("size", 8 << 20)), 1, mtime=0)
    h.answer(200, body, Content_Encoding="gzip")


@way
def endless(h):
    """a body without an end; code=C"""
    h.head(h.number("code", 200), {"Transfer-Encoding": "chunked",
                                   "Location": h.query.get("to")})
    piece = body_of(16000)
    while True:
        h.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))


@way
def headers(h):
    """count=N headers of size=N bytes"""
    h.send_response(200)
    for n in range(h.number("count", 10000)):
        h.wfile.write(b"".join(h._headers_buffer))
        h._headers_buffer = [b"X-%d: %s\r\n" % (n, b"y" * h.number("size", 100))]
    h.end_headers()


@way
def raw_header(h):
    """bytes that do not belong in a header"""
    h.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nX-Raw: \x1b[31m\xe9\r\n"
                  b'ETag: "\xe9"\r\n\r\nx')


@way
def redirect(h):
    """to=URL, code=C; {port}, {other} and {tls} stand for the ports"""
    to = h.query["to"]
    for name, number in ports.items():
        to = to.replace("{%s}" % name, str(number))
    h.answer(h.number("code", 302), b"moved", Location=to)


@way
def nowhere(h):
    """a redirect that does not say where to"""
    h.answer(302, b"")


@way
def loop(h):
    h.answer(302, b"", Location="/loop?" + urllib.parse.urlsplit(h.path).query)


@way
def hops(h):
    """n=N redirects before the file"""
    n = h.number("n")
    if n:
        h.answer(307, b"", Location="hops?n=%d" % (n - 1))
    else:
        ok(h)


@way
def cookie(h):
    """redirects to itself until its cookie comes back"""
    if "visited=yes" in h.headers.get("Cookie", ""):
        ok(h)
    else:
        h.answer(302, b"", Location="/cookie", Set_Cookie="visited=yes")


@way
def proxied(h):
    """says whether the request came as to a proxy, and for which host"""
    h.answer(200, b"%s %s" % (b"proxy" if h.by_proxy else b"direct", h.headers["Host"].encode()))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        pass


def certificates(into):
    """A certificate authority and a certificate for 127.0.0.1, for a day."""
    ca, key, cert, sign, ask = (os.path.join(into, n) for n in
                                ("ca.pem", "key.pem", "cert.pem", "ca.key", "cert.csr"))
    extra = os.path.join(into, "extra")
    with open(extra, "w") as file:
        file.write("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    steps = [
        ["req", "-x509", *curve, "-keyout", sign, "-out", ca, "-days", "1", "-subj", "/CN=Test CA"],
        ["req", *curve, "-keyout", key, "-out", ask, "-subj", "/CN=localhost"],
        ["x509", "-req", "-in", ask, "-CA", ca, "-CAkey", sign, "-CAcreateserial", "-out", cert,
         "-days", "1", "-extfile", extra],
    ]
    for step in steps:
        subprocess.run(["openssl", *step], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, ca


def listen(name, context=None):
    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True,
                                            do_handshake_on_connect=False)
    ports[name] = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(name, ports[name])


def main():
    global folder
    parser = argparse.ArgumentParser()
    parser.add_argument("--dir")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--stay", action="store_true")
    options = parser.parse_args()
    folder = options.dir
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    keys = tempfile.mkdtemp() if options.tls else None
    try:
        listen("port")
        listen("other")
        if keys:
            context, ca = certificates(keys)
            listen("tls", context)
            print("ca", ca)
        print(flush=True)
        while options.stay or sys.stdin.read(4096):
            time.sleep(1)
    finally:
        if keys:
            shutil.rmtree(keys, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
