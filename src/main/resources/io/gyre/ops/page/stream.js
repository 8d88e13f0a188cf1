// Server-sent events, read by fetch: EventSource cannot send the token.

const AGAIN_MILLIS = 3000;
const SILENT_MILLIS = 15000;

let token = sessionStorage.getItem("gyre-token") ?? "";

export function setToken(given) {
  token = given;
  sessionStorage.setItem("gyre-token", given);
}

function headers() {
  return token === "" ? {} : { Authorization: `Bearer ${token}` };
}

// Tells the server something; gives its JSON, or throws with what it said.
export async function tell(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers() },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.error ?? `status ${answer.status}`);
  }
  return json;
}

// Reads events for ever; `on` has a function for each name, and for "lost" and "denied".
export async function follow(path, on) {
  for (;;) {
    try {
      const outcome = await once(path, on);
      if (outcome === "denied") {
        on.denied();
        return;
      }
      on.lost("the server ended the stream");
    } catch (failure) {
      on.lost(String(failure.message ?? failure));
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
  }
}

async function once(path, on) {
  const abort = new AbortController();
  let silent = setTimeout(() => abort.abort(), SILENT_MILLIS);
  const answer = await fetch(path, { headers: headers(), signal: abort.signal });
  if (answer.status === 401) {
    clearTimeout(silent);
    return "denied";
  }
  if (!answer.ok) {
    clearTimeout(silent);
    throw new Error((await answer.json()).error);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    clearTimeout(silent);
    if (done) {
      return "ended";
    }
    silent = setTimeout(() => abort.abort(), SILENT_MILLIS);
    text += value;
    const events = text.split("\n\n");
    text = events.pop();
    events.forEach((event) => deliver(event, on));
  }
}

function deliver(event, on) {
  let name = "";
  let data = "";
  for (const line of event.split("\n")) {
    if (line.startsWith("event: ")) {
      name = line.slice(7);
    } else if (line.startsWith("data: ")) {
      data += line.slice(6);
    }
  }
  on[name]?.(JSON.parse(data));
}
