// What the network looked at in an evaluation: for each layer and head the remembered steps as a heat map, beside the
// environment as it was. One scrubs through the episode.

import { read } from "./api.js";
import * as format from "./format.js";
import { write } from "./tables.js";

const PLAY_MS = 140;
const NONE = "No evaluation has been watched yet: the network does not attend, evaluation.attention-episodes is 0, or the"
  + " first evaluation is still to come";
const ROW = 18;
const GLYPH = 0.61; // width of a letter of a fixed-width font, of its height
const byId = (id) => document.getElementById(id);
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const canvas = byId("heat");

let told = null; // as /api/v1/attention/episodes tells it
let decisions = []; // of the episode that is shown
let newest = null; // number of the newest watched evaluation that the page has heard of
let isVisible = false;
let isLoading = false;
let playing = null;

/** There is a watched evaluation of this number: it is fetched when it is looked at, unless one holds on to another. */
export function noticeEvaluation(sequence) {
  if (sequence === newest) return;
  newest = sequence;
  load();
}

/** Another run has taken the address: what is shown is not its own. */
export function forgetAttention() {
  play(false);
  [told, newest, decisions] = [null, null, []];
  byId("attention-view").hidden = true;
  write(byId("attention-of"), "");
  write(byId("attention-problem"), NONE);
}

async function load() {
  const isOther = told?.page !== newest && newest !== null;
  if (!isVisible || isLoading || !isOther || !(told === null || byId("follow").checked)) return;
  isLoading = true;
  const page = newest;
  try {
    const answer = await read("/api/v1/attention/episodes");
    told = { ...answer, page };
    write(byId("attention-problem"), "");
    showEpisodes();
  } catch (error) {
    write(byId("attention-problem"), told ? "" : error.message);
  } finally {
    isLoading = false;
  }
  byId("attention-view").hidden = !told;
}

function showEpisodes() {
  const choice = byId("episode");
  const before = choice.value;
  const episodes = [...new Set(told.decisions.map((decision) => decision.episode))];
  choice.replaceChildren(...episodes.map((episode) => new Option(`Episode ${episode + 1}`, episode)));
  if (episodes.includes(Number(before)) && before !== "") choice.value = before;
  write(byId("attention-of"), `Evaluation ${told.evaluation}, weights ${format.count(told.weights_version)}`
    + `${told.stride > 1 ? `, one step in ${told.stride}` : ""}`);
  showEpisode();
}

function showEpisode() {
  const episode = Number(byId("episode").value);
  decisions = told.decisions.filter((decision) => decision.episode === episode);
  const slider = byId("step");
  const wasAtEnd = Number(slider.value) >= Number(slider.max);
  slider.max = Math.max(0, decisions.length - 1);
  if (wasAtEnd) slider.value = slider.max;
  showStep();
}

function showStep() {
  const decision = decisions[Number(byId("step").value)];
  if (!decision) return;
  const last = decisions.at(-1).step;
  write(byId("step-text"), `step ${decision.step} of ${last}`);
  byId("step").setAttribute("aria-valuetext", `step ${decision.step} of ${last}`);
  showDrawing(decision.drawing || "This environment cannot be drawn.");
  showValues(decision);
  showHeat(decision);
}

/** As large as its longest line allows. */
function showDrawing(text) {
  const drawing = byId("drawing");
  write(drawing, text);
  const columns = Math.max(20, ...text.split("\n").map((line) => line.length));
  const fitting = drawing.parentElement.clientWidth / columns / GLYPH;
  drawing.style.fontSize = `${Math.max(8, Math.min(13, fitting))}px`;
}

function showValues(decision) {
  const host = byId("q-values");
  const known = decision.q_values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  host.replaceChildren(...decision.q_values.map((value, action) => {
    const row = document.createElement("tr");
    row.className = action === decision.action ? "taken" : "";
    const name = Object.assign(document.createElement("th"), { scope: "row", textContent: `Action ${action}` });
    const number = Object.assign(document.createElement("td"), { textContent: format.number(value) });
    const bar = document.createElement("td");
    const fill = document.createElement("i");
    fill.style.width = `${high > low ? 8 + 92 * (value - low) / (high - low) : 100}%`;
    bar.append(fill);
    const mark = Object.assign(document.createElement("td"), { textContent: action === decision.action ? "taken" : "" });
    row.append(name, number, bar, mark);
    return row;
  }));
}

/** One row for each head of each part. */
function rowsOf(decision) {
  return decision.attention.flatMap((part) => part.heads.map((head, i) => ({
    name: `${part.part} · head ${i + 1}`, over: part.over, first: part.first_step ?? 0, head,
  })));
}

