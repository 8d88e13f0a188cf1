// Tables and the heat map. Rows are kept while what they are of is, so that the focus stays.

import { age, count, plain, relative, size } from "./format.js";

const STATES = {
  full_pass: ["full pass", "warn"],
  following: ["following", "good"],
  stopped: ["syncing disabled", "bad"],
  creating: ["being made", "warn"],
  refused: ["refused", "bad"],
  unfollowed: ["left out", "bad"],
  unselected: ["not selected", ""],
  removing: ["being removed", "warn"],
};

function set(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

// Makes the table's rows those of `items`; `make` builds a row once, `fill` writes into it.
function rows(table, items, key, make, fill) {
  const body = table.tBodies[0];
  const known = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  items.forEach((item, index) => {
    const name = key(item);
    let row = known.get(name);
    if (row === undefined) {
      row = make(item);
      row.dataset.key = name;
    }
    known.delete(name);
    if (body.rows[index] !== row) {
      body.insertBefore(row, body.rows[index] ?? null);
    }
    fill(row, item);
  });
  known.forEach((row) => row.remove());
}

function row(cells) {
  const made = document.createElement("tr");
  for (const [tag, label, kind] of cells) {
    const cell = document.createElement(tag);
    if (tag === "th") {
      cell.scope = "row";
    }
    cell.dataset.label = label;
    cell.className = kind;
    made.append(cell);
  }
  return made;
}

function button(cell, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.addEventListener("click", () => press(made));
  cell.append(made);
}

export function buckets(table, view, pausedBuckets, toggle) {
  const paused = new Set(pausedBuckets.map((one) => one.bucket));
  rows(
    table,
    view,
    (bucket) => `${bucket.bucket}:${bucket.id}`,
    (bucket) => {
      const made = row([
        ["th", "Bucket", ""], ["td", "State", ""], ["td", "Lag", ""], ["td", "Longest waits", "key"],
        ["td", "Waiting", "number"], ["td", "Rate", "number"], ["td", "To go", "number"],
        ["td", "Parked", "number"], ["td", "", "action"],
      ]);
      const why = document.createElement("p");
      why.className = "of";
      made.cells[1].append(document.createElement("span"), why);
      button(made.cells[8], (pressed) => toggle(bucket.bucket, pressed.dataset.paused === "true"));
      return made;
    },
    (made, bucket) => fillBucket(made, bucket, paused.has(bucket.bucket)));
}

function fillBucket(made, bucket, isPaused) {
  const [state, kind] = isPaused ? ["paused", "warn"] : STATES[bucket.state] ?? [bucket.state, ""];
  set(made.cells[0], plain(bucket.bucket));
  const tag = made.cells[1].firstChild;
  tag.className = `tag ${kind}`;
  set(tag, state + (bucket.bucket_shards_to_copy > 0 ? ` ${count(bucket.bucket_shards_to_copy)}/${count(bucket.bucket_shards)}` : ""));
  set(made.cells[1].lastChild, plain(bucket.reason));
  set(made.cells[2], bucket.lag_seconds === 0 ? "none" : age(bucket.lag_seconds));
  set(made.cells[3], bucket.oldest_key === null ? "" : plain(bucket.oldest_key));
  const read = bucket.entries_waiting_at_least ? `≥ ${count(bucket.entries_waiting)}` : count(bucket.entries_waiting);
  const waiting = bucket.entries_waiting === 0 ? "not read yet" : read;
  const toGo = bucket.objects_to_go === null ? "" : `${count(bucket.objects_to_go)} objects`;
  set(made.cells[4], bucket.bucket_shards_changed > 0 ? waiting : toGo);
  set(made.cells[5], bucket.entries_per_second > 0 ? `${count(bucket.entries_per_second)}/s, ${size(bucket.bytes_per_second)}/s` : "");
  set(made.cells[6], bucket.seconds_to_go === null ? "" : age(bucket.seconds_to_go));
  set(made.cells[7], bucket.parked > 0 ? count(bucket.parked) : "");
  const pause = made.cells[8].firstChild;
  pause.dataset.paused = String(isPaused);
  set(pause, isPaused ? "Resume" : "Pause");
  pause.setAttribute("aria-label", `${isPaused ? "Resume" : "Pause"} bucket ${bucket.bucket}`);
}

export function parked(table, items, now, retry) {
  rows(
    table,
    items,
    (item) => String(item.id),
    (item) => {
      const made = row([
        ["th", "Object", ""], ["td", "Reason", ""], ["td", "Attempts", "number"],
        ["td", "Since", ""], ["td", "Next try", ""], ["td", "", "action"],
      ]);
      button(made.cells[5], () => retry(item.id));
      made.cells[5].firstChild.textContent = "Retry";
      made.cells[5].firstChild.setAttribute("aria-label", `Retry ${item.bucket} / ${item.key}`);
      return made;
    },
    (made, item) => {
      const version = item.version === "" ? "" : ` version ${item.version}`;
      set(made.cells[0], plain(`${item.bucket} / ${item.key}${version}`));
      set(made.cells[1], plain(item.reason));
      set(made.cells[2], count(item.attempts));
      set(made.cells[3], relative(item.since, now));
      set(made.cells[4], relative(item.next_try, now));
    });
}

// How much a log shard lags, in steps.
const STEPS = [
  ["h0", "no lag"], ["h1", "under 1 min"], ["h2", "under 10 min"], ["h3", "longer"],
  ["hx", "unknown"], ["failing", "cannot be read"],
];

function step(shard) {
  if (shard.failure !== null) {
    return "failing";
  }
  if (shard.lag_seconds === null) {
    return "hx";
  }
  return shard.lag_seconds === 0 ? "h0" : shard.lag_seconds < 60 ? "h1" : shard.lag_seconds < 600 ? "h2" : "h3";
}

function describe(shard) {
  const parts = [`${shard.log} log shard ${shard.shard}: lag ${shard.lag_seconds === 0 ? "none" : age(shard.lag_seconds)}`];
  parts.push(shard.as_of_age_seconds === null ? "not read to its end yet" : `read ${age(shard.as_of_age_seconds)} ago`);
  if (shard.bucket_shards > 0) {
    parts.push(`${count(shard.bucket_shards)} bucket shards, ${count(shard.bucket_shards_changed)} changed, ${count(shard.bucket_shards_to_copy)} to copy`);
  }
  if (shard.oldest !== null) {
    parts.push(`longest waits ${plain(shard.oldest)}`);
  }
  if (shard.failure !== null) {
    parts.push(plain(shard.failure));
  }
  return parts.join("; ");
}

// One tab stop for each log; the arrows move within it.
export function heat(place, shards, detail) {
  for (const log of ["data", "metadata"]) {
    const ofLog = shards.filter((shard) => shard.log === log);
    let map = document.getElementById(`heat-${log}`);
    if (ofLog.length === 0) {
      map?.parentElement.remove();
      continue;
    }
    if (map === null || map.children.length !== ofLog.length) {
      map?.parentElement.remove();
      map = makeMap(place, log, ofLog.length, detail);
    }
    ofLog.forEach((shard, index) => {
      const cell = map.children[index];
      const active = cell === document.activeElement;
      cell.className = step(shard);
      const text = describe(shard);
      if (cell.getAttribute("aria-label") !== text) {
        cell.setAttribute("aria-label", text);
        cell.title = text;
        if (active) {
          set(detail, text);
        }
      }
    });
    const behind = ofLog.filter((shard) => shard.lag_seconds !== 0).length;
    set(map.previousElementSibling, `${log === "data" ? "Data" : "Metadata"} log: ${count(ofLog.length)} log shards, ${behind === 0 ? "none behind" : `${count(behind)} behind or unknown`}`);
  }
}

function makeMap(place, log, size, detail) {
  const box = document.createElement("div");
  const title = document.createElement("p");
  title.className = "shard-title";
  title.id = `heat-${log}-title`;
  const map = document.createElement("div");
  map.id = `heat-${log}`;
  map.className = "heat";
  map.setAttribute("role", "group");
  map.setAttribute("aria-labelledby", title.id);
  for (let i = 0; i < size; i++) {
    const cell = document.createElement("button");
    cell.type = "button";
    cell.tabIndex = i === 0 ? 0 : -1;
    const show = () => set(detail, cell.getAttribute("aria-label"));
    cell.addEventListener("focus", show);
    cell.addEventListener("click", show);
    map.append(cell);
  }
  map.addEventListener("keydown", (event) => move(map, event));
  box.append(title, map);
  if (log === "data") {
    box.append(steps());
    place.prepend(box);
  } else {
    place.append(box);
  }
  return map;
}

function steps() {
  const list = document.createElement("ul");
  list.className = "steps";
  for (const [name, text] of STEPS) {
    const item = document.createElement("li");
    item.className = name;
    item.append(document.createElement("i"), text);
    list.append(item);
  }
  return list;
}

function move(map, event) {
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perLine(map), ArrowUp: -perLine(map) }[event.key];
  const cells = [...map.children];
  const to = cells.indexOf(document.activeElement) + (by ?? 0);
  if (by === undefined || to < 0 || to >= cells.length) {
    return;
  }
  event.preventDefault();
  document.activeElement.tabIndex = -1;
  cells[to].tabIndex = 0;
  cells[to].focus();
}

function perLine(map) {
  const first = map.children[0].offsetTop;
  const next = [...map.children].findIndex((cell) => cell.offsetTop > first);
  return next < 0 ? map.children.length : next;
}
