// The page: reads the run, writes it into the document, and keeps the connection.

import { command, hasSecret, keepSecret, listen, read } from "./api.js";
import { forgetAttention, noticeEvaluation, watchAttention } from "./attention.js";
import { showTimes } from "./bars.js";
import { showCurves } from "./curves.js";
import * as format from "./format.js";
import { History } from "./history.js";
import { setAxis } from "./plot.js";
import { showProcess } from "./process.js";
import { forgetRecords, loadLog, loadRecords, tellEvent } from "./records.js";
import { watchReplay } from "./replay.js";
import { showRunTables, write } from "./tables.js";

const RETRY_MS = 2000;
const ENDED_POLL_MS = 5000;

const byId = (id) => document.getElementById(id);
const fields = new Map([...document.querySelectorAll("[data-field]")].map((node) => [node.dataset.field, node]));

let history = new History();
let run = null;
let connection = { state: "connecting", text: "Connecting" };

// ---- what is shown ------------------------------------------------------------------------------------------------

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
  const target = now.detail.target_samples_per_insert;
  set("samples_per_insert", format.number(now.samples_per_insert));
  set("ratio_note", target === null ? "rows learned per step" : `of ${format.number(target)}, the target`);
  set("loss", format.number(now.loss));
  set("mean_q", `mean Q ${format.number(now.mean_q)}`);
  set("policy_lag", format.number(now.policy_lag_mean));
  set("weights_version", `behind version ${format.count(now.weights_version)}`);
  const progress = byId("goal-progress");
  progress.hidden = goal === null || goal <= 0;
  progress.value = goal > 0 ? Math.max(0, Math.min(1, (evaluation?.mean_return ?? 0) / goal)) : 0;
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
  const isOver = state === "ended" || state === "lost";
  byId("controls").hidden = !hasSecret() || isOver;
  byId("unlock").hidden = hasSecret() || isOver;
}

const panels = [
  showNumbers, showState, showRunTables, showTimes, showProcess, (now) => showCurves(history, now),
  (now) => now.evaluation?.attention_entropies.length && noticeEvaluation(now.evaluation.sequence),
];

function show(now) {
  if (!now) return;
  if (run && run.run_id !== now.run_id) meetAnotherRun();
  history.add(now);
  run = now;
  for (const panel of panels) {
    try {
      panel(now);
    } catch (error) {
      console.error(error); // a panel's fault is neither the others' nor a lost connection
    }
  }
  if (history.isLong) loadHistory().catch(() => {}); // the next event tries again
}

async function loadHistory() {
  history.replace(await read("/api/v1/metrics"));
}

/** At the same address: nothing of what the page holds is this run's. */
function meetAnotherRun() {
  history = new History();
  forgetRecords();
  forgetAttention();
  for (const load of [loadHistory, loadRecords]) load().catch(() => {}); // what is lacking comes with the next events
}

// ---- connection ---------------------------------------------------------------------------------------------------

function become(state, text) {
  connection = { state, text };
  showState();
}

async function connect() {
  let hasEnded = false;
  try {
    await loadHistory();
    await loadRecords();
    await listen("/api/v1/events", {
      status: (now) => {
        if (connection.state !== "live") loadLog().catch(() => {}); // what happened while the stream was being opened
        connection = { state: "live", text: "" };
        show(now);
      },
      log: tellEvent,
      ended: ({ reason }) => {
        hasEnded = true;
        become("ended", `Ended: ${reason}`);
      },
    });
  } catch (error) {
    if (error.status === 401 || error.status === 403) return refuse(error.message);
  }
  if (!hasEnded) return lose();
  if (!run) show(await read("/api/v1/status").catch(() => null));
  setTimeout(watchForNext, ENDED_POLL_MS);
}

function lose() {
  become("lost", "Connection lost, trying again");
  setTimeout(connect, RETRY_MS);
}

/** To read takes the secret here. */
function refuse(message) {
  keepSecret(null);
  become("locked", "Locked");
  ask(message);
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

async function control(name, told) {
  try {
    await command(name);
    write(byId("told"), told);
  } catch (error) {
    write(byId("told"), error.message);
    if (error.status === 401 || error.status === 403) {
      keepSecret(null);
      showState();
      ask(error.message);
    }
  }
}

function ask(message) {
  write(byId("unlock-problem"), message ?? "");
  if (!byId("unlock-dialog").open) byId("unlock-dialog").showModal();
}

byId("pause").addEventListener("click", () => (run?.is_paused ? control("resume", "It goes on") : control("pause", "It pauses")));
byId("checkpoint").addEventListener("click", () => control("checkpoint", "A checkpoint is being written"));
byId("evaluate").addEventListener("click", () => control("evaluate", "The newest weights are being evaluated"));
byId("stop").addEventListener("click", () => byId("stop-dialog").showModal());
byId("stop-dialog").addEventListener("close", () => {
  if (byId("stop-dialog").returnValue === "stop") control("stop", "The run is being ended");
  byId("stop-dialog").returnValue = "";
});
byId("unlock").addEventListener("click", () => ask());
byId("unlock-dialog").addEventListener("close", () => {
  const given = byId("secret").value.trim();
  byId("secret").value = "";
  if (byId("unlock-dialog").returnValue !== "unlock" || !given) return;
  keepSecret(given);
  if (connection.state === "locked") connect();
  else showState();
});
for (const choice of document.querySelectorAll("input[name=axis]")) {
  choice.addEventListener("change", () => setAxis(choice.value));
}

watchAttention();
watchReplay();
connect();