/** The steps along the map: the whole episode, or the last ones up to now where less of it is remembered. */
function stepsOf(decision) {
  const remembered = Math.max(1, ...decisions.flatMap((one) => one.attention
    .filter((part) => part.over === "steps").map((part) => part.heads[0].weights.length)));
  const steps = decisions.at(-1).step + 1;
  return remembered >= steps ? { first: 0, count: steps } : { first: decision.step - remembered + 1, count: remembered };
}

function showHeat(decision) {
  const rows = rowsOf(decision);
  const shown = stepsOf(decision);
  write(byId("map-first"), shown.first < 0 ? "before the episode" : `step ${shown.first}`);
  write(byId("map-last"), `step ${shown.first + shown.count - 1}`);
  const width = canvas.parentElement.clientWidth;
  const ratio = window.devicePixelRatio || 1;
  canvas.style.height = `${ROW * rows.length}px`;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(ROW * rows.length * ratio);
  const draw = canvas.getContext("2d");
  draw.scale(ratio, ratio);
  draw.clearRect(0, 0, width, ROW * rows.length);
  rows.forEach((row, y) => {
    const places = row.over === "steps" ? shown.count : row.head.weights.length;
    const cell = width / places;
    draw.fillStyle = css("--rule");
    draw.globalAlpha = 0.35;
    draw.fillRect(0, y * ROW + 1, width, ROW - 2);
    draw.fillStyle = css("--accent");
    row.head.weights.forEach((weight, i) => {
      const at = row.over === "steps" ? row.first + i - shown.first : i;
      if (at < 0) return;
      draw.globalAlpha = Math.sqrt(weight); // small weights are to be seen too
      draw.fillRect(at * cell, y * ROW + 1, Math.max(cell - (cell > 4 ? 1 : 0), 1), ROW - 2);
    });
    if (row.over === "steps") {
      draw.globalAlpha = 1;
      draw.fillStyle = css("--second");
      draw.fillRect((decision.step - shown.first + 1) * cell - Math.max(1.5, Math.min(3, cell)), y * ROW + 1, Math.max(1.5, Math.min(3, cell)), ROW - 2);
    }
  });
  draw.globalAlpha = 1;
  showHeads(rows);
}

function showHeads(rows) {
  const body = byId("heads").tBodies[0];
  while (body.rows.length > rows.length) body.deleteRow(-1);
  rows.forEach((row, i) => {
    const line = body.rows[i] ?? newHead(body);
    const unit = { steps: "step", chunks: "chunk", cells: "cell" }[row.over];
    const top = row.head.top_step ?? row.head.top;
    write(line.cells[0], row.name);
    write(line.cells[1], `${unit} ${top}`);
    write(line.cells[2], format.percent(row.head.weights[row.head.top]));
    write(line.cells[3], `${row.head.entropy_bits.toFixed(2)} bits`);
  });
  canvas.setAttribute("aria-label", rows.map((row) => `${row.name} looks most at ${row.over === "steps" ? "step" : "place"} `
    + `${row.head.top_step ?? row.head.top}, ${format.percent(row.head.weights[row.head.top])}`).join("; "));
}

function newHead(body) {
  const line = body.insertRow();
  const name = Object.assign(document.createElement("th"), { scope: "row" });
  line.append(name, document.createElement("td"), document.createElement("td"), document.createElement("td"));
  return line;
}

function play(isOn) {
  clearInterval(playing);
  playing = isOn ? setInterval(() => {
    const slider = byId("step");
    if (Number(slider.value) >= Number(slider.max)) return play(false);
    slider.value = Number(slider.value) + 1;
    showStep();
  }, PLAY_MS) : null;
  write(byId("play"), isOn ? "Hold" : "Play");
  byId("play").setAttribute("aria-pressed", String(Boolean(isOn)));
}

export function watchAttention() {
  write(byId("attention-problem"), NONE);
  byId("step").addEventListener("input", showStep);
  byId("episode").addEventListener("change", () => {
    byId("step").value = 0;
    showEpisode();
  });
  byId("follow").addEventListener("change", load);
  byId("play").addEventListener("click", () => {
    if (!playing && Number(byId("step").value) >= Number(byId("step").max)) byId("step").value = 0;
    play(!playing);
  });
  new ResizeObserver(() => decisions.length && showStep()).observe(canvas.parentElement);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => decisions.length && showStep());
  new IntersectionObserver(([entry]) => {
    isVisible = entry.isIntersecting;
    load();
  }).observe(byId("attention"));
}
