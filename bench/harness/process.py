"""Child processes whose cost is known to the end."""
import os
import signal
import subprocess
import time

from harness.sample import cpu_s, memory_mib


class Child:
    """A started command. CPU and peak memory are the kernel's own figures once it has ended."""

    def __init__(self, command, log, env=None):
        with open(log, "ab") as output:
            self.popen = subprocess.Popen([str(part) for part in command], stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=env)
        self.pid = self.popen.pid
        self.log = log
        self.code = None
        self.usage = None

    def ended(self, block=False):
        """Whether it has ended; its exit code and usage are known then."""
        if self.code is None:
            pid, status, usage = os.wait4(self.pid, 0 if block else os.WNOHANG)
            if pid:
                self.code = self.popen.returncode = os.waitstatus_to_exitcode(status)
                self.usage = usage
        return self.code is not None

    def wait(self, limit_s):
        """Its exit code; killed once the time is up."""
        until(limit_s, self.ended, f"{self.log} has more: the process did not end", step_s=0.02, on_failure=self.kill)
        return self.code

    def cpu_s(self):
        return self.usage.ru_utime + self.usage.ru_stime if self.usage else cpu_s(self.pid)

    def memory_mib(self):
        return 0.0 if self.usage else memory_mib(self.pid)

    def peak_mib(self):
        return self.usage.ru_maxrss / 1024 if self.usage else memory_mib(self.pid, "VmHWM")

    def stop(self, limit_s=60):
        if not self.ended():
            os.kill(self.pid, signal.SIGTERM)
            self.wait(limit_s)

    def kill(self):
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            self.ended(block=True)


class Trouble(Exception):
    """A measurement that cannot be made, with what to look at."""


def until(limit_s, condition, what, step_s=0.5, on_failure=lambda: None):
    """Waits until the condition holds; its value."""
    end = time.monotonic() + limit_s
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            on_failure()
            raise Trouble(f"{what} (after {limit_s:.0f} s)")
        time.sleep(step_s)


def run(command, limit_s=600, env=None, cwd=None):
    """What a command prints; trouble where it fails."""
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=limit_s, env=env, cwd=cwd, check=False)
    if result.returncode != 0:
        raise Trouble(f"{' '.join(map(str, command))}: exit code {result.returncode}: {result.stderr[-400:] or result.stdout[-400:]}")
    return result.stdout
