"""Catching up: after the destination was away, and after the replicator was killed."""
import statistics
import time

from harness import lag
from harness.access_log import is_write
from harness.idle import prepare_keys, tracked
from harness.live import Live, lag_figures
from harness.process import Trouble, until


class CatchUp(Live):
    """New keys at a steady rate, and a destination that is away for a while."""

    def follow(self, tool, process):
        with self.bench.cost(process) as cost:
            child, file = self.mix("mix", seconds=self.scenario["seconds"] + self.scenario["away"])
            time.sleep(self.scenario["seconds"] / 6)
            self.bench.backend.leave()
            try:
                time.sleep(self.scenario["away"])
            finally:
                self.bench.backend.come_back()
            back = time.time()
            self.written(child, spare_s=self.scenario["away"] + 120)
            differing = self.bench.await_equal(limit_s=600)
        done = lag.operations(file)
        result = self.result(tool, process, cost, done, differing)
        before = [operation for operation in done if operation[4] <= back]
        arrived = [when + seconds for when, seconds in lag.lags(before, cost.arrived)[0]]
        result["figures"]["catch_up_s"] = max(0.0, max(arrived, default=back) - back)
        result["figures"].update(lag_figures([point for point in result["series"]["lag"] if point[0] + cost.sampler.begin > back], "afterwards"))
        return result


class Restart:
    """kill -9 while so many keys are tracked; a change meanwhile; then the time until it has arrived."""

    def __init__(self, bench):
        self.bench = bench
        self.scenario = bench.scenario

    def prepare(self):
        prepare_keys(self.bench)

    def measure(self, tool):
        self.bench.clean(self.bench.destination)
        process = tracked(self.bench, tool, self.scenario["objects"])
        took, series = [], {}
        try:
            for number in range(self.scenario["restarts"]):
                process.kill()
                key = f"killed-{number}-{time.time_ns()}"
                self.bench.source.gateway().require("PUT", f"/bench/{key}", body=b"x")
                mark, begin = self.bench.destination.arrivals.mark(), time.time()
                process = tool.follow(["bench"])
                with self.bench.cost(process) as cost:
                    took.append(self.arrival(tool, process, key, mark) - begin)
                series = cost.series()
            heap = tool.heap_after_gc_mib(process)
        finally:
            process.kill()
        figures = {
            "restart_s": statistics.median(took),
            "restart_max_s": max(took),
            "cpu_s": cost.cpu_s,
            "peak_resident_mib": cost.peak_mib,
            "requests_until_arrival": sum(map(len, cost.requests)),
            "heap_after_gc_mib": heap,
        }
        return {"figures": figures, "series": series, "requests": cost.by_kind()}

    def arrival(self, tool, process, key, mark):
        def arrived():
            if process.ended():
                raise Trouble(f"{tool.name} ended, see {process.log}")
            return next((request.end for request in self.bench.destination.arrivals.since(mark) if request.key == key and is_write(request)), None)

        return until(600, arrived, "the change did not arrive", step_s=0.3)
