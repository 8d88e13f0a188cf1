"""Scenarios: small YAML files that say what is measured, with which load, and which figure counts."""
import pathlib
import re

DIRECTORY = pathlib.Path(__file__).resolve().parent.parent / "scenarios"
REQUIRED = ("title", "measures", "figure", "better", "kind")
UNITS = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


def size(text):
    """Bytes of 4KiB, 1GiB, 100."""
    match = re.fullmatch(r"(\d+) *(B|KiB|MiB|GiB)?", str(text))
    if not match:
        raise ValueError(f"no size: {text}")
    return int(match[1]) * UNITS[match[2] or "B"]


def names():
    return sorted(file.stem for file in DIRECTORY.glob("*.yaml"))


def expand(name):
    """The scenarios that a name, or the letter before the first dash, stands for."""
    found = [known for known in names() if known == name or known.startswith(name + "-")]
    if not found:
        raise SystemExit(f"bench: no scenario {name}; there are: {', '.join(names())}")
    return found


def load(name, scale=1.0):
    """A scenario, with the sizes in bytes and the keys that `scaled` names multiplied; it gives their least values."""
    try:
        import yaml
    except ImportError:
        raise SystemExit("bench: Python's YAML is not installed: apt-get install python3-yaml") from None
    return prepared(name, yaml.safe_load((DIRECTORY / f"{name}.yaml").read_text()), scale)


def prepared(name, scenario, scale):
    missing = [key for key in REQUIRED if key not in scenario]
    if missing:
        raise SystemExit(f"bench: scenario {name} lacks {', '.join(missing)}")
    scenario = {"name": name, **scenario}
    if "size" in scenario:
        scenario["size"] = size(scenario["size"])
    if "sizes" in scenario:
        scenario["sizes"] = {str(size(key)): weight for key, weight in scenario["sizes"].items()}
    for key, least in scenario.get("scaled", {}).items():
        scenario[key] = max(size(least), int(scenario[key] * scale))
    return scenario
