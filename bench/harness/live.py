"""Lag while a source is written to."""
from harness import lag, load
from harness.bench import COPY_LIMIT_S, started
from harness.process import Trouble, until
from harness.stats import percentile



def lag_figures(points, prefix="lag"):
    seconds = [seconds for _, seconds in points]
    named = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {f"{prefix}_{name}_s": percentile(seconds, share) for name, share in named.items()}


class Live:
    """A mix at a steady rate."""

    def __init__(self, bench):
        self.bench = bench
        self.scenario = bench.scenario

    def prepare(self):
        """Each round has zones of its own."""

    def buckets(self):
        return ["mix"]

    def mix(self, name, **options):
        """Starts the load; the child, and the file of what it does."""
        file = self.bench.directory / f"{name}.jsonl"
        given = {"seconds": self.scenario["seconds"], "rate": self.scenario["rate"], "seed": self.bench.options.seed, "prefix": f"{name}-"}
        given["sizes"] = self.scenario.get("sizes") or {str(self.scenario.get("size", 4096)): 1}
        return load.mix(self.bench.source, file, **{**given, **options}), file

    def measure(self, tool):
        self.bench.clean(self.bench.source, self.bench.destination)
        process = started(self.bench, tool, self.buckets())
        try:
            return self.follow(tool, process)
        finally:
            process.kill()

    def follow(self, tool, process):
        with self.bench.cost(process) as cost:
            child, file = self.mix("mix", shares=self.scenario["shares"])
            self.written(child)
            differing = self.bench.await_equal()
        done = lag.operations(file)
        return self.result(tool, process, cost, done, differing)

    def written(self, child, spare_s=120):
        if child.wait(self.scenario["seconds"] + spare_s) != 0:
            raise Trouble(f"the load failed, see {child.log}")

    def result(self, tool, process, cost, done, differing):
        points, overtaken, missing = lag.lags(done, cost.arrived)
        figures = {**lag_figures(points), "lost": differing, "operations": len(done), "overtaken": overtaken, "unseen": missing}
        figures.update(cost.figures(len(done)))
        figures["heap_after_gc_mib"] = tool.heap_after_gc_mib(process)
        since = [[round(when - cost.sampler.begin, 3), round(seconds, 4)] for when, seconds in points]
        return {"figures": figures, "series": {**cost.series(), "lag": since}, "requests": cost.by_kind()}


class HotBucket(Live):
    """Many buckets that are written to now and then, without a hot one and then beside it."""

    def buckets(self):
        return [self.pattern() % n for n in range(self.scenario["buckets"])] + ["hot"]

    @staticmethod
    def pattern():
        return "cold-%05d"

    def follow(self, tool, process):
        known = len(self.buckets())
        until(COPY_LIMIT_S, lambda: len(self.bench.destination.gateway().buckets()) == known, "the buckets did not arrive")
        cold = {"buckets": self.pattern(), "bucket_count": self.scenario["buckets"]}
        with self.bench.cost(process) as cost:
            child, alone = self.mix("alone", **cold)
            self.written(child)
            child, beside = self.mix("beside", **cold)
            hot_child, hot = self.mix("hot", rate=self.scenario["hot_rate"], buckets="hot")
            self.written(child)
            self.written(hot_child)
            differing = self.bench.await_equal()
        done = {name: lag.operations(file) for name, file in (("alone", alone), ("beside", beside), ("hot", hot))}
        result = self.result(tool, process, cost, done["alone"] + done["beside"] + done["hot"], differing)
        for name, some in done.items():
            result["figures"].update(lag_figures(lag.lags(some, cost.arrived)[0], name))
        ends = (result["figures"]["beside_p99_s"], result["figures"]["alone_p99_s"])
        result["figures"]["cold_p99_ratio"] = ends[0] / ends[1] if all(ends) else None
        return result
