"""When what was written arrived: the operations that the load noted, and the requests that the destination answered."""
import json

from harness.access_log import is_removal, is_write


def operations(file):
    """[what, path, size, begin, end] of each, in the order of their answers."""
    with open(file, encoding="ascii") as lines:
        return [json.loads(line) for line in lines]


def arrivals(requests):
    """By path, the writes and the removals that succeeded there, in order: {path: [(begin, end, removed), …]}."""
    found = {}
    for request in requests:
        removed = is_removal(request)
        if removed or is_write(request):
            found.setdefault(f"/{request.bucket}/{request.key}", []).append((request.begin, request.end, removed))
    return found


def lags(done, requests):
    """[moment, seconds] of every operation that arrived, and how many were overtaken by a later one to the same key.

    An operation arrives with the first request of its kind that began after it did. Negative ones, where the copy was
    answered before the writer was, count as 0.
    """
    found = arrivals(requests)
    last = {}
    for number, (_, path, *_) in enumerate(done):
        last[path] = number
    points, overtaken, missing = [], 0, 0
    for number, (what, path, _, begin, end) in enumerate(done):
        arrived = next((there for began, there, removed in found.get(path, ()) if removed == (what == "delete") and began >= begin), None)
        if arrived is not None:
            points.append([end, max(0.0, arrived - end)])
        elif last[path] != number:
            overtaken += 1
        else:
            missing += 1
    return points, overtaken, missing
