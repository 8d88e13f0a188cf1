"""What the gateways were asked, by their own logs: a RADOS Gateway's, and that of `gyre zone --request-log`, which has the same form."""
import re
import urllib.parse
from collections import Counter
from datetime import datetime
from typing import NamedTuple

from harness.s3 import OWN

SYNC = re.compile(r":bucket\[([^:\]]+):[^\]]*\]:(?:full|inc)_sync\[[^\]]*\]:entry\[(.*)\]: (bucket sync: sync obj|removing obj|creating delete marker|success)")
LINE = re.compile(r'^(\S+) .*?beast: .*?"([A-Z]+) ([^ ?"]+)(?:\?([^ "]*))? HTTP/1\.[01]" (\d+) .*latency=([0-9.]+)s')
LIST_PARAMETERS = {"list-type", "prefix", "marker", "max-keys", "delimiter", "versions", "key-marker", "objs-container", "encoding-type"}


class Request(NamedTuple):
    """One request; end is when its answer began, in seconds of the epoch."""

    end: float
    took: float
    method: str
    bucket: str
    key: str
    query: str
    status: int

    @property
    def begin(self):
        return self.end - self.took


class AccessLog:
    """A log that grows. Its lines are a moment late, so wait `DELAY_S` before reading what was just asked."""

    DELAY_S = 1.0

    def __init__(self, path):
        self.path = path

    def mark(self):
        """Where the log ends now."""
        return self.path.stat().st_size

    def since(self, mark):
        """All requests but the bench's own."""
        with open(self.path, "rb") as log:
            log.seek(mark)
            yield from self.read(log)

    def after(self, mark):
        """The same of all whole lines, and where these end: the mark for the next time."""
        with open(self.path, "rb") as log:
            log.seek(mark)
            whole, newline, _ = log.read().rpartition(b"\n")
        return list(self.read(whole.splitlines())), mark + len(whole + newline)

    @staticmethod
    def read(lines):
        for line in lines:
            request = parse(line.decode("utf-8", "replace"))
            if request and OWN not in request.query:
                yield request


class SyncLog(AccessLog):
    """What a gateway has synced from another zone, by its log with `debug rgw sync = 10`, as if each were a request: it began with the
    fetching (or removing) and ended when that was done. The key of a version has its id in brackets behind it."""

    def __init__(self, path):
        super().__init__(path)
        self.begun = {}

    def read(self, lines):
        for line in lines:
            found = SYNC.search(line.decode("utf-8", "replace")) if b"RGW-SYNC" in line else None
            if not found:
                continue
            bucket, key, what = found.groups()
            when = moment(line[: line.index(b" ")].decode())
            if what != "success":
                self.begun[bucket, key] = (when, what)
            elif (bucket, key) in self.begun:
                begin, what = self.begun.pop((bucket, key))
                method, status = ("PUT", 200) if what.endswith("sync obj") else ("DELETE", 204)
                yield Request(when, when - begin, method, bucket, key, "", status)


def moment(text):
    """Seconds of the epoch."""
    return datetime.fromisoformat(text[:-2] + ":" + text[-2:] if text[-5] in "+-" else text).timestamp()


def parse(line):
    """A request, or None for any other line."""
    match = LINE.match(line)
    if not match:
        return None
    when, method, path, query, status, latency = match.groups()
    bucket, _, key = path.lstrip("/").partition("/")
    return Request(moment(when), float(latency), method, bucket, urllib.parse.unquote(key), query or "", int(status))


def kind(request):
    """What a request is for: object, list, bucket, poll (of a data or metadata log, or for which zone a gateway serves and its period), bucket-log or admin."""
    if request.bucket == "admin":
        if request.key == "config" or request.key == "realm/period":
            return "poll"
        if request.key != "log":
            return "admin"
        return "bucket-log" if "type=bucket-index" in request.query else "poll"
    if request.key:
        return "object"
    names = {item.partition("=")[0] for item in request.query.split("&")} - {""}
    return "list" if request.method == "GET" and (not names or names & LIST_PARAMETERS) else "bucket"


def counts(requests):
    """How many of each kind and method: {'object GET': 3, …}."""
    return dict(Counter(f"{kind(request)} {request.method}" for request in requests))


def is_write(request):
    """Whether an object was written: in one piece, or by the request that completes an upload."""
    if not request.key or request.bucket == "admin" or request.status >= 300:
        return False
    whole = request.method == "PUT" and "partNumber=" not in request.query and not is_attribute(request)
    return whole or (request.method == "POST" and "uploadId=" in request.query)


def is_attribute(request):
    names = {item.partition("=")[0] for item in request.query.split("&")}
    return bool(names & {"acl", "tagging", "retention", "legal-hold"})


def is_removal(request):
    return bool(request.key) and request.bucket != "admin" and request.method == "DELETE" and request.status < 300
