"""Results as Markdown and as a page that needs nothing else."""
from harness import page
from harness.stats import ratios, spread, summary


def number(value):
    """Three significant digits, or more where there are more before the point; a dash where nothing is known."""
    if value is None:
        return "–"
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value)}"
    magnitude = abs(value)
    return f"{value:,.0f}" if magnitude >= 100 else f"{value:.1f}" if magnitude >= 10 else f"{value:.2f}" if magnitude >= 1 else f"{value:.3f}"


def cell(found):
    """Median and, where they differ, smallest and largest."""
    if found is None:
        return "–"
    if found["min"] == found["max"]:
        return number(found["median"])
    return f"{number(found['median'])} ({number(found['min'])} to {number(found['max'])})"


def table(found):
    """The figures of a scenario as rows of cells, the one that counts first; the heading is the first row."""
    tools = summary(found["runs"])
    first = found["scenario"]["figure"]
    names = list(dict.fromkeys(name for figures in tools.values() for name in figures))
    names.sort(key=lambda name: name != first)
    return [["", *tools], *([name, *(cell(figures.get(name)) for figures in tools.values())] for name in names)]


def ratio_lines(found):
    """Round by round, the figure of the first tool by that of each other one."""
    tools = list(dict.fromkeys(run["tool"] for run in found["runs"]))
    lines = []
    for other in tools[1:]:
        for figure in dict.fromkeys([found["scenario"]["figure"], "cpu_s_per_million", "peak_resident_mib"]):
            by_round = ratios(found["runs"], tools[0], other, figure)
            if by_round:
                each = ", ".join(map(number, by_round))
                lines.append(f"{figure}: {tools[0]} / {other} {cell(spread(by_round))}; by round: {each}")
    return lines


def remarks(found):
    """What is to be known of the figures, who could not, and what failed."""
    notes = [f"{name}: {note}" for name, note in found.get("notes", {}).items()]
    unable = [f"{name} cannot: {reason}" for name, reason in found["unable"].items()]
    return notes + unable + [f"round {failure['round']}, {failure['tool']} failed: {failure['reason']}" for failure in found["failures"]]


def conditions(results):
    """On what, with what, when: pairs of a name and a text."""
    machine, options = results["machine"], results["options"]
    pairs = [
        ("began", results["began"]),
        ("commit", results["commit"]),
        ("machine", f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, Linux {machine['kernel']}, load {machine['load_at_start']:.2f} at the start"),
        ("versions", "; ".join(text for text in results["versions"].values() if text)),
        ("backend", f"{options['backend']}, {options['rounds']} rounds, scale {options['scale']}, seed {results['seed']}, heap of gyre {options.get('heap', '–')}"),
    ]
    return pairs


def load_of(scenario):
    left_out = {"name", "title", "measures", "figure", "better", "kind", "scaled", "limit"}
    return ", ".join(f"{name} {value}" for name, value in scenario.items() if name not in left_out)


def markdown(results):
    lines = ["# Bench", ""]
    lines += [f"- {name}: {text}" for name, text in conditions(results)]
    for found in results["scenarios"]:
        scenario = found["scenario"]
        lines += ["", f"## {scenario['name']}: {scenario['title']}", ""]
        lines += [f"Measures {scenario['measures']}. What counts is `{scenario['figure']}` ({scenario['better']} is better). Load: {load_of(scenario)}.", ""]
        if found["runs"]:
            head, *rows = table(found)
            lines += ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
            lines += ["| " + " | ".join(row) + " |" for row in rows] + [""]
        lines += [f"- {line}" for line in ratio_lines(found) + remarks(found)]
    return "\n".join(lines) + "\n"


def write(results, directory):
    (directory / "report.md").write_text(markdown(results), encoding="utf-8")
    (directory / "report.html").write_text(page.html_of(results), encoding="utf-8")
