"""First copies, and their bound: the same GETs and PUTs without a replicator."""
from harness import load, stream
from harness.bench import COPY_LIMIT_S, finished

LARGE = 16 << 20


class FirstCopy:
    """objects keys of one size in one bucket, or per_bucket in each of many, or of so many versions."""

    def __init__(self, bench):
        self.bench = bench
        self.scenario = bench.scenario
        self.count = self.scenario["objects"]
        self.size = self.scenario["size"]
        self.per = self.scenario.get("per_bucket", 0)
        self.versions = self.scenario.get("versions", 1)
        self.expected = self.count * self.versions

    def prepare(self):
        source = self.bench.source
        gateway = source.gateway()
        if self.per:
            load.make_buckets(source, "bench-%05d", -(-self.count // self.per))
            load.fill_small(source, "bench-%05d", self.count, self.size, self.per)
            return
        gateway.require("PUT", "/bench")
        if self.versions > 1:
            gateway.require("PUT", "/bench", "?versioning", body=b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
        if self.size >= LARGE:
            load.fill_large(source, "bench", self.count, self.size)
        else:
            load.fill_small(source, "bench", self.count, self.size, versions=self.versions)
        if self.versions > 1:
            self.expected = sum(1 for _ in gateway.versions("bench"))  # some more than asked for: requests that were under way

    def buckets(self):
        return ["bench"] if not self.per else [f"bench-{n:05d}" for n in range(-(-self.count // self.per))]

    def measure(self, tool):
        self.bench.clean(self.bench.destination)
        process = tool.once(self.buckets())
        try:
            with self.bench.cost(process) as cost:
                finished(process, COPY_LIMIT_S, tool.name)
        finally:
            process.kill()
        missing, extra = load.difference(self.bench.source, self.bench.destination, self.versions > 1, tool.keeps_etags)
        moved = [request for request in cost.requests[0] + cost.arrived if request.key and request.bucket != "admin"]
        took = cost.seconds
        copying = max(request.end for request in moved) - min(request.begin for request in moved) if moved else took
        figures = {
            "objects_per_second": self.expected / took,
            "mib_per_second": self.expected * self.size / took / (1 << 20),
            "copying_mib_per_second": self.expected * self.size / copying / (1 << 20),
            "seconds": took,
            "lost": missing + extra,
            **cost.figures(self.expected),
            "heap_after_gc_mib": tool.heap_after_gc_mib(process),
        }
        return {"figures": figures, "series": cost.series(), "requests": cost.by_kind()}

    def limit(self):
        """The same GETs at the source and PUTs at the destination, at the same time, each once, by clients that do next to nothing else."""
        self.bench.clean(self.bench.destination)
        self.bench.destination.gateway().require("PUT", "/bench")
        if self.size >= LARGE:
            took, cpu_s = stream.relay_bound(self.bench, self.count, self.size)
        else:
            took, cpu_s = stream.wrk_bound(self.bench, self.count, self.size)
        rate = self.expected / took
        mib = rate * self.size / (1 << 20)
        return {"figures": {"objects_per_second": rate, "mib_per_second": mib, "copying_mib_per_second": mib, "seconds": took, "cpu_s": cpu_s}, "series": {}}
