"""The replicators that are compared: what starts them, what they cannot do, and what only one of them can tell."""
import os
import re
import shutil
import threading

from harness.machine import JAR, TOP, pinned
from harness.multisite import Multisite
from harness.process import Child, Trouble, run
from harness.s3 import ACCESS_KEY, SECRET_KEY
from harness.tool import Tool


class Gyre(Tool):
    """`gyre sync`, with the flags of conf/gyre.jvm and the heap that was asked for."""

    name = "gyre"

    def __init__(self, options, backend, directory):
        super().__init__(backend)
        self.options = options
        self.directory = directory / self.name
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        ends = [f'{{ endpoint: "{zone.endpoint}", access-key: {ACCESS_KEY}, secret-key: "{SECRET_KEY.decode()}" }}' for zone in (backend.source, backend.destination)]
        self.config = self.directory / "gyre.yaml"
        state = self.directory / "state"
        self.config.write_text(f'source: {ends[0]}\ndestination: {ends[1]}\nstate: {state}\nops: {{ listen: "127.0.0.1:{options.ports[2]}" }}\n{options.gyre_settings}\n')

    def once(self, buckets):
        """A first copy; the process ends with it."""
        return self.start("--once")

    def follow(self, buckets):
        """A process that copies, and goes on copying what changes, until it is stopped."""
        return self.start()

    def start(self, *arguments):
        flags = [f"@{self.options.gyre_jvm}", f"-XX:SharedArchiveFile={JAR.with_suffix('.jsa')}", f"-Xmx{self.options.heap}", f"-Xlog:gc:file={self.directory}/gc.log"]
        return Child([*pinned("tool"), "java", *flags, "-jar", JAR, "sync", "--config", self.config, *arguments], self.directory / "gyre.log")

    def heap_after_gc_mib(self, process):
        """What lives in the heap: asked for, or if the process has ended the least after a collection of its second half."""
        if not process.ended():
            run(["jcmd", process.pid, "GC.run"])
            return live_heap_mib(run(["jcmd", process.pid, "GC.heap_info"]))
        after = collections_mib((self.directory / "gc.log").read_text())
        return min(after[len(after) // 2 :], default=None)


def live_heap_mib(heap_info):
    """The sum of all `used NK` of the heap's generations, metaspace left out."""
    heap = heap_info.partition("Metaspace")[0]
    return sum(int(kib) for kib in re.findall(r"(?:generation|gen|heap) .*?used (\d+)K", heap)) / 1024


def collections_mib(log):
    """What every collection left, in the order of a log of -Xlog:gc."""
    return [int(left) for left in re.findall(r"Pause .*?\d+M->(\d+)M\(", log)]


class Rclone(Tool):
    """`rclone sync`, once or again and again, as it is commonly run."""

    name = "rclone"
    keeps_etags = False  # it uploads large objects in parts of its own
    transfers = 32

    def __init__(self, options, backend, directory):
        super().__init__(backend)
        self.directory = directory / self.name
        self.directory.mkdir(parents=True, exist_ok=True)
        self.environment = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
        for name, zone in (("SOURCE", backend.source), ("DEST", backend.destination)):
            remote = {"TYPE": "s3", "PROVIDER": "Ceph", "ENDPOINT": zone.endpoint, "ACCESS_KEY_ID": ACCESS_KEY, "SECRET_ACCESS_KEY": SECRET_KEY.decode()}
            self.environment.update({f"RCLONE_CONFIG_{name}_{key}": value for key, value in remote.items()})

    @staticmethod
    def unable(options, scenario):
        if not shutil.which("rclone"):
            return "rclone is not installed"
        return "it copies the current version of a key only" if scenario.get("versions") else None

    def once(self, buckets):
        where = f":{buckets[0]}" if len(buckets) == 1 else ":"
        command = ["rclone", "sync", "--transfers", self.transfers, "--checkers", self.transfers, f"SOURCE{where}", f"DEST{where}"]
        return Child([*pinned("tool"), *command], self.directory / "rclone.log", self.environment)

    def follow(self, buckets):
        return Again(lambda: self.once(buckets))


class Again:
    """A command that is started again as soon as it has ended, as one process."""

    def __init__(self, start):
        self.start = start
        self.current = start()
        self.cpu_before = 0.0
        self.peak_before = 0.0
        self.stopping = False
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self.go_on, daemon=True)
        self.thread.start()

    def go_on(self):
        while not self.stopping:
            try:
                self.current.wait(limit_s=24 * 3600)
            except (Trouble, ChildProcessError):
                return
            with self.lock:
                if self.stopping:
                    return
                self.cpu_before += self.current.cpu_s()
                self.peak_before = max(self.peak_before, self.current.peak_mib())
                self.current = self.start()

    def ended(self):
        return False

    def cpu_s(self):
        with self.lock:
            return self.cpu_before + self.current.cpu_s()

    def memory_mib(self):
        return self.current.memory_mib()

    def peak_mib(self):
        with self.lock:
            return max(self.peak_before, self.current.peak_mib())

    def stop(self, limit_s=60):
        with self.lock:
            self.stopping = True
        self.end(lambda: os.kill(self.current.pid, 15))

    def kill(self):
        with self.lock:
            self.stopping = True
        self.end(lambda: os.kill(self.current.pid, 9))

    def end(self, signal):
        if self.current.code is None:
            signal()
        self.thread.join(60)


TOOLS = {"gyre": Gyre, "rclone": Rclone, "multisite": Multisite}
