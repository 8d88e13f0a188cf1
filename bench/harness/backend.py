"""The two zones between which is measured: processes of `gyre zone`, or two real clusters."""
import http.client
import os
import pathlib
import shutil
import signal
import subprocess

from harness.access_log import AccessLog, SyncLog
from harness.machine import JAR, TOP, cores, pinned
from harness.process import Child, run, until
from harness.s3 import Gateway

START_LIMIT_S = 60
FRONTEND = "tcp_nodelay=1"


class Zone:
    """One end: where it listens, what it was asked, what was written to it, and which processes it is made of."""

    def __init__(self, name, port, log, pids, arrivals=None):
        self.name = name
        self.endpoint = f"http://127.0.0.1:{port}"
        self.port = port
        self.log = AccessLog(log)
        self.arrivals = arrivals or self.log
        self.pids = pids

    def gateway(self):
        return Gateway(self.endpoint)

    def answers(self):
        return answers(self.port)


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


class Embedded:
    """Each zone a JVM; what it stores is gone when it ends."""

    name = "embedded"
    away = "frozen (SIGSTOP): it accepts connections and does not answer"

    def __init__(self, options, directory):
        self.options = options
        self.directory = directory
        self.children = []

    def start(self, delay_ms=0):
        self.directory.mkdir(parents=True, exist_ok=True)
        self.source = self.zone("master-1", "source", self.options.ports[0], delay_ms and f"delay={delay_ms}ms ^(GET|HEAD|POST|DELETE)")
        self.destination = self.zone("slave-1", "destination", self.options.ports[1], delay_ms and f"delay={delay_ms}ms")

    def zone(self, name, party, port, fault):
        log = self.directory / f"{name}-requests.log"
        command = [*pinned(party), "java", f"@{TOP}/conf/zone.jvm", f"-Xmx{self.options.zone_heap}", "-jar", JAR, "zone", "--name", name]
        command += ["--port", port, "--data", self.directory, "--request-log", log, *(["--fault", fault] if fault else [])]
        child = Child(command, self.directory / f"{name}.log")
        self.children.append(child)
        until(START_LIMIT_S, lambda: child.ended() or answers(port), f"zone {name} does not answer at port {port}, see {child.log}", 0.2)
        if child.ended():
            raise SystemExit(f"zone {name} ended at once, see {child.log}")
        return Zone(name, port, log, [child.pid])

    def leave(self):
        os.kill(self.destination.pids[0], signal.SIGSTOP)

    def come_back(self):
        os.kill(self.destination.pids[0], signal.SIGCONT)

    def tidy(self):
        """Nothing is left behind by what was removed."""

    def stop(self):
        for child in self.children:
            if not child.ended():
                os.kill(child.pid, signal.SIGCONT)
            child.stop()
        self.children = []
        shutil.rmtree(self.directory, ignore_errors=True)


class Ceph:
    """Two clusters of bench/ceph/clusters, with gateways that answer quickly on kept connections."""

    name = "ceph"
    away = "its gateway was stopped"

    def __init__(self, options, directory):
        self.options = options
        self.directory = directory / "clusters"

    def start(self, delay_ms=0):
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        ports = self.options.ports
        monitors = f"{ports[0] + 2},{ports[0] + 3}"
        self.clusters("up", "--ports", f"{ports[0]},{ports[1]}", "--monitor-ports", monitors, "--frontend", FRONTEND, "--until-exit", os.getpid())
        self.source, self.destination = self.zone("master-1", ports[0]), self.zone("slave-1", ports[1])
        self.pin("source", self.source)
        self.pin("destination", self.destination)

    @staticmethod
    def pin(party, zone):
        for pid in zone.pids if party in cores() else []:
            run(["taskset", "-a", "-cp", cores()[party], pid])

    def zone(self, name, port):
        home = self.directory / name
        return Zone(name, port, home / "log" / "client.rgw.gateway-1.log", self.pids(home))

    @staticmethod
    def pids(home, daemons=("mon", "osd", "gateway-1")):
        return [int((home / f"{name}.pid").read_text().split()[0]) for name in daemons]

    def join(self):
        """A third, empty zone, of the source's realm; its gateway is the caller's."""
        name, port = "master-1-multisite", self.options.ports[0] + 4
        self.clusters("join", "--frontend", FRONTEND, port, port + 1)
        home = self.directory / name
        log = home / "log" / "client.rgw.gateway-1.log"
        log.touch()
        zone = Zone(name, port, log, self.pids(home, ("mon", "osd")), SyncLog(log))
        self.pin("destination", zone)
        return zone

    def part(self):
        self.clusters("part")

    def leave(self):
        self.clusters("gateway", "slave-1", "stop")

    def come_back(self):
        self.clusters("gateway", "slave-1", "start")
        self.destination.pids[:] = self.pids(self.directory / "slave-1")

    def tidy(self):
        """What was removed gives its room back."""
        self.clusters("admin", "slave-1", "gc", "process", "--include-all")

    def clusters(self, command, *arguments):
        script = [TOP / "bench" / "ceph" / "clusters", command, "--directory", self.directory, *arguments]
        # Its daemons keep what they are given as output: a pipe would never end.
        with open(self.directory.parent / "clusters.log", "ab") as log:
            if subprocess.run([str(part) for part in script], stdout=log, stderr=log, timeout=300, check=False).returncode != 0:
                raise SystemExit(f"bench/ceph/clusters {command} failed, see {log.name}")

    def stop(self):
        self.clusters("down")


BACKENDS = {"embedded": Embedded, "ceph": Ceph}


def backend(options):
    return BACKENDS[options.backend](options, pathlib.Path(options.directory) / options.backend)
