// Two lines over an hour, as SVG. A value that is not known leaves a gap.

const NAMESPACE = "http://www.w3.org/2000/svg";
const WIDTH = 520;
const HEIGHT = 170;
const LEFT = 78;
const BOTTOM = 22;
const TOP = 10;
const HOUR = 3600 * 1000;

function element(name, attributes, text) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function path(samples, value, x, y) {
  let d = "";
  let drawing = false;
  for (const sample of samples) {
    const known = value(sample);
    if (known === null) {
      drawing = false;
    } else {
      d += `${drawing ? "L" : "M"}${x(sample.time).toFixed(1)},${y(known).toFixed(1)}`;
      drawing = true;
    }
  }
  return d;
}

// `series`: { name, value(sample), text(value) }, the first two of them; each has a scale of its
// own when `apart` is set.
export function draw(figure, samples, series, apart) {
  const now = samples.length === 0 ? Date.now() : samples[samples.length - 1].time;
  const x = (time) => LEFT + ((time - (now - HOUR)) / HOUR) * (WIDTH - LEFT - 6);
  const most = series.map((one) =>
    Math.max(1, ...samples.map((sample) => one.value(sample) ?? 0)));
  const top = apart ? most : most.map(() => Math.max(...most));
  const y = (index) => (value) => TOP + (1 - value / top[index]) * (HEIGHT - TOP - BOTTOM);
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  const last = samples[samples.length - 1];
  const said = series
    .map((one) => `${one.name}: now ${last ? one.text(one.value(last)) : "unknown"}`)
    .join("; ");
  svg.append(element("title", {}, said));
  for (const share of [0, 0.5, 1]) {
    const at = y(0)(top[0] * share);
    svg.append(element("line", { class: "grid", x1: LEFT, x2: WIDTH - 6, y1: at, y2: at }));
    svg.append(
      element("text", { x: LEFT - 6, y: at + 4, "text-anchor": "end" }, series[0].text(top[0] * share)));
  }
  for (const minutes of [60, 40, 20, 0]) {
    const at = x(now - minutes * 60000);
    const anchor = minutes === 0 ? "end" : "middle";
    svg.append(
      element("text", { x: at, y: HEIGHT - 5, "text-anchor": anchor }, minutes === 0 ? "now" : `−${minutes} min`));
  }
  series.forEach((one, index) =>
    svg.append(
      element("path", { class: index === 0 ? "a" : "b", d: path(samples, one.value, x, y(index)) })));
  figure.replaceChildren(svg, legend(series, last, apart ? top : null));
}

function legend(series, last, top) {
  const caption = document.createElement("figcaption");
  caption.className = "legend";
  series.forEach((one, index) => {
    const entry = document.createElement("span");
    entry.className = index === 0 ? "a" : "b";
    const scale = top === null ? "" : ` (top ${one.text(top[index])})`;
    entry.append(document.createElement("i"), `${one.name}: ${last ? one.text(one.value(last)) : "unknown"}${scale}`);
    caption.append(entry);
  });
  return caption;
}
