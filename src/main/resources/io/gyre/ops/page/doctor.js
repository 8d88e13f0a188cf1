// What doctor found last: what is not OK, and what mends it.

import { counted, plain, relative } from "./format.js";

function finding(found) {
  const item = document.createElement("li");
  const tag = document.createElement("span");
  tag.className = `tag ${found.level === "FAIL" ? "bad" : "warn"}`;
  tag.textContent = found.level;
  item.append(tag, ` ${found.end}, ${found.check.replaceAll("-", " ")}: ${plain(found.message)}`);
  if (found.fix.length > 0) {
    const fix = document.createElement("pre");
    fix.tabIndex = 0;
    fix.textContent = found.fix.map(plain).join("\n");
    item.append(fix);
  }
  return item;
}

// Written anew only when there is another result, so that what is selected stays so.
export function doctor(list, summary, diagnosis, now) {
  const troubles = diagnosis.findings.filter((found) => found.level !== "OK");
  const text = `${counted(diagnosis.fail, "failure")}, ${counted(diagnosis.warn, "warning")}, ${diagnosis.ok} OK; looked ${relative(diagnosis.time, now)}`;
  if (summary.textContent !== text) {
    summary.textContent = text;
  }
  if (list.dataset.time !== diagnosis.time) {
    list.dataset.time = diagnosis.time;
    list.replaceChildren(...troubles.map(finding));
  }
}
