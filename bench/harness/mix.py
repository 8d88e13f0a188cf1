#!/usr/bin/env python3
"""Writes new objects, overwrites and deletes at a steady rate, each at its own moment, and notes what it did: a process of its own.

Only keys that are older than `--settle` seconds are overwritten or deleted, and each at most once, so that it is plain which
request at the destination belongs to which operation.
"""
import argparse
import collections
import json
import pathlib
import random
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness.s3 import Gateway  # noqa: E402

THREADS = 8


class Plan:
    """What is to be done next. The same seed gives the same operations, as far as answers come in the same order."""

    def __init__(self, options):
        self.random = random.Random(options.seed)
        self.shares = options.shares
        self.sizes = {int(size): weight for size, weight in options.sizes.items()}
        self.buckets = [options.buckets % n for n in range(options.bucket_count)] if "%" in options.buckets else [options.buckets]
        self.prefix = options.prefix
        self.settle_s = options.settle
        self.written = 0
        self.old = collections.deque()

    def next(self, now):
        """(what, path, size), with what one of new, overwrite, delete."""
        what = self.random.choices(list(self.shares), self.shares.values())[0]
        size = self.random.choices(list(self.sizes), self.sizes.values())[0]
        if what != "new" and self.old and self.old[0][0] < now - self.settle_s:
            return what, self.old.popleft()[1], size
        path = f"/{self.buckets[self.written % len(self.buckets)]}/{self.prefix}{self.written:08d}"
        self.written += 1
        return "new", path, size

    def done(self, what, path, now):
        if what == "new":
            self.old.append((now, path))


class Writer:
    """Threads that share a plan and a clock."""

    def __init__(self, options):
        self.options = options
        self.plan = Plan(options)
        self.lock = threading.Lock()
        self.begin = time.monotonic()
        self.number = 0
        self.failed = None
        self.content = random.Random(options.seed).randbytes(max(self.plan.sizes) + 4096)
        self.file = open(options.file, "w", encoding="ascii")

    def work(self):
        gateway = Gateway(self.options.endpoint)
        while True:
            with self.lock:
                moment = self.begin + self.number / self.options.rate
                if self.failed or moment > self.begin + self.options.seconds:
                    return
                self.number += 1
                number = self.number
            time.sleep(max(0.0, moment - time.monotonic()))
            with self.lock:
                what, path, size = self.plan.next(time.monotonic())
            self.send(gateway, what, path, size, number)

    def send(self, gateway, what, path, size, number):
        begin = time.time()
        body = None if what == "delete" else self.content[number % 4096 :][:size]
        status, answer = gateway.ask("DELETE" if what == "delete" else "PUT", path, body=body)
        end = time.time()
        if status >= 300:
            self.failed = f"{what} {path}: {status} {answer[:200]!r}"
            return
        with self.lock:
            self.plan.done(what, path, time.monotonic())
            self.file.write(json.dumps([what, path, size if body else 0, round(begin, 4), round(end, 4)]) + "\n")

    def run(self):
        threads = [threading.Thread(target=self.work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.file.close()
        if self.failed:
            sys.exit(self.failed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--file", required=True, help="gets a line for each operation: [what, path, size, begin, end]")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--rate", type=float, default=100, help="operations a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--buckets", default="mix", help="with %%d in it: a pattern of --bucket-count names")
    parser.add_argument("--bucket-count", type=int, default=1)
    parser.add_argument("--prefix", default="key-")
    parser.add_argument("--settle", type=float, default=10)
    parser.add_argument("--sizes", type=json.loads, default={"4096": 1}, help="weights by size: {\"4096\": 3, \"65536\": 1}")
    parser.add_argument("--shares", type=json.loads, default={"new": 1}, help="weights of new, overwrite and delete")
    Writer(parser.parse_args()).run()


if __name__ == "__main__":
    main()
