// What is running, live.

import { draw } from "./chart.js";
import { limits, pause, retry, say, showLimits } from "./control.js";
import { doctor } from "./doctor.js";
import { age, count, counted, plain, relative, size } from "./format.js";
import { follow, setToken } from "./stream.js";
import { buckets, heat, parked } from "./tables.js";

const HOUR = 3600 * 1000;
const SAMPLE_MILLIS = 5000;
const by = (id) => document.getElementById(id);
let samples = [];
let isPaused = false;

function set(id, text) {
  if (by(id).textContent !== text) {
    by(id).textContent = text;
  }
}

function badge(text, kind) {
  set("state", text);
  by("state").className = `badge ${kind}`;
}

function showState(status) {
  isPaused = typeof status.paused === "string";
  badge(
    isPaused ? "paused" : status.ready ? "ready" : "not ready",
    isPaused ? "" : status.ready ? "good" : "bad");
  by("reasons").hidden = status.not_ready.length === 0;
  by("reasons").replaceChildren(
    ...status.not_ready.map((reason) => {
      const item = document.createElement("li");
      item.textContent = plain(reason);
      return item;
    }));
  set("about", `Gyre ${status.version}, process ${status.process}, up for ${age(status.uptime_seconds)}; state in ${status.state}`);
}

function showLag(id, part, toCopy) {
  const unknown = toCopy > 0 ? "in full pass" : "unknown";
  set(id, part.lag_seconds === null ? unknown : part.lag_seconds === 0 ? "none" : age(part.lag_seconds));
  const asOf = part.as_of_age_seconds === null ? "no complete round yet" : `as of ${age(part.as_of_age_seconds)} ago`;
  set(`${id}-of`, part.log_shards_failing > 0 ? `${asOf}; ${counted(part.log_shards_failing, "log shard")} cannot be read` : asOf);
}

function showRoute(status) {
  set("route", `${status.source.zone} → ${status.destination.zone}`);
  document.title = `${status.source.zone} → ${status.destination.zone} · Gyre`;
  showLag("lag-data", status.lag.data, status.lag.bucket_shards_to_copy);
  showLag("lag-metadata", status.lag.metadata, 0);
  set("speed", `${count(status.speed.objects_per_second)}/s`);
  set("speed-of", `${size(status.speed.bytes_per_second)}/s; ${count(status.in_flight.copies.under_way)} under way, ${count(status.in_flight.copies.waiting)} waiting`);
  set("copied", count(status.counts.copied));
  set("copied-of", `${size(status.counts.bytes)} since the start`);
  set("parked-count", count(status.parked.entries));
  set("parked-of", status.parked.entries === 0 ? "" : `the oldest for ${age(status.parked.oldest_age_seconds)}`);
  set("pause", isPaused ? "Resume the route" : "Pause the route");
  set("paused", isPaused ? `paused ${relative(status.paused, status.time)}; nothing new is copied` : "");
  const shards = status.bucket_shards;
  const followed = status.buckets.followed;
  set("buckets-of", `${count(followed)} followed, ${count(status.buckets.refused + status.buckets.unfollowed)} not; bucket shards: ${count(shards.incremental)} following, ${count(shards.init + shards.full)} in full pass, ${count(status.lag.bucket_shards_changed)} with changes waiting`);
  showLimits(by("limits-form"), status.limits);
}

function sample(status) {
  const time = Date.parse(status.time);
  if (samples.length > 0 && time - samples[samples.length - 1].time < SAMPLE_MILLIS) {
    return;
  }
  samples.push({
    time,
    data: status.lag.data.lag_seconds,
    metadata: status.lag.metadata.lag_seconds,
    objects: status.speed.objects_per_second,
    bytes: status.speed.bytes_per_second,
  });
  samples = samples.filter((one) => one.time > time - HOUR);
  charts();
}

function charts() {
  draw(by("lag-chart"), samples, [
    { name: "objects", value: (one) => one.data, text: age },
    { name: "users and buckets", value: (one) => one.metadata, text: age },
  ], false);
  draw(by("speed-chart"), samples, [
    { name: "objects", value: (one) => one.objects, text: (value) => `${count(Math.round(value ?? 0))}/s` },
    { name: "bytes", value: (one) => one.bytes, text: (value) => `${size(value ?? 0)}/s` },
  ], true);
}

function show(view) {
  by("login").hidden = true;
  showState(view.status);
  if (view.status.lag === undefined) {
    return;
  }
  by("all").hidden = false;
  showRoute(view.status);
  sample(view.status);
  buckets(by("buckets"), view.buckets, view.status.paused_buckets, pause);
  heat(by("shards"), view.log_shards, by("shard-detail"));
  if (view.doctor !== undefined) {
    doctor(by("doctor"), by("doctor-of"), view.doctor, view.status.time);
  }
  by("parked-none").hidden = view.parked.length > 0;
  by("parked-region").hidden = view.parked.length === 0;
  parked(by("parked"), view.parked, view.status.time, retry);
}

function start() {
  follow("/api/v1/events", {
    history: (past) => {
      samples = past.samples;
      charts();
    },
    view: show,
    trouble: (what) => badge(plain(what.error), "bad"),
    lost: (why) => {
      badge("no connection", "bad");
      say(`No connection to Gyre: ${why}. It is tried again.`);
    },
    denied: () => {
      badge("token needed", "");
      by("all").hidden = true;
      by("login").hidden = false;
      by("token").focus();
    },
  });
}

by("login-form").addEventListener("submit", (event) => {
  event.preventDefault();
  setToken(by("token").value);
  by("token").value = "";
  start();
});
by("pause").addEventListener("click", () => pause(null, isPaused));
limits(by("limits-form"), (now) => showLimits(by("limits-form"), now));
start();
