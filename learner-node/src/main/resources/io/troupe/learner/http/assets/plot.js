// A plot of some series over the run, by uPlot, with a legend that tells the values under the cursor, or the newest ones.
// Arrow keys move the cursor; a screen reader hears the values.

import uPlot from "./uPlot.esm.js";
import * as format from "./format.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const plots = new Set();

/** What all plots have along the bottom: env_steps or time_s. */
let axis = "env_steps";

export function setAxis(name) {
  axis = name;
  for (const plot of plots) plot.redraw();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const plot of plots) plot.rebuild();
});

export class Plot {
  #host;
  #canvas = document.createElement("div");
  #legend = document.createElement("ul");
  #options;
  #series = [];
  #sources = [];
  #uplot = null;
  #isVisible = false;
  #isStale = false;

  /**
   * options: title; height in px; isLog; isShown(run), while it is not the plot is hidden; unit(value) → text; series(run) → [{label, color, width, dash, isQuiet}], the
   * same number for the same run; sources(history) → a list of {items, values: [item → number]} whose values are the
   * series in order.
   */
  constructor(host, options) {
    this.#host = host;
    this.#options = { height: 170, unit: format.number, isLog: false, ...options };
    this.#canvas.className = "plot";
    this.#canvas.tabIndex = 0;
    this.#canvas.setAttribute("role", "slider");
    this.#canvas.setAttribute("aria-label", `${options.title}: arrow keys read its values`);
    for (const name of ["min", "max", "now"]) this.#canvas.setAttribute(`aria-value${name}`, 0);
    this.#canvas.setAttribute("aria-valuetext", "No values yet");
    this.#legend.className = "legend";
    const title = document.createElement("figcaption");
    title.textContent = options.title;
    if (options.isTitled !== false) host.append(title);
    host.append(this.#canvas, this.#legend);
    this.#canvas.addEventListener("keydown", (event) => this.#move(event));
    this.#canvas.addEventListener("blur", () => this.#uplot?.setCursor({ left: -10, top: -10 }));
    new ResizeObserver(() => this.#resize()).observe(this.#canvas);
    new IntersectionObserver(([entry]) => {
      this.#isVisible = entry.isIntersecting;
      if (this.#isVisible && this.#isStale) this.redraw();
    }).observe(host);
    plots.add(this);
  }

  show(history, run) {
    this.#host.hidden = this.#options.isShown?.(run) === false;
    const series = this.#options.series(run);
    const isOther = series.length !== this.#series.length || series.some((one, i) => one.label !== this.#series[i].label);
    this.#series = series;
    this.#sources = this.#options.sources(history, run);
    if (isOther) this.rebuild();
    else this.redraw();
  }

  redraw() {
    if (!this.#isVisible || !this.#uplot) {
      this.#isStale = true; // what nobody sees is not drawn
      return;
    }
    this.#isStale = false;
    this.#uplot.setData(this.#data());
    this.#tell();
  }

  rebuild() {
    this.#uplot?.destroy();
    this.#uplot = null;
    this.#legend.replaceChildren(...this.#series.map((one) => {
      const item = document.createElement("li");
      const swatch = document.createElement("i");
      swatch.style.borderTopColor = css(one.color);
      swatch.style.opacity = one.opacity ?? 1;
      if (one.dash) swatch.style.borderTopStyle = "dashed";
      const value = document.createElement("output");
      value.setAttribute("aria-live", "off");
      item.append(swatch, one.label, " ", value);
      return item;
    }));
    const width = this.#canvas.clientWidth;
    if (width === 0) return;
    const { height, isLog } = this.#options;
    this.#uplot = new uPlot({
      width, height,
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: { x: { time: false }, y: isLog ? { distr: 3 } : { range: (u, low, high) => this.#range(low, high) } },
      axes: [
        this.#axis({ values: (u, values) => values.map((v) => this.#tick(v)), size: 26, space: 70 }),
        this.#axis({ values: (u, values) => values.map((v) => (v === null ? "" : format.compactAxis(v))), size: 46 }),
      ],
      series: [{}, ...this.#series.map((one) => ({
        label: one.label, stroke: this.#stroke(one), width: one.width ?? 1.5, dash: one.dash, spanGaps: true,
        points: { show: false },
      }))],
      hooks: { setCursor: [() => this.#tell()] },
    }, this.#data(), this.#canvas);
    this.#isStale = false;
    this.#tell();
  }

