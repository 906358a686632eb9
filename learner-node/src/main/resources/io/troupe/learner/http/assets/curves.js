// Which curves there are, and where their numbers come from.

import { Plot } from "./plot.js";
import * as format from "./format.js";

const points = (...fields) => (history) => [{ items: history.points, values: fields.map((f) => (item) => item[f]) }];
const evaluations = (...fields) => (history) => [
  { items: history.evaluations, values: fields.map((f) => (item) => item[f]) },
];

const NARROWEST = 5; // of a ladder of many ε, so many are drawn

/** Of the actors' ε the smallest, the largest and some between, as an index into the list. */
function shownEpsilons(run) {
  const all = run.detail?.returns_by_epsilon ?? [];
  const count = Math.min(NARROWEST, all.length);
  return [...new Set(Array.from({ length: count }, (_, i) => Math.round(i * (all.length - 1) / Math.max(1, count - 1))))]
    .map((index) => all[index].epsilon);
}

const same = (one, other) => Math.abs(one - other) <= 0.06 * Math.abs(other) + 1e-9;
const ofEpsilon = (epsilon) => (point) =>
  point.returns_by_epsilon?.find((one) => same(one.epsilon, epsilon))?.mean_return ?? null;

const curves = {
  "curve-return": {
    title: "Return", isTitled: false, height: 320, unit: format.score,
    series: (run) => [
      { label: "Greedy evaluation", color: "--accent", width: 2.5 },
      { label: "Training, all lanes", color: "--second", width: 1.5 },
      ...shownEpsilons(run).map((epsilon, i, all) => (
        { label: `ε ${format.number(epsilon)}`, color: "--third", width: 1, opacity: 0.9 - 0.6 * (i / all.length) })),
      ...(run.goal_return === null ? [] : [{ label: "Goal", color: "--quiet", width: 1, dash: [3, 4] }]),
    ],
    sources: (history, run) => [
      { items: history.evaluations, values: [(item) => item.mean_return] },
      { items: history.points, values: [(item) => item.training_return, ...shownEpsilons(run).map(ofEpsilon),
        ...(run.goal_return === null ? [] : [() => run.goal_return])] },
    ],
  },
  "curve-td": {
    title: "TD error, of the rows learned from", isLog: true,
    series: () => [
      { label: "p10", color: "--second", opacity: 0.5 }, { label: "median", color: "--accent", width: 2 },
      { label: "p90", color: "--second" }, { label: "p99", color: "--alarm" },
    ],
    sources: points("td_error_p10", "td_error_p50", "td_error_p90", "td_error_p99"),
  },
  "curve-q": {
    title: "Q of the first action, and the discounted return that came", isFromZero: false,
    series: () => [{ label: "Q", color: "--accent", width: 2 }, { label: "return", color: "--second", width: 2 }],
    sources: evaluations("first_q", "discounted_return"),
  },
  "curve-loss": {
    title: "Loss", isLog: true, series: () => [{ label: "loss", color: "--accent" }], sources: points("loss"),
  },
  "curve-gradient": {
    title: "Gradient norm, before clipping", isLog: true,
    series: () => [{ label: "norm", color: "--accent" }], sources: points("gradient_norm"),
  },
  "curve-rate": {
    title: "Learning rate", series: () => [{ label: "rate", color: "--accent" }], sources: points("learning_rate"),
  },
  "curve-mean-q": {
    title: "Mean Q of the rows learned from", isFromZero: false,
    series: () => [{ label: "Q", color: "--accent" }], sources: points("mean_q"),
  },
  "curve-weight": {
    title: "Largest importance weight, before the division by it", isLog: true,
    series: () => [{ label: "weight", color: "--accent" }], sources: points("largest_importance_weight"),
  },
  "curve-delta-q": {
    title: "Stored states behind the weights, ΔQ", unit: format.percent,
    isShown: (run) => typeof run.detail?.recurrent_delta_q === "number",
    series: () => [{ label: "ΔQ", color: "--accent" }], sources: points("recurrent_delta_q"),
  },
  "curve-speed": {
    title: "Steps and rows a second", isLog: true,
    series: () => [
      { label: "env steps", color: "--accent", width: 2 }, { label: "rows learned", color: "--second" },
      { label: "learner steps", color: "--third" },
    ],
    sources: points("env_steps_per_s", "samples_per_s", "learner_steps_per_s"),
  },
  "curve-ratio": {
    title: "Replay ratio: rows learned per step stored",
    series: (run) => [
      { label: "ratio", color: "--accent", width: 2 },
      ...(target(run) === null ? [] : [{ label: "target", color: "--quiet", dash: [3, 4] }]),
    ],
    sources: (history, run) => [{
      items: history.points,
      values: [(item) => item.samples_per_insert, ...(target(run) === null ? [] : [() => target(run)])],
    }],
  },
  "curve-lag": {
    title: "Policy lag, in weights versions",
    series: () => [
      { label: "smallest", color: "--second", opacity: 0.5 }, { label: "mean", color: "--accent", width: 2 },
      { label: "largest", color: "--second" },
    ],
    sources: points("policy_lag_min", "policy_lag_mean", "policy_lag_max"),
  },
  "curve-starved": {
    title: "Learner without a batch, share of its time", unit: format.percent,
    series: () => [{ label: "starved", color: "--accent" }], sources: points("starved_fraction"),
  },
};

const target = (run) => run.detail?.target_samples_per_insert ?? null;

const plots = Object.entries(curves).map(([id, options]) => new Plot(document.getElementById(id), options));

export function showCurves(history, run) {
  for (const plot of plots) plot.show(history, run);
}
