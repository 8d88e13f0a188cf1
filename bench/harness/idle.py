"""What a replicator costs while nothing changes, and what one change costs."""
import statistics
import time

from harness import load
from harness.access_log import AccessLog, is_write, kind
from harness.bench import COPY_LIMIT_S
from harness.process import Trouble, until


def tracked(bench, tool, count):
    """A process that follows a bucket whose keys have all come over."""
    mark, seen = bench.destination.arrivals.mark(), 0
    process = tool.follow(["bench"])

    def all_there():
        nonlocal mark, seen
        if process.ended():
            raise Trouble(f"{tool.name} ended, see {process.log}")
        found, mark = bench.destination.arrivals.after(mark)
        seen += sum(map(is_write, found))
        return seen >= count

    try:
        until(COPY_LIMIT_S, all_there, "the first copy did not end", step_s=1)
    except BaseException:
        process.kill()
        raise
    return process


def prepare_keys(bench):
    bench.source.gateway().require("PUT", "/bench")
    load.fill_small(bench.source, "bench", bench.scenario["objects"], bench.scenario["size"])


class Idle:
    """So many keys in place."""

    def __init__(self, bench):
        self.bench = bench
        self.scenario = bench.scenario

    def prepare(self):
        prepare_keys(self.bench)

    def measure(self, tool):
        self.bench.clean(self.bench.destination)
        process = tracked(self.bench, tool, self.scenario["objects"])
        try:
            time.sleep(self.scenario["quiet"])
            with self.bench.cost(process) as cost:
                time.sleep(self.scenario["seconds"])
            changes = [self.change(number) for number in range(self.scenario["changes"])]
            heap = tool.heap_after_gc_mib(process)
        finally:
            process.kill()
        asked = sum(map(len, cost.requests))
        figures = {
            "idle_requests_per_second": asked / cost.seconds,
            "idle_lists": cost.figures(1)["lists"],
            "idle_cpu_percent": 100 * cost.cpu_s / cost.seconds,
            "requests_per_change": statistics.median(requests for requests, _ in changes),
            "change_lag_s": statistics.median(seconds for _, seconds in changes),
            "resident_mib": process.peak_mib(),
            "resident_bytes_per_object": process.peak_mib() * (1 << 20) / self.scenario["objects"],
            "heap_after_gc_mib": heap,
        }
        return {"figures": figures, "series": cost.series(), "requests": cost.by_kind()}

    def change(self, number):
        """Requests for one new key until it has arrived, and how long it took. Polls of the logs go on anyway and do not count, nor does which zone a gateway serves, asked once a minute at most."""
        time.sleep(self.scenario["quiet"])
        zones = (self.bench.source, self.bench.destination)
        marks = [zone.log.mark() for zone in zones]
        arrivals, arrival_mark = zones[1].arrivals, zones[1].arrivals.mark()
        key = f"change-{number}-{time.time_ns()}"
        self.bench.source.gateway().require("PUT", f"/bench/{key}", body=b"x")
        written = time.time()

        def arrived():
            return next((request.end for request in arrivals.since(arrival_mark) if request.key == key and is_write(request)), None)

        end = until(600, arrived, "the change did not arrive", step_s=0.5)
        time.sleep(AccessLog.DELAY_S)
        requests = [request for zone, mark in zip(zones, marks) for request in zone.log.since(mark) if request.end <= end]
        return sum(kind(request) != "poll" for request in requests), max(0.0, end - written)
