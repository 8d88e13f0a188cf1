"""What every measurement needs: the zones, the tool, its cost, and what the gateways were asked meanwhile."""
import contextlib
import time

from harness import load
from harness.access_log import AccessLog, counts, is_write
from harness.process import Trouble, until
from harness.sample import Sampler
from harness.stats import per_second, thinned

ARRIVAL_LIMIT_S = 180
COPY_LIMIT_S = 3600


class Bench:
    """The zones of a scenario and the options of the command line."""

    def __init__(self, options, backend, scenario, directory):
        self.options = options
        self.backend = backend
        self.source = backend.source
        self.destination = backend.destination
        self.scenario = scenario
        self.directory = directory

    @contextlib.contextmanager
    def tool(self, kind):
        """A tool while it has its turn; where it copies to is the destination meanwhile."""
        tool = kind(self.options, self.backend, self.directory)
        self.destination = tool.destination
        try:
            yield tool
        finally:
            self.destination = self.backend.destination
            tool.close()

    def clean(self, *zones):
        """Empties zones; one that a tool has brought with it is new."""
        for zone in zones:
            if zone in (self.backend.source, self.backend.destination):
                load.empty(zone)
        self.backend.tidy()

    def cost(self, process):
        return Cost(self, process)

    def await_key(self, path, limit_s=ARRIVAL_LIMIT_S):
        """Waits until the destination has a key."""
        gateway = self.destination.gateway()
        until(limit_s, lambda: gateway.ask("HEAD", path)[0] == 200, f"{path} did not arrive at the destination")

    def await_equal(self, limit_s=ARRIVAL_LIMIT_S):
        """How many keys are lost, or not removed, once the zones are equal or the time is up."""
        end = time.monotonic() + limit_s
        differing = load.difference(self.source, self.destination)
        while any(differing) and time.monotonic() < end:
            time.sleep(2)
            differing = load.difference(self.source, self.destination)
        return sum(differing)


class Cost:
    """While it is entered, what a process takes and what the gateways are asked."""

    def __init__(self, bench, process):
        self.zones = (bench.source, bench.destination)
        self.destination = bench.destination
        self.process = process
        self.sampler = Sampler(process, bench.source.pids + bench.destination.pids)

    def __enter__(self):
        self.arrival_mark = self.destination.arrivals.mark()
        self.marks = [zone.log.mark() for zone in self.zones]
        self.cpu_before = self.process.cpu_s()
        self.sampler.__enter__()
        return self

    def __exit__(self, *failure):
        self.sampler.__exit__(*failure)
        self.cpu_s = self.process.cpu_s() - self.cpu_before
        self.peak_mib = self.process.peak_mib()
        time.sleep(AccessLog.DELAY_S)
        self.requests = [list(zone.log.since(mark)) for zone, mark in zip(self.zones, self.marks)]
        arrivals = self.destination.arrivals
        self.arrived = self.requests[1] if arrivals is self.destination.log else list(arrivals.since(self.arrival_mark))

    @property
    def seconds(self):
        return self.sampler.end - self.sampler.begin

    def figures(self, changes):
        """Figures that all scenarios have."""
        million = 1e6 / max(1, changes)
        asked = sum(map(len, self.requests))
        return {
            "requests_per_object": asked / max(1, changes),
            "lists": sum(count for requests in self.requests for kind, count in counts(requests).items() if kind.startswith("list")),
            "cpu_s": self.cpu_s,
            "cpu_s_per_million": self.cpu_s * million,
            "peak_resident_mib": self.peak_mib,
            "peak_resident_mib_per_million": self.peak_mib * million,
            "gateway_cpu_s": self.sampler.gateway_cpu_s,
        }

    def series(self):
        writes = [request.end for request in self.arrived if is_write(request)]
        return {**self.sampler.series(), "throughput": thinned(per_second(writes, self.sampler.begin, self.sampler.end))}

    def by_kind(self):
        return {zone.name: counts(requests) for zone, requests in zip(self.zones, self.requests)}


def started(bench, tool, buckets):
    """A process that follows the source, once a first key has come over; each bucket has one, as rclone makes no empty buckets."""
    gateway = bench.source.gateway()
    for bucket in buckets:
        gateway.require("PUT", f"/{bucket}")
        gateway.require("PUT", f"/{bucket}/started", body=b"x")
    process = tool.follow(buckets)
    try:
        bench.await_key(f"/{buckets[0]}/started")
    except BaseException:
        process.kill()
        raise
    return process


def finished(process, limit_s, what):
    code = process.wait(limit_s)
    if code != 0:
        raise Trouble(f"{what} ended with {code}, see {process.log}")
