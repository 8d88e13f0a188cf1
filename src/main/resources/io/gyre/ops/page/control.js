// What an operator may tell the route, and what it answered.

import { tell } from "./stream.js";

const SAID_MILLIS = 8000;
const said = document.getElementById("said");
let clearing = 0;

export function say(text) {
  clearTimeout(clearing);
  said.textContent = text;
  clearing = setTimeout(() => {
    said.textContent = "";
  }, SAID_MILLIS);
}

async function attempt(action, done) {
  try {
    const answer = await action();
    say(done);
    return answer;
  } catch (failure) {
    say(`That did not work: ${failure.message}`);
    return null;
  }
}

export function pause(bucket, resume) {
  const what = bucket === null ? "The route" : `Bucket ${bucket}`;
  return attempt(
    () => tell(`/api/v1/${resume ? "resume" : "pause"}`, bucket === null ? {} : { bucket }),
    resume ? `${what} goes on.` : `${what} is paused; what is being copied is finished.`);
}

export function retry(id) {
  return attempt(() => tell(`/api/v1/parked/${id}/retry`, {}), "It is tried again now.");
}

// The form shows what holds, unless somebody is writing into it.
export function limits(form, apply) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = {
      concurrency: Number(form.concurrency.value),
      objects_per_second: form.objects.value === "" ? null : Number(form.objects.value),
      bandwidth: form.bandwidth.value.trim() === "" ? null : form.bandwidth.value.trim(),
    };
    const answer = await attempt(() => tell("/api/v1/limits", wanted), "The limits are set.");
    if (answer !== null) {
      delete form.dataset.edited;
      apply(answer);
    }
  });
  form.addEventListener("input", () => {
    form.dataset.edited = "true";
  });
}

export function showLimits(form, now) {
  form.concurrency.max = now.concurrency_most;
  if (form.dataset.edited === undefined) {
    form.concurrency.value = now.concurrency;
    form.objects.value = now.objects_per_second ?? "";
    form.bandwidth.value = now.bandwidth ?? "";
  }
}
