// The learning curve, drawn as SVG. It knows points and pixels; where the points come from is the page's matter.

import * as format from "./format.js";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { top: 14, right: 14, bottom: 30, left: 46 };
const TIME_STEPS_S = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400, 172800];

/** Round values within [low, high], about as many as wanted. */
function ticks(low, high, wanted, steps) {
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = (steps && steps.find((candidate) => candidate >= raw * 0.7))
    || [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw * 0.7);
  const result = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) result.push(i * step || 0); // no −0
  return { step, values: result };
}

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

export class Chart {
  #host;
  #svg = element("svg", { "aria-hidden": "true", focusable: "false" });
  #readout = document.createElement("output");
  #data = { points: [], evaluations: [], goal: null };
  #axis = "env_steps";
  #selected = null; // index of the evaluation that is read out; null: none
  #scale = null;
  #isDrawing = false;

  constructor(host) {
    this.#host = host;
    this.#readout.className = "readout";
    this.#readout.hidden = true;
    this.#readout.setAttribute("aria-live", "off"); // the slider's value text speaks
    host.append(this.#svg, this.#readout);
    new ResizeObserver(() => this.#redraw()).observe(host);
    host.addEventListener("pointermove", (event) => this.#selectNearest(event));
    host.addEventListener("pointerdown", (event) => this.#selectNearest(event));
    host.addEventListener("pointerleave", () => this.#select(null));
    host.addEventListener("blur", () => this.#select(null));
    host.addEventListener("keydown", (event) => this.#move(event));
  }

  /** points: {env_steps, time_s, training_return}; evaluations: {env_steps, time_s, mean_return, …}; goal or null. */
  show(data) {
    this.#data = data;
    this.#redraw();
  }

  set axis(name) {
    this.#axis = name;
    this.#redraw();
  }

  #redraw() {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw() {
    const width = Math.round(this.#host.clientWidth);
    const height = Math.round(Math.min(380, Math.max(230, width * 0.36)));
    if (width === 0) return;
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#svg.setAttribute("width", width);
    this.#svg.setAttribute("height", height);
    this.#scale = this.#scaleFor(width, height);
    const { points, evaluations, goal } = this.#data;
    if (evaluations.length === 0 && !points.some((point) => point.training_return !== null)) {
      const middle = { class: "empty", x: width / 2, y: height / 2 };
      this.#svg.replaceChildren(element("text", middle, "The curve begins with the first episodes"));
      return;
    }
    const parts = [...this.#axes(width, height)];
    if (goal !== null) {
      const y = this.#scale.y(goal);
      parts.push(element("line", { class: "goal", x1: MARGIN.left, x2: width - MARGIN.right, y1: y, y2: y }));
    }
    parts.push(this.#line("training", points, "training_return"), this.#line("evaluation", evaluations, "mean_return"));
    if (evaluations.length <= width / 12) {
      for (const one of evaluations) {
        const [cx, cy] = [this.#x(one), this.#scale.y(one.mean_return)];
        parts.push(element("circle", { class: "evaluation", r: 2.6, cx, cy }));
      }
    }
    this.#svg.replaceChildren(...parts, ...this.#marker(height));
    this.#describe();
  }

  #x(item) {
    return this.#scale.x(item[this.#axis]);
  }

  #scaleFor(width, height) {
    const { points, evaluations, goal } = this.#data;
    const values = [...points.map((p) => p.training_return), ...evaluations.map((e) => e.mean_return), goal]
      .filter((value) => value !== null && value !== undefined);
    const least = Math.min(0, ...values);
    const most = Math.max(least + 1, ...values);
    const low = least < 0 ? least - (most - least) * 0.05 : 0;
    const high = most + (most - least) * 0.05;
    const ends = [points.at(-1), evaluations.at(-1)].filter(Boolean).map((item) => item[this.#axis] || 0);
    const last = Math.max(this.#axis === "time_s" ? 1 : 100, ...ends);
    return {
      low, high, last,
      x: (value) => MARGIN.left + (value / last) * (width - MARGIN.left - MARGIN.right),
      y: (value) => height - MARGIN.bottom - ((value - low) / (high - low)) * (height - MARGIN.top - MARGIN.bottom),
    };
  }

  * #axes(width, height) {
    const { low, high, last, x, y } = this.#scale;
    for (const value of ticks(low, high, 5).values) {
      yield element("line", { class: "grid", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(value), y2: y(value) });
      yield element("text", { class: "y", x: MARGIN.left - 8, y: y(value) }, format.compact(value));
    }
    const isTime = this.#axis === "time_s";
    const horizontal = ticks(0, last, Math.max(3, Math.min(8, width / 110)), isTime ? TIME_STEPS_S : null);
    for (const value of horizontal.values) {
      const text = isTime ? format.durationTick(value) : format.compact(value);
      const anchor = x(value) > width - MARGIN.right - 16 ? "end" : "middle";
      yield element("text", { class: "x", x: x(value), y: height - MARGIN.bottom + 20, "text-anchor": anchor }, text);
    }
  }

  #line(name, items, field) {
    const drawn = items.filter((item) => item[field] !== null && item[field] !== undefined);
    const at = (item) => `${this.#x(item).toFixed(1)} ${this.#scale.y(item[field]).toFixed(1)}`;
    return element("path", { class: name, d: drawn.length ? `M${drawn.map(at).join("L")}` : "" });
  }

  #marker(height) {
    const one = this.#data.evaluations[this.#selected ?? -1];
    this.#readout.hidden = !one;
    if (!one) return [];
    const [x, y] = [this.#x(one), this.#scale.y(one.mean_return)];
    this.#readout.textContent = this.#text(one);
    const half = this.#readout.offsetWidth / 2;
    const left = Math.max(half, Math.min(this.#host.clientWidth - half, x));
    this.#readout.style.left = `${left}px`;
    return [
      element("line", { class: "marker", x1: x, x2: x, y1: MARGIN.top, y2: height - MARGIN.bottom }),
      element("circle", { class: "selected", r: 4.5, cx: x, cy: y }),
    ];
  }

  #text(one) {
    const range = `${format.score(one.min_return)} to ${format.score(one.max_return)}`;
    const when = `${format.count(one.env_steps)} env steps, ${format.duration(one.time_s)}`;
    return `${format.score(one.mean_return)} (${range}) at ${when}`;
  }

  #describe() {
    const { evaluations } = this.#data;
    const index = this.#selected ?? evaluations.length - 1;
    this.#host.setAttribute("aria-valuemin", evaluations.length ? 1 : 0);
    this.#host.setAttribute("aria-valuemax", evaluations.length);
    this.#host.setAttribute("aria-valuenow", index + 1);
    this.#host.setAttribute("aria-valuetext", evaluations[index] ? this.#text(evaluations[index]) : "No values yet");
  }

  #select(index) {
    if (index === this.#selected) return;
    this.#selected = index;
    this.#redraw();
  }

  #selectNearest(event) {
    const { evaluations } = this.#data;
    if (evaluations.length === 0 || !this.#scale) return;
    const at = event.clientX - this.#host.getBoundingClientRect().left;
    let nearest = 0;
    evaluations.forEach((one, i) => {
      if (Math.abs(this.#x(one) - at) < Math.abs(this.#x(evaluations[nearest]) - at)) nearest = i;
    });
    this.#select(nearest);
  }

  #move(event) {
    const last = this.#data.evaluations.length - 1;
    if (last < 0) return;
    const from = this.#selected ?? last;
    const to = {
      ArrowLeft: from - 1, ArrowDown: from - 1, ArrowRight: from + 1, ArrowUp: from + 1, Home: 0, End: last,
      PageUp: from + 10, PageDown: from - 10, Escape: null,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#select(to === null ? null : Math.max(0, Math.min(last, to)));
  }
}
