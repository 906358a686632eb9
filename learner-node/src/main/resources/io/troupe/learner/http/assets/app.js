// The page: reads the run from /api/v1, writes it into the document, and keeps the connection.

import { Chart } from "./chart.js";
import * as format from "./format.js";

const RETRY_MS = 2000;
const ENDED_POLL_MS = 5000;
const MAX_POINTS = 4000; // beyond it, the server's thinned history is read again

const byId = (id) => document.getElementById(id);
const fields = new Map([...document.querySelectorAll("[data-field]")].map((node) => [node.dataset.field, node]));
const chart = new Chart(byId("chart"));

let history = { points: [], evaluations: [] };
let run = null;
let connection = { state: "connecting", text: "Connecting" };

// ---- what is shown ------------------------------------------------------------------------------------------------

function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

const set = (field, text) => write(fields.get(field), text);

function showNumbers(now) {
  const evaluation = now.evaluation;
  const goal = now.goal_return;
  set("environment", now.environment);
  set("network", now.network);
  set("run_id", now.run_id);
  set("eval_return", format.score(evaluation?.mean_return));
  set("goal", goal === null ? "" : `of ${format.score(goal).replace(/\.0$/, "")}`);
  set("eval_detail", evaluation === null ? "No evaluation yet" : `${evaluation.episodes} episodes from `
    + `${format.score(evaluation.min_return)} to ${format.score(evaluation.max_return)}; `
    + `best mean ${format.score(now.best_eval_return)}`);
  set("env_steps", format.count(now.env_steps));
  set("max_env_steps", `of ${format.compact(now.max_env_steps)} at most`);
  set("time", format.duration(now.time_s));
  set("env_steps_per_s", format.count(now.env_steps_per_s));
  set("actor_count", `by ${now.actors.length} ${now.actors.length === 1 ? "actor" : "actors"}`);
  set("learner_steps_per_s", format.count(now.learner_steps_per_s));
  set("learner_steps", `${format.count(now.learner_steps)} so far`);
  set("replay_fill", format.percent(now.replay_capacity > 0 ? now.replay_size / now.replay_capacity : null));
  set("replay_size", `${format.compact(now.replay_size)} of ${format.compact(now.replay_capacity)} steps`);
  set("samples_per_insert", format.number(now.samples_per_insert));
  set("loss", format.number(now.loss));
  set("mean_q", `mean Q ${format.number(now.mean_q)}`);
  set("policy_lag", format.number(now.policy_lag_mean));
  set("weights_version", `behind version ${format.count(now.weights_version)}`);
  const progress = byId("goal-progress");
  progress.hidden = goal === null || goal <= 0;
  progress.value = goal > 0 ? Math.max(0, Math.min(1, (evaluation?.mean_return ?? 0) / goal)) : 0;
  byId("goal-legend").hidden = goal === null;
}

/** Of a shard's time since its start. */
function share(time, part) {
  const all = time.working_ns + time.waiting_for_inserts_ns + time.waiting_for_samples_ns + time.limited_ns;
  return format.percent(all > 0 ? time[part] / all : null);
}

const damaged = (damage) => damage.torn_records + damage.torn_segments + damage.torn_states;

