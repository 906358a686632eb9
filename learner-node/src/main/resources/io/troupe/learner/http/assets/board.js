// The board: the runs of a folder, their learning curves in one plot, and the settings in which they differ.

import { Plot, setAxis } from "./plot.js";
import * as format from "./format.js";
import { write } from "./tables.js";

const INTERVAL_MS = 3000;
const FIRST_SHOWN = 6;
const COLORS = ["--accent", "--second", "--third", "--alarm", "--quiet", "--ink"];
const byId = (id) => document.getElementById(id);

let runs = [];
let chosen = null; // names; null before the first answer

const color = (name) => COLORS[[...chosen].indexOf(name) % COLORS.length];
const dash = (name) => ([...chosen].indexOf(name) >= COLORS.length ? [6, 4] : undefined);
const shown = () => runs.filter((run) => chosen.has(run.name));

const plot = new Plot(byId("curves"), {
  title: "Greedy return", isTitled: false, height: 340, unit: format.score,
  series: () => shown().map((run) => ({ label: run.name, color: color(run.name), width: 2, dash: dash(run.name) })),
  sources: () => shown().map((run) => ({ items: run.evaluations, values: [(item) => item.mean_return] })),
});

function show() {
  showRuns();
  showDifferences();
  plot.show(null, null);
}

function showRuns() {
  const body = byId("runs").tBodies[0];
  while (body.rows.length > runs.length) body.deleteRow(-1);
  runs.forEach((run, i) => {
    const row = body.rows[i] ?? newRow(body);
    const box = row.querySelector("input");
    box.value = run.name;
    box.checked = chosen.has(run.name);
    write(row.querySelector("label span"), run.name);
    [run.environment, run.network, format.score(run.newest?.mean_return), format.score(run.best_return),
      format.count(run.env_steps), format.count(run.learner_steps), format.duration(run.time_s),
      run.is_over ? "over" : run.is_stopped ? "stopped without a summary: train --resume" : "goes on"].forEach((text, j) => write(row.cells[j + 1], text));
  });
}

function newRow(body) {
  const row = body.insertRow();
  const head = Object.assign(document.createElement("th"), { scope: "row" });
  const label = document.createElement("label");
  label.className = "choice";
  const box = Object.assign(document.createElement("input"), { type: "checkbox" });
  box.addEventListener("change", () => {
    if (box.checked) chosen.add(box.value);
    else chosen.delete(box.value);
    show();
  });
  label.append(box, document.createElement("span"));
  head.append(label);
  row.append(head);
  for (let i = 0; i < 8; i++) row.insertCell().className = [0, 1, 7].includes(i) ? "word" : "";
  return row;
}

function showDifferences() {
  const compared = shown();
  const values = new Map();
  for (const run of compared) {
    for (const setting of run.settings) {
      if (!values.has(setting.path)) values.set(setting.path, { byDefault: setting.default_value, of: new Map() });
      values.get(setting.path).of.set(run.name, setting.value);
    }
  }
  const rows = [...values].map(([path, { byDefault, of }]) =>
    [path, ...compared.map((run) => of.get(run.name) ?? byDefault)])
    .filter(([, ...all]) => new Set(all).size > 1).sort();
  byId("no-differences").hidden = compared.length > 1 && rows.length > 0;
  write(byId("no-differences"), compared.length > 1 ? "They have the same settings." : "Choose two runs to compare their settings.");
  const table = byId("differences");
  table.replaceChildren();
  if (rows.length === 0 || compared.length < 2) return;
  const head = table.createTHead().insertRow();
  for (const text of ["Setting", ...compared.map((run) => run.name)]) {
    head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: text, className: "word" }));
  }
  const body = table.createTBody();
  for (const [path, ...all] of rows) {
    const row = body.insertRow();
    row.append(Object.assign(document.createElement("th"), { scope: "row", textContent: path }));
    for (const value of all) Object.assign(row.insertCell(), { textContent: value || "–", className: "word wide" });
  }
}

async function read() {
  const state = byId("state");
  try {
    const response = await fetch("/api/v1/runs", { signal: AbortSignal.timeout(10000) });
    if (!response.ok) throw new Error((await response.json()).message);
    runs = await response.json();
    if (chosen === null) chosen = new Set(runs.slice(0, FIRST_SHOWN).map((run) => run.name));
    state.dataset.state = "live";
    write(state, `${runs.length} ${runs.length === 1 ? "run" : "runs"}`);
    show();
  } catch (error) {
    state.dataset.state = "lost";
    write(state, error.name === "Error" ? error.message : "No answer, trying again");
  }
  setTimeout(read, INTERVAL_MS);
}

for (const choice of document.querySelectorAll("input[name=axis]")) {
  choice.addEventListener("change", () => setAxis(choice.value));
}
read();
