// What the run keeps and has told: events, checkpoints, configuration.

import { read } from "./api.js";
import { showTable } from "./tables.js";

const SHOWN = 200;
const byId = (id) => document.getElementById(id);
let settings = [];
let lastId = 0;
const told = new Set(); // ids of events

/** There are so many of them that they would hide all else. */
const isEvaluation = (item) => item.dataset.kind === "evaluation";

/** An event that has just happened. */
export function tellEvent(event) {
  write(event);
  if (["checkpoint", "best", "started"].includes(event.kind)) loadCheckpoints().catch(() => {});
}

/** Told by the log or by the stream, whichever is first. */
function write(event) {
  if (told.has(event.id)) return;
  told.add(event.id);
  lastId = Math.max(lastId, event.id);
  const item = document.createElement("li");
  const time = document.createElement("time");
  time.dateTime = event.at;
  time.textContent = new Date(event.at).toLocaleTimeString("en-GB");
  const kind = document.createElement("b");
  kind.className = `kind ${event.kind}`;
  kind.textContent = event.kind;
  const message = document.createElement("span");
  message.textContent = event.message;
  item.append(time, kind, message);
  item.dataset.id = event.id;
  item.dataset.kind = event.kind;
  item.hidden = event.kind === "evaluation" && !byId("evaluations-too").checked;
  const list = byId("log");
  list.insertBefore(item, [...list.children].find((other) => Number(other.dataset.id) < event.id) ?? null);
  while (list.children.length > SHOWN) ([...list.children].findLast(isEvaluation) ?? list.lastChild).remove();
  byId("no-log").hidden = true;
}

export async function loadCheckpoints() {
  showTable("checkpoints", await read("/api/v1/checkpoints"));
}

export async function loadLog() {
  for (const event of await read(`/api/v1/log?after=${lastId}`)) write(event);
}

/** Another run has taken the address. */
export function forgetRecords() {
  lastId = 0;
  told.clear();
  byId("log").replaceChildren();
  byId("no-log").hidden = false;
}

export async function loadRecords() {
  await loadLog();
  settings = await read("/api/v1/config");
  showSettings();
  await loadCheckpoints();
}

function showSettings() {
  const isAll = byId("all-settings").checked;
  const wanted = byId("find-setting").value.trim().toLowerCase();
  showTable("settings", settings.filter((one) => (isAll || !one.is_default) && one.path.includes(wanted)));
}

byId("evaluations-too").addEventListener("change", ({ target }) => {
  for (const item of [...byId("log").children].filter(isEvaluation)) item.hidden = !target.checked;
});
byId("all-settings").addEventListener("change", showSettings);
byId("find-setting").addEventListener("input", showSettings);