const columns = {
  shards: [
    ["Shard", (s) => s.name],
    ["Fill", (s) => format.percent(s.capacity_steps > 0 ? s.size_steps / s.capacity_steps : null)],
    ["Windows", (s) => format.count(s.samplable_windows)],
    ["Priority mass", (s) => format.number(s.priority_mass)],
    ["Stored", (s) => format.count(s.stored_steps)],
    ["Evicted", (s) => format.count(s.evicted_steps)],
    ["Sampled", (s) => format.count(s.sampled_rows)],
    ["Late updates", (s) => format.count(s.late_updates)],
    ["Duplicates", (s) => format.count(s.duplicate_records)],
    ["Malformed", (s) => format.count(s.malformed_messages)],
    ["Damaged", (s) => format.count(damaged(s.damage))],
    ["Working", (s) => share(s.time, "working_ns")],
    ["Awaits steps", (s) => share(s.time, "waiting_for_inserts_ns")],
    ["Awaits learner", (s) => share(s.time, "waiting_for_samples_ns")],
    ["Limited", (s) => share(s.time, "limited_ns")],
    ["State", (s) => (s.is_draining ? "draining" : s.is_limited ? "limiter holding" : "open"), "word"],
  ],
  actors: [
    ["Actor", (a) => a.name],
    ["Lanes", (a) => format.count(a.lanes)],
    ["Env steps/s", (a) => format.count(a.env_steps_per_s)],
    ["Produced", (a) => format.count(a.produced_steps)],
    ["Return", (a) => format.score(a.mean_return)],
    ["Weights", (a) => format.count(a.weights_version)],
    ["Resent", (a) => format.count(a.resent_records)],
    ["Errors", (a) => format.count(a.environment_errors)],
  ],
  nodes: [
    ["Node", (n) => n.name],
    ["Role", (n) => n.role, "word"],
    ["Address", (n) => n.address, "word"],
    ["State", (n) => (n.is_reachable ? "reachable" : "unreachable"), "word"],
  ],
};

/** Cells are written in place, so that a selection or a scroll position outlives the next event. */
function showTable(name, items) {
  const table = byId(name);
  if (!table.tHead) {
    const head = table.createTHead().insertRow();
    for (const [title, , kind] of columns[name]) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.className = kind ?? "";
      cell.textContent = title;
      head.append(cell);
    }
    table.createTBody();
  }
  const body = table.tBodies[0];
  const wanted = items.length === 0 ? 1 : items.length;
  if (body.dataset.isEmpty !== String(items.length === 0)) body.replaceChildren();
  body.dataset.isEmpty = String(items.length === 0);
  while (body.rows.length > wanted) body.deleteRow(-1);
  while (body.rows.length < wanted) body.insertRow();
  if (items.length === 0) {
    if (body.rows[0].cells.length === 0) body.rows[0].insertCell().colSpan = columns[name].length;
    write(body.rows[0].cells[0], "None has joined yet");
    body.rows[0].cells[0].className = "none";
    return;
  }
  items.forEach((item, i) => columns[name].forEach(([, value, kind], j) => {
    const row = body.rows[i];
    if (!row.cells[j]) {
      const cell = document.createElement(j === 0 ? "th" : "td");
      if (j === 0) cell.scope = "row";
      cell.className = kind ?? "";
      row.append(cell);
    }
    write(row.cells[j], value(item));
    row.classList.toggle("alarm", item.is_reachable === false);
  }));
}

function showState() {
  let { state, text } = connection;
  if (state === "live" && run) {
    if (run.is_paused) [state, text] = ["paused", "Paused"];
    else if (run.env_steps === 0) [state, text] = ["connecting", "Starting"];
    else if (run.learner_steps === 0) [state, text] = ["live", "Filling the replay"];
    else [state, text] = ["live", "Training"];
  }
  const node = byId("state");
  node.dataset.state = state;
  write(node, text);
  document.body.classList.toggle("stale", state === "lost");
  const score = run?.evaluation ? `${format.score(run.evaluation.mean_return)} · ` : "";
  document.title = `${score}${run ? `${run.environment} · ` : ""}Troupe`;
  write(byId("pause"), run?.is_paused ? "Resume" : "Pause");
  byId("controls").hidden = !controlSecret || state === "ended" || state === "lost";
}

function show(now) {
  if (!now) return;
  if (run && run.run_id !== now.run_id) history = { points: [], evaluations: [] };
  remember(now);
  run = now;
  showNumbers(now);
  showTable("shards", now.shards);
  showTable("actors", now.actors);
  showTable("nodes", now.nodes);
  chart.show({ ...history, goal: now.goal_return });
  showState();
}

// ---- history ------------------------------------------------------------------------------------------------------

