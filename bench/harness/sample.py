"""CPU and memory of processes over time, from /proc."""
import os
import pathlib
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")
STEP_S = 0.5


def cpu_s(pid):
    """Seconds of CPU that a process has had; 0 once it has ended."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mib(pid, what="VmRSS"):
    """Resident memory of a process, or with VmHWM its peak; 0 once it has ended."""
    try:
        lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what + ":")), 0.0)


class Sampler:
    """While it is entered, notes every half second what the tool and the gateways took."""

    def __init__(self, tool, gateway_pids):
        self.tool = tool
        self.gateway_pids = gateway_pids
        self.points = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self):
        self.begin = time.time()
        self.gateways_before = self.gateways()
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.stop.set()
        self.thread.join()
        self.end = time.time()
        self.gateway_cpu_s = self.gateways() - self.gateways_before

    def gateways(self):
        return sum(cpu_s(pid) for pid in self.gateway_pids)

    def run(self):
        while not self.stop.wait(STEP_S):
            self.points.append((round(time.time() - self.begin, 2), self.tool.cpu_s(), self.tool.memory_mib()))

    def series(self):
        """Percent of a core, and MiB, over time."""
        busy = [[after[0], 100 * max(0.0, after[1] - before[1]) / (after[0] - before[0])] for before, after in zip(self.points, self.points[1:])]
        return {"cpu_percent": busy, "resident_mib": [[when, memory] for when, _, memory in self.points]}
