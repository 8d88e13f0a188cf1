"""What the figures were measured on, and with."""
import os
import pathlib
import platform
import re
import shutil
import subprocess

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
JAR = TOP / "target" / "gyre.jar"


def said(*command):
    """The first line that a command says; '' where it is not installed."""
    if not shutil.which(command[0]):
        return ""
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return (result.stdout or result.stderr).strip().splitlines()[:1][0] if (result.stdout or result.stderr).strip() else ""


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal: *(\d+) kB", pathlib.Path("/proc/meminfo").read_text())
    return {
        "cpu": cpu[1] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(int(memory[1]) / (1 << 20), 1),
        "kernel": platform.release(),
        "load_at_start": os.getloadavg()[0],
    }


def versions():
    return {
        "gyre": said("java", "-jar", str(JAR), "--version"),
        "java": said("java", "-version"),
        "python": platform.python_version(),
        "rclone": said("rclone", "version"),
        "wrk": said("wrk", "-v"),
        "radosgw": said("radosgw", "--version"),
    }


def commit():
    """The commit that is checked out, with -dirty where something of it was changed."""
    return said("git", "-C", str(TOP), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")


def cores(count=None):
    """Which cores each party has: a core of its own from four on, no pinning below."""
    count = count or os.cpu_count()
    if count < 4:
        return {}
    quarter = count // 4
    parties = ("source", "destination", "load", "tool")
    ranges = {party: (n * quarter, (n + 1) * quarter - 1) for n, party in enumerate(parties)}
    ranges["tool"] = (3 * quarter, count - 1)
    return {party: f"{first}-{last}" for party, (first, last) in ranges.items()}


def pinned(party, count=None):
    """What goes before a command of this party."""
    found = cores(count).get(party)
    return ["taskset", "-c", found] if found else []
