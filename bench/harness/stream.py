#!/usr/bin/env python3
"""The bound of a first copy on this machine: all GETs at one gateway and all PUTs at the other, one to one, at the same time.

For small objects two wrk, which end when each key was asked for once. wrk does not stream bodies, so for large ones two
processes of Python read ranges of 16 MiB into nowhere, and send parts of 16 MiB from memory: the same bytes.
"""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import load  # noqa: E402
from harness.machine import TOP, pinned  # noqa: E402
from harness.process import Child, Trouble  # noqa: E402
from harness.s3 import Gateway  # noqa: E402

PIECE = 16 << 20
THREADS = 4
LIMIT_S = 3600


def wrk_bound(bench, count, size):
    """Seconds until both were done, and the CPU that the clients took."""
    ends = {"fetch": bench.source, "fill": bench.destination}
    commands = {what: load.wrk_command(what, zone.endpoint, "bench", size, count, unsigned=1) for what, zone in ends.items()}
    return at_once(bench, commands, lambda text: load.answered(text) >= count)


def relay_bound(bench, count, size):
    script = [sys.executable, "-B", TOP / "bench" / "harness" / "stream.py"]
    ends = {"read": bench.source, "write": bench.destination}
    commands = {what: [*pinned("load"), *script, what, zone.endpoint, count, size] for what, zone in ends.items()}
    return at_once(bench, commands, lambda text: True)


def at_once(bench, commands, complete):
    logs = {what: bench.directory / f"limit-{what}.log" for what in commands}
    for log in logs.values():
        log.unlink(missing_ok=True)
    begin = time.monotonic()
    running = {what: Child(command, logs[what]) for what, command in commands.items()}
    try:
        for what, child in running.items():
            if child.wait(LIMIT_S) != 0 or not complete(logs[what].read_text()):
                raise Trouble(f"the limit's {what} failed, see {child.log}")
    finally:
        for child in running.values():
            child.kill()
    return time.monotonic() - begin, sum(child.cpu_s() for child in running.values())


def pieces(count, size):
    """(object, part, first byte, length) of everything."""
    return [(n, part, first, min(PIECE, size - first)) for n in range(count) for part, first in enumerate(range(0, size, PIECE), 1)]


def read(endpoint, count, size):
    def work(some):
        gateway = Gateway(endpoint)
        for n, _, first, length in some:
            gateway.drain(f"/bench/object-{n:07d}", {"Range": f"bytes={first}-{first + length - 1}"})

    load.in_threads(work, pieces(count, size), THREADS)


def write(endpoint, count, size):
    """Parts of uploads that are never completed."""
    first = Gateway(endpoint)
    uploads = [first.begin_upload(f"/bench/object-{n:07d}") for n in range(count)]
    content = memoryview(bytes(PIECE))

    def work(some):
        gateway = Gateway(endpoint)
        for n, part, _, length in some:
            gateway.put_part(f"/bench/object-{n:07d}", uploads[n], part, content[:length])

    load.in_threads(work, pieces(count, size), THREADS)


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
