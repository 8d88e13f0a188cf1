"""The command line of bench/run and bench/limit."""
import argparse
import datetime
import json
import pathlib
import shutil
import signal
import sys

from harness import kinds, load, machine, report, scenarios, tools
from harness.backend import BACKENDS, backend
from harness.bench import Bench
from harness.process import Trouble

LIMIT = "limit"
WARM_UP_KEYS = 200
WARM_UP_S = {"embedded": 60, "ceph": 0}


def parser(name, description):
    made = argparse.ArgumentParser(prog=f"bench/{name}", description=description, formatter_class=argparse.RawDescriptionHelpFormatter, epilog=known_scenarios())
    made.add_argument("scenarios", nargs="+", metavar="SCENARIO", help="a name or its letter, see below")
    made.add_argument("--backend", choices=BACKENDS, default="embedded", help="two processes of `gyre zone`, or two real clusters (default: %(default)s)")
    made.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    made.add_argument("--scale", type=float, default=1.0, help="of what a scenario lists under scaled: 0.01 for a smoke run (default: %(default)s)")
    made.add_argument("--out", type=pathlib.Path, help="directory for the results (default: target/bench/TIME)")
    made.add_argument("--seed", type=int, default=1, help="of the load (default: %(default)s)")
    made.add_argument("--warm-up", type=float, help=f"seconds of load before the first round (default: {', '.join(f'{seconds} {name}' for name, seconds in WARM_UP_S.items())})")
    made.add_argument("--ports", default="8340,8341,8349", type=lambda text: [int(port) for port in text.split(",")], metavar="A,B,OPS")
    made.add_argument("--zone-heap", default="4g", help="of an embedded zone; half of it is for objects (default: %(default)s)")
    made.add_argument("--directory", default="/tmp/gyre-run", help="for what runs; its zones' data goes when it ends (default: %(default)s)")
    return made


def known_scenarios():
    return "scenarios:\n" + "\n".join(f"  {name:16} {scenarios.load(name)['title']}" for name in scenarios.names())


def main():
    options = parser("run", __doc__)
    options.description = "Runs scenarios between two zones: gyre and its peers in turn, round by round. Writes results.json, report.md and report.html."
    options.add_argument("--peers", default="", help="rclone, multisite (RGW's own, with --backend ceph); several with commas")
    options.add_argument("--limit", action="store_true", help="the bound of the machine in the same alternation, where a scenario has one")
    options.add_argument("--no-gyre", action="store_true", help="the peers only")
    options.add_argument("--heap", default="192m", help="of gyre (default: %(default)s)")
    options.add_argument("--gyre-jvm", default=machine.TOP / "conf" / "gyre.jvm", help="file of its other flags (default: conf/gyre.jvm)")
    options.add_argument("--gyre-settings", default="", help="a line more for its configuration: 'http-client: sdk'")
    given = options.parse_args()
    names = ([] if given.no_gyre else ["gyre"]) + [peer for peer in given.peers.split(",") if peer] + ([LIMIT] if given.limit else [])
    return run(given, names)


def limit():
    return run(parser("limit", "How fast the objects of a first copy can be read at one gateway and written at the other, by clients that cost next to nothing.").parse_args(), [LIMIT])


def run(options, names):
    unknown = [name for name in names if name not in tools.TOOLS and name != LIMIT]
    if unknown:
        raise SystemExit(f"bench: no tool {', '.join(unknown)}")
    if not machine.JAR.exists():
        raise SystemExit("bench: no target/gyre.jar: mvn -q -DskipTests package")
    for program in ("wrk", "java"):
        if not shutil.which(program):
            raise SystemExit(f"bench: {program} is not installed")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    options.directory = pathlib.Path(options.directory)
    now = datetime.datetime.now(datetime.timezone.utc)
    out = options.out or machine.TOP / "target" / "bench" / now.strftime("%Y%m%dT%H%M%SZ")
    out.mkdir(parents=True, exist_ok=True)
    results = {
        "began": now.isoformat(timespec="seconds"),
        "commit": machine.commit(),
        "machine": machine.machine(),
        "versions": machine.versions(),
        "options": {name: str(value) for name, value in vars(options).items()},
        "seed": options.seed,
        "scenarios": [],
    }
    chosen = list(dict.fromkeys(name for given in options.scenarios for name in scenarios.expand(given)))
    for name in chosen:
        results["scenarios"].append(scenario_results(options, scenarios.load(name, options.scale), names))
        (out / "results.json").write_text(json.dumps(results, indent=1))
        report.write(results, out)
    print((out / "report.md").read_text())
    print(f"in {out}: results.json report.md report.html")
    return 1 if any(found["failures"] for found in results["scenarios"]) else 0


def scenario_results(options, scenario, names):
    """Rounds in which every tool has its turn."""
    say(f"{scenario['name']}: {scenario['title']}")
    unable = {name: reason for name in names if (reason := unable_reason(options, scenario, name))}
    found = {"scenario": scenario, "runs": [], "unable": unable, "failures": []}
    able = [name for name in names if name not in unable]
    found["notes"] = {name: tools.TOOLS[name].note for name in able if name != LIMIT and tools.TOOLS[name].note}
    if not able:
        return found
    zones = backend(options)
    try:
        zones.start(scenario.get("delay_ms", 0))
        bench = Bench(options, zones, scenario, options.directory)
        kind = kinds.KINDS[scenario["kind"]](bench)
        warm_up(options, bench)
        kind.prepare()
        for number in range(1, options.rounds + 1):
            for name in able:
                one_run(found, bench, kind, name, number)
    finally:
        zones.stop()
    return found


def one_run(found, bench, kind, name, number):
    try:
        if name == LIMIT:
            result = kind.limit()
        else:
            with bench.tool(tools.TOOLS[name]) as tool:
                result = kind.measure(tool)
    except (Trouble, ConnectionError) as trouble:
        say(f"  round {number} {name}: FAILED: {trouble}")
        found["failures"].append({"round": number, "tool": name, "reason": str(trouble)})
        return
    found["runs"].append({"round": number, "tool": name, **result})
    figure = found["scenario"]["figure"]
    say(f"  round {number} {name}: {figure} {report.number(result['figures'].get(figure))}")


def unable_reason(options, scenario, name):
    if scenario.get("delay_ms") and options.backend != "embedded":
        return "only the embedded gateway can delay its answers"
    if name == LIMIT:
        return None if scenario.get("limit") else "there is no bound for this scenario"
    return tools.TOOLS[name].unable(options, scenario)


def warm_up(options, bench):
    """The compilers of an embedded zone need some load before they are done."""
    seconds = WARM_UP_S[options.backend] if options.warm_up is None else options.warm_up
    if seconds <= 0:
        return
    for zone in (bench.source, bench.destination):
        zone.gateway().require("PUT", "/warm-up")
        load.fill_small(zone, "warm-up", WARM_UP_KEYS, 4096)
        for what, share in (("put", 0.35), ("get", 0.15)):
            load.wrk(what, zone.endpoint, "warm-up", 4096, WARM_UP_KEYS, seconds=max(1, round(seconds * share)))
    bench.clean(bench.source, bench.destination)


def say(text):
    print(text, file=sys.stderr, flush=True)