  #stroke(one) {
    const color = css(one.color);
    return one.opacity === undefined ? color : `color-mix(in srgb, ${color} ${100 * one.opacity}%, transparent)`;
  }

  #axis(more) {
    const grid = { stroke: css("--rule"), width: 1 };
    return { stroke: css("--quiet"), grid, ticks: { show: false }, font: `12px ${css("--sans")}`, gap: 6, ...more };
  }

  #range(low, high) {
    if (low === null || high === null) return [0, 1];
    const least = this.#options.isFromZero === false ? low : Math.min(0, low);
    const room = (high - least) * 0.06 || Math.abs(high) * 0.1 || 1;
    return [least < 0 || this.#options.isFromZero === false ? least - room : 0, high + room];
  }

  #tick(value) {
    return axis === "time_s" ? format.durationTick(value) : format.compact(value);
  }

  /** Sources have x values of their own: joined, with gaps that are drawn over. One may have nothing yet. */
  #data() {
    const tables = this.#sources.map(({ items, values }) => {
      const drawn = items.filter((item) => item[axis] !== null);
      return [drawn.map((item) => item[axis]), ...values.map((value) => drawn.map((item) => this.#number(value(item))))];
    });
    if (tables.length === 0) return [[]];
    return tables.length === 1 ? tables[0] : uPlot.join(tables);
  }

  /** On a logarithmic scale nothing is at 0 or below. */
  #number(value) {
    return value === undefined || value === null || (this.#options.isLog && value <= 0) ? null : value;
  }

  #resize() {
    const width = this.#canvas.clientWidth;
    if (width === 0) return;
    if (!this.#uplot) this.rebuild();
    else if (Math.abs(this.#uplot.width - width) > 1) this.#uplot.setSize({ width, height: this.#options.height });
  }

  #tell() {
    const data = this.#uplot.data;
    const { idx } = this.#uplot.cursor;
    const values = this.#series.map((one, i) => lastKnown(data[i + 1] ?? [], idx));
    [...this.#legend.querySelectorAll("output")].forEach((node, i) => {
      const text = values[i] === null ? "–" : this.#options.unit(values[i]);
      if (node.textContent !== text) node.textContent = text;
    });
    const count = data[0]?.length ?? 0;
    const at = idx ?? count - 1;
    this.#canvas.setAttribute("aria-valuemax", Math.max(0, count - 1));
    this.#canvas.setAttribute("aria-valuenow", Math.max(0, at));
    this.#canvas.setAttribute("aria-valuetext", count === 0 ? "No values yet" : `${this.#tick(data[0][at])}`
      + `${axis === "time_s" ? "" : " env steps"}: ${this.#series
        .map((one, i) => `${one.label} ${values[i] === null ? "unknown" : this.#options.unit(values[i])}`).join(", ")}`);
  }

  #move(event) {
    const count = this.#uplot?.data[0]?.length ?? 0;
    if (count === 0) return;
    const from = this.#uplot.cursor.idx ?? count - 1;
    const page = Math.max(1, Math.round(count / 20));
    const to = {
      ArrowLeft: from - 1, ArrowDown: from - 1, ArrowRight: from + 1, ArrowUp: from + 1, Home: 0, End: count - 1,
      PageUp: from + page, PageDown: from - page,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(count - 1, to));
    this.#uplot.setCursor({ left: this.#uplot.valToPos(this.#uplot.data[0][index], "x"), top: 10 });
  }
}

/** The value at the index, or the last one before it; at the end where there is no index. */
function lastKnown(values, index) {
  for (let i = index ?? values.length - 1; i >= 0; i--) {
    if (values[i] !== null && values[i] !== undefined) return values[i];
  }
  return null;
}
