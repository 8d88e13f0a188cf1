"""What puts load on a gateway: wrk for many small objects, a process of Python for a mix with its moments, parts for large ones."""
import json
import random
import re
import subprocess
import sys
import threading

from harness.machine import TOP, pinned
from harness.process import Child, Trouble
from harness.s3 import ACCESS_KEY, SECRET_KEY, Gateway

PART = 64 << 20
CONNECTIONS = 32
FILL_LIMIT_S = 3600


def wrk_command(what, endpoint, bucket, size, count, connections=CONNECTIONS, seconds=FILL_LIMIT_S, first=0, **options):
    """wrk with the requests of bench/small-objects.lua."""
    script = ["-s", "bench/small-objects.lua", endpoint, "--", what, bucket, size, first, count, ACCESS_KEY, SECRET_KEY.decode()]
    named = [f"{name}={value}" for name, value in options.items() if value]
    command = [*pinned("load"), "wrk", "-t", 1, "-c", connections, "-d", seconds, "--timeout", "60s", *script, *named]
    return [str(part) for part in command]


def answered(output):
    """How many requests wrk says it made; trouble where some were refused or broken."""
    if re.search(r"Non-2xx|Socket errors", output):
        raise Trouble("wrk: " + output)
    found = re.search(r"(\d+) requests in", output)
    return int(found[1]) if found else 0


def wrk(*arguments, **options):
    result = subprocess.run(wrk_command(*arguments, **options), capture_output=True, text=True, cwd=TOP, timeout=FILL_LIMIT_S + 60, check=False)
    return answered(result.stdout + result.stderr)


def fill_small(zone, bucket, count, size, per=0, versions=1):
    """Writes objects of one size, each key once for each version; with `per`, so many into each bucket of a pattern."""
    connections = min(CONNECTIONS, count)
    wrk("fill", zone.endpoint, bucket, size, count, connections=connections, per=per, total=count * versions if versions > 1 else 0)


def make_buckets(zone, pattern, count):
    wrk("make", zone.endpoint, pattern, 0, count, connections=min(16, count))


def fill_large(zone, bucket, count, size):
    """Objects in parts of 64 MiB, two objects at a time."""
    content = random.Random(1).randbytes(min(PART, size))

    def write(numbers):
        gateway = Gateway(zone.endpoint)
        for number in numbers:
            path = f"/{bucket}/object-{number:07d}"
            upload = gateway.begin_upload(path)
            lengths = [min(PART, size - start) for start in range(0, size, PART)]
            etags = [gateway.put_part(path, upload, n, content[:length]) for n, length in enumerate(lengths, 1)]
            gateway.complete_upload(path, upload, etags)

    in_threads(write, range(count), 2)


def in_threads(work, items, threads):
    """Each thread has every n-th item; the first failure is raised."""
    failures = []

    def guarded(part):
        try:
            work(part)
        except BaseException as failure:  # noqa: B036: sys.exit of the client included
            failures.append(failure)

    running = [threading.Thread(target=guarded, args=(items[n::threads],)) for n in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if failures:
        raise Trouble(f"load: {failures[0]}")


def mix(zone, file, seconds, rate, seed, buckets="mix", **options):
    """Starts a process that writes a mix; it notes every operation in the file."""
    given = {"endpoint": zone.endpoint, "file": file, "seconds": seconds, "rate": rate, "seed": seed, "buckets": buckets, **options}
    arguments = [f"--{name.replace('_', '-')}={value if isinstance(value, (str, int, float)) else json.dumps(value)}" for name, value in given.items() if name != "file"]
    return Child([*pinned("load"), sys.executable, "-B", TOP / "bench" / "harness" / "mix.py", *arguments, "--file", file], f"{file}.log")


def empty(zone, threads=8):
    """Removes all buckets of a zone with what is in them."""

    def remove(names):
        gateway = zone.gateway()
        for name in names:
            rows = []
            for row in list(gateway.versions(name)):
                rows.append(row)
                if len(rows) == 1000:
                    gateway.remove(name, rows)
                    rows = []
            if rows:
                gateway.remove(name, rows)
            abort_uploads(gateway, name)
            gateway.require("DELETE", f"/{name}")

    in_threads(remove, zone.gateway().buckets(), threads)


def abort_uploads(gateway, bucket):
    page = gateway.require("GET", f"/{bucket}", "?uploads").decode()
    for key, upload in re.findall(r"<Upload>.*?<Key>(.*?)</Key>.*?<UploadId>(.*?)</UploadId>", page, re.S):
        gateway.require("DELETE", f"/{bucket}/{key}", f"?uploadId={upload}")


def difference(source, destination, versions=False, part_etags=True):
    """How many keys (or versions, in their order) of the source are not the same at the destination, and how many only that has.

    Without `part_etags`, the ETags of what was uploaded in parts, which tell in which ones, are not compared.
    """
    missing = extra = 0
    here, there = source.gateway(), destination.gateway()
    copied = set(there.buckets())
    for bucket in here.buckets():
        wanted = contents(here, bucket, versions)
        found = contents(there, bucket, versions) if bucket in copied else {}
        missing += sum(not same(value, found.get(key), part_etags) for key, value in wanted.items())
        extra += sum(key not in wanted for key in found)
    return missing, extra


def same(wanted, found, part_etags):
    """Whether an object was copied: (ETag, …) of both."""
    if found is None or part_etags or "-" not in wanted[0]:
        return wanted == found
    return wanted[1:] == found[1:]


def contents(gateway, bucket, versions):
    """(ETag, size) of each key, or of each version (ETag, whether it is the latest, the id of the version above it)."""
    if not versions:
        return {row["Key"]: (row["ETag"], row["Size"]) for row in gateway.objects(bucket)}
    found, key, above = {}, None, ""
    for row in gateway.versions(bucket):
        above = above if row["Key"] == key else ""
        key = row["Key"]
        found[key, row["VersionId"]] = (row.get("ETag", "marker"), row["IsLatest"], above)
        above = row["VersionId"]
    return found
