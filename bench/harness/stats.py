"""Percentiles, medians, and ratios of rounds."""
import statistics


def percentile(values, share):
    """The smallest value that at least this share of all is not above; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    rank = max(1, -(-len(ordered) * round(share * 1000) // 1000))
    return ordered[rank - 1]


def spread(values):
    """Median, smallest and largest of those that are known; None where none is."""
    known = [value for value in values if value is not None]
    return {"median": statistics.median(known), "min": min(known), "max": max(known)} if known else None


def summary(runs):
    """By tool, in the order of the runs, the spread of each figure."""
    found = {}
    for run in runs:
        found.setdefault(run["tool"], [])
        found[run["tool"]].append(run["figures"])
    return {tool: {name: spread([figures.get(name) for figures in all_of]) for name in names_of(all_of)} for tool, all_of in found.items()}


def names_of(figures):
    """Names of all figures, each once, in the order in which they come."""
    return list(dict.fromkeys(name for one in figures for name in one))


def ratios(runs, first, other, figure):
    """The figure of one tool by that of another, round by round; rounds in which either is missing or 0 are left out."""
    by_round = {}
    for run in runs:
        by_round.setdefault(run["round"], {})[run["tool"]] = run["figures"].get(figure)
    pairs = [(found.get(first), found.get(other)) for _, found in sorted(by_round.items())]
    return [a / b for a, b in pairs if a is not None and b]


def per_second(moments, begin, end, step=1.0):
    """How many of the moments fall into each step from begin to end, as [[seconds since begin, rate], …]."""
    slots = [0] * max(1, int((end - begin) / step) + 1)
    for moment in moments:
        if begin <= moment <= end:
            slots[int((moment - begin) / step)] += 1
    return [[round(n * step, 3), count / step] for n, count in enumerate(slots)]


def thinned(points, most=600):
    """At most so many of the points, evenly taken."""
    return points if len(points) <= most else [points[n * len(points) // most] for n in range(most)]