function remember(now) {
  const { points, evaluations } = history;
  const last = points.at(-1);
  const one = now.evaluation;
  if (one && one.sequence > (evaluations.at(-1)?.sequence ?? 0)) {
    evaluations.push({ ...one, env_steps: envStepsAt(one.time_s, last, now) });
  }
  // Of a resumed run the shards come back one by one: until then it seems to have fewer steps than before.
  if (!last || now.env_steps > last.env_steps
      || (now.env_steps === last.env_steps && now.learner_steps !== last.learner_steps)) {
    points.push({
      time_s: now.time_s, env_steps: now.env_steps, learner_steps: now.learner_steps,
      training_return: now.training_return,
    });
  }
  if (points.length > MAX_POINTS) loadHistory().catch(() => {}); // the next event tries again
}

/** An evaluation knows its time: its env steps lie on the line between the points around it. */
function envStepsAt(timeS, before, after) {
  if (!before || after.time_s <= before.time_s) return after.env_steps;
  const share = Math.max(0, Math.min(1, (timeS - before.time_s) / (after.time_s - before.time_s)));
  return Math.round(before.env_steps + share * (after.env_steps - before.env_steps));
}

const read = async (path) => {
  const response = await fetch(path, { signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
};

async function loadHistory() {
  history = await read("/api/v1/metrics");
}

// ---- connection ---------------------------------------------------------------------------------------------------

function become(state, text) {
  connection = { state, text };
  showState();
}

async function connect() {
  try {
    await loadHistory();
  } catch {
    return lose();
  }
  const events = new EventSource("/api/v1/events");
  events.addEventListener("status", (event) => {
    connection = { state: "live", text: "" };
    show(JSON.parse(event.data));
  });
  events.addEventListener("ended", async (event) => {
    events.close();
    const { reason } = JSON.parse(event.data);
    if (!run) show(await read("/api/v1/status").catch(() => null));
    become("ended", `Ended: ${reason}`);
    setTimeout(watchForNext, ENDED_POLL_MS);
  });
  events.addEventListener("error", () => {
    events.close();
    lose();
  });
}

function lose() {
  become("lost", "Connection lost, trying again");
  setTimeout(connect, RETRY_MS);
}

/** After the end, the numbers stay; a new run at the same address, or the same one resumed, takes the page over. */
async function watchForNext(hasGone = false) {
  let isGone = hasGone;
  try {
    const next = await read("/api/v1/status");
    if (isGone || next.run_id !== run?.run_id) return connect();
  } catch {
    isGone = true; // the process has ended with its run: nothing to read until the next one
  }
  setTimeout(watchForNext, ENDED_POLL_MS, isGone);
}

// ---- controls -----------------------------------------------------------------------------------------------------

/** From the address's #control=… (never sent to a server), and only where nobody can listen in on the way. */
function takeControlSecret() {
  const given = new URLSearchParams(location.hash.slice(1)).get("control");
  if (given) {
    sessionStorage.setItem("control", given);
    window.history.replaceState(null, "", location.pathname);
  }
  return window.isSecureContext ? sessionStorage.getItem("control") : null;
}

async function command(name) {
  const response = await fetch(`/api/v1/control/${name}`, {
    method: "POST", headers: { Authorization: `Bearer ${controlSecret}` }, signal: AbortSignal.timeout(5000),
  }).catch(() => null);
  if (response && (response.status === 401 || response.status === 403)) {
    sessionStorage.removeItem("control");
    controlSecret = null;
    showState();
  }
}

let controlSecret = takeControlSecret();
byId("pause").addEventListener("click", () => command(run?.is_paused ? "resume" : "pause"));
byId("stop").addEventListener("click", () => byId("stop-dialog").showModal());
byId("stop-dialog").addEventListener("close", () => {
  if (byId("stop-dialog").returnValue === "stop") command("stop");
  byId("stop-dialog").returnValue = "";
});
for (const choice of document.querySelectorAll("input[name=axis]")) {
  choice.addEventListener("change", () => { chart.axis = choice.value; });
}

connect();
