// The run over HTTP: what is asked for, with the secret where there is one, and the stream of events.

const TIMEOUT_MS = 8000;
const SILENCE_MS = 10000; // the status comes every second: a stream that is silent so long is none

/** From the address's #control=… (never sent to a server), or typed; only where nobody can listen in on the way. */
let secret = takeSecret();

function takeSecret() {
  const given = new URLSearchParams(location.hash.slice(1)).get("control");
  if (given) {
    sessionStorage.setItem("control", given);
    window.history.replaceState(null, "", location.pathname);
  }
  return window.isSecureContext ? sessionStorage.getItem("control") : null;
}

export const hasSecret = () => Boolean(secret);

export function keepSecret(given) {
  secret = given;
  if (given) sessionStorage.setItem("control", given);
  else sessionStorage.removeItem("control");
}

const headers = () => (secret ? { Authorization: `Bearer ${secret}` } : {});

/** The JSON at a path; throws an Error with the server's message and its status. */
export async function read(path) {
  const response = await fetch(path, { headers: headers(), signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw await problem(response);
  return response.json();
}

export async function command(name) {
  const response = await fetch(`/api/v1/control/${name}`, {
    method: "POST", headers: headers(), signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw await problem(response);
}

async function problem(response) {
  const told = await response.json().catch(() => ({}));
  return Object.assign(new Error(told.message ?? `the server answered ${response.status}`), { status: response.status });
}

/**
 * Server-sent events, read with fetch: EventSource cannot show a secret. Resolves when the stream ends; throws where it
 * breaks, or falls silent as that of a host that is gone does.
 */
export async function listen(path, on) {
  const silence = new AbortController();
  let timer = 0;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  heard();
  try {
    const response = await fetch(path, { headers: headers(), signal: silence.signal });
    if (!response.ok) throw await problem(response);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      const events = (text + value).split("\n\n");
      text = events.pop();
      for (const event of events) {
        const [, type, data] = event.match(/^event: (.*)\ndata: (.*)$/s) ?? [];
        if (type) on[type]?.(JSON.parse(data));
      }
    }
  } finally {
    clearTimeout(timer);
  }
}
