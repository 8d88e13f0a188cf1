"""Line and point plots as SVG, without anything from the network."""
import html
import math

WIDTH, HEIGHT = 560, 240
LEFT, RIGHT, TOP, BOTTOM = 58, 12, 30, 34
COLOURS = ("#1f6feb", "#d1570c", "#2da44e", "#8250df", "#bf3989")


def ticks(least, most, wanted=5):
    """Round numbers between both, least and most included as far as they are round."""
    span = most - least or 1
    rough = span / wanted
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = math.ceil(least / step)
    return [n * step for n in range(first, math.floor(most / step + 1e-9) + 1)]


def label(value):
    if value and abs(value) < 0.1:
        return f"{value:g}"
    return f"{value / 1e6:g}M" if abs(value) >= 1e6 else f"{value / 1e3:g}k" if abs(value) >= 1e4 else f"{round(value, 3):g}"


def plot(title, unit, lines, points=False):
    """An SVG of named lines: [(name, colour, [[x, y], …]), …], x in seconds; with points, dots that are not joined."""
    every = [point for _, _, found in lines for point in found]
    if not every:
        return ""
    x_most = max(x for x, _ in every) or 1
    y_most = max(y for _, y in every) * 1.05 or 1
    across = lambda x: LEFT + max(0, x) / x_most * (WIDTH - LEFT - RIGHT)
    up = lambda y: HEIGHT - BOTTOM - y / y_most * (HEIGHT - TOP - BOTTOM)
    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(title)}">']
    parts.append(f'<text class="title" x="{LEFT}" y="16">{html.escape(title)}, {html.escape(unit)}</text>')
    for y in ticks(0, y_most):
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{up(y):.1f}" y2="{up(y):.1f}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 6}" y="{up(y) + 4:.1f}" text-anchor="end">{label(y)}</text>')
    for x in ticks(0, x_most, 6):
        parts.append(f'<text class="tick" x="{across(x):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{label(x)}</text>')
    parts.append(f'<text class="tick" x="{WIDTH - RIGHT}" y="{HEIGHT - 4}" text-anchor="end">seconds</text>')
    for name, colour, found in lines:
        where = [(across(x), up(y)) for x, y in found]
        if points:
            parts.append("".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.6" fill="{colour}" fill-opacity="0.6"/>' for x, y in where))
        else:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in where)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"><title>{html.escape(name)}</title></polyline>')
    return "".join(parts) + "</svg>"
