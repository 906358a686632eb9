// What the run keeps and has told: events, checkpoints, configuration.

import { read } from "./api.js";
import { showTable } from "./tables.js";

const SHOWN = 200;
const byId = (id) => document.getElementById(id);
let settings = [];
let lastId = 0;

/** An event the page has heard of. */
export function tellEvent(event) {
  if (event.id <= lastId) return;
  lastId = event.id;
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
  const list = byId("log");
  list.prepend(item);
  while (list.children.length > SHOWN) list.lastChild.remove();
  byId("no-log").hidden = true;
  if (["checkpoint", "best", "started"].includes(event.kind)) loadCheckpoints().catch(() => {});
}

export async function loadCheckpoints() {
  showTable("checkpoints", await read("/api/v1/checkpoints"));
}

export async function loadRecords() {
  for (const event of await read(`/api/v1/log?after=${lastId}`)) tellEvent(event);
  settings = await read("/api/v1/config");
  showSettings();
  await loadCheckpoints();
}

function showSettings() {
  const isAll = byId("all-settings").checked;
  const wanted = byId("find-setting").value.trim().toLowerCase();
  showTable("settings", settings.filter((one) => (isAll || !one.is_default) && one.path.includes(wanted)));
}

byId("all-settings").addEventListener("change", showSettings);
byId("find-setting").addEventListener("input", showSettings);
