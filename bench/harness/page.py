"""The report as one page of HTML with its plots in it."""
import html

from harness import report
from harness.plot import COLOURS, plot
from harness.stats import thinned

STYLE = """
:root { color-scheme: light dark; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1180px; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .8rem; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child, td:first-child { text-align: left; }
tr.counts td { font-weight: 600; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 1rem; }
.key span { display: inline-block; width: .8em; height: .8em; margin: 0 .4em 0 1em; }
svg { width: 100%; height: auto; }
svg text { font-size: 11px; fill: currentColor; } svg .title { font-size: 13px; font-weight: 600; }
svg .grid { stroke: var(--line); } svg .tick { opacity: .75; }
"""
PLOTS = (
    ("lag", "Lag by the moment of the write", "seconds", True),
    ("throughput", "Objects written at the destination", "a second", False),
    ("cpu_percent", "CPU of the tool", "% of a core", False),
    ("resident_mib", "Resident memory of the tool", "MiB", False),
)


def html_table(found):
    head, *rows = report.table(found)
    cells = lambda row, tag: "".join(f"<{tag}>{html.escape(text)}</{tag}>" for text in row)
    marked = lambda row: ' class="counts"' if row[0] == found["scenario"]["figure"] else ""
    body = "".join(f"<tr{marked(row)}>{cells(row, 'td')}</tr>" for row in rows)
    return f"<table><tr>{cells(head, 'th')}</tr>{body}</table>"


def plots(found):
    """Each kind of plot with all rounds of all tools in it; a tool has one colour."""
    tools = list(dict.fromkeys(run["tool"] for run in found["runs"]))
    colours = {tool: COLOURS[n % len(COLOURS)] for n, tool in enumerate(tools)}
    drawn = []
    for series, title, unit, points in PLOTS:
        lines = [(f"{run['tool']}, round {run['round']}", colours[run["tool"]], thinned(run["series"].get(series, []))) for run in found["runs"]]
        drawn.append(plot(title, unit, lines, points))
    key = "".join(f'<span style="background:{colour}"></span>{html.escape(tool)}' for tool, colour in colours.items())
    return f'<p class="key">{key}</p><div class="plots">{"".join(drawn)}</div>'


def section(found):
    scenario = found["scenario"]
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in report.ratio_lines(found) + report.remarks(found))
    measures = f"Measures {scenario['measures']}. What counts is {scenario['figure']} ({scenario['better']} is better). Load: {report.load_of(scenario)}."
    drawn = html_table(found) + plots(found) if found["runs"] else ""
    return f"<h2>{html.escape(scenario['name'])}: {html.escape(scenario['title'])}</h2><p>{html.escape(measures)}</p>{drawn}<ul>{lines}</ul>"


def html_of(results):
    conditions = "".join(f"<li>{html.escape(name)}: {html.escape(text)}</li>" for name, text in report.conditions(results))
    sections = "".join(map(section, results["scenarios"]))
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><style>{STYLE}</style><body><h1>Bench</h1><ul>{conditions}</ul>{sections}</body></html>\n'
