"""RGW's own multisite sync, by a third gateway: a zone in the source's realm, on a cluster of its own."""
from harness.machine import pinned
from harness.process import Child, Trouble, until
from harness.tool import Tool

START_LIMIT_S = 60
STEP_S = 0.2


class Multisite(Tool):
    """A gateway that syncs from the source. Its zone and its cluster are new for each turn and gone after it.

    The sync runs inside the destination's gateway. So its CPU and memory are those of this whole gateway, which serves
    nobody but the bench's own checks: with the writing of the objects into RADOS, which for other tools the destination's gateway
    does and is counted there. Nor are there requests at the destination: when an object has arrived is read in what
    this gateway logs of its sync.
    """

    name = "multisite"
    note = (
        "CPU and memory are those of the destination's whole gateway, in which the sync runs: the writing is in them, which other tools leave to a gateway (compare cpu_s + gateway_cpu_s). "
        "It asks nothing of the destination: its requests are those at the source. Its destination is a new cluster each turn. "
        "A gateway that is killed leaves locks behind for up to 2 minutes (rgw sync lease period), which the next one waits for"
    )

    def __init__(self, options, backend, directory):
        self.backend = backend
        self.log = directory / "multisite.log"
        self.processes = []
        self.destination = backend.join()

    @staticmethod
    def unable(options, scenario):
        if options.backend != "ceph":
            return "only RADOS Gateways have it (--backend ceph)"
        return "it is a part of the destination's gateway, and away with it" if scenario["kind"] == "catch-up" else None

    def once(self, buckets):
        gateway = self.backend.source.gateway()
        expected = sum(1 for bucket in buckets for _ in gateway.versions(bucket))
        return self.start(FirstSync, self.destination.arrivals, expected)

    def follow(self, buckets):
        process = self.start(Child)
        until(START_LIMIT_S, lambda: process.ended() or self.destination.answers(), f"the third gateway does not answer, see {process.log}", STEP_S)
        if process.ended():
            raise Trouble(f"the third gateway ended at once, see {process.log}")
        return process

    def start(self, kind, *arguments):
        # It ends with the bench, whatever ends that.
        conf = self.backend.directory / self.destination.name / "ceph.conf"
        command = [*pinned("tool"), "setpriv", "--pdeathsig", "KILL", "radosgw", "-c", conf, "-n", "client.rgw.gateway-1", "--debug-rgw-sync=10", "-f"]
        process = kind(command, self.log, *arguments)
        self.processes.append(process)
        return process

    def close(self):
        for process in self.processes:
            Child.kill(process)
        self.backend.part()


class FirstSync(Child):
    """A gateway that has done its work once so many keys (or versions) have come over."""

    def __init__(self, command, log, arrivals, expected):
        self.arrivals = arrivals
        self.mark = arrivals.mark()
        self.expected = expected
        self.arrived = set()
        super().__init__(command, log)

    def wait(self, limit_s):
        until(limit_s, self.complete, f"only {len(self.arrived)} of {self.expected} came over", step_s=STEP_S)
        return 0

    def complete(self):
        if self.ended():
            raise Trouble(f"the third gateway ended, see {self.log}")
        found, self.mark = self.arrivals.after(self.mark)
        self.arrived.update((change.bucket, change.key) for change in found)
        return len(self.arrived) >= self.expected

    def kill(self):
        """What has come over is looked at through it, so it goes on until the turn is over."""
