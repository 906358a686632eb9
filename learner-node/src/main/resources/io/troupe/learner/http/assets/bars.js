// Bars made of parts: where each part's time goes, and how priorities are spread.

import * as format from "./format.js";
import { write } from "./tables.js";

const DUTY = [
  ["working_ns", "Working"], ["waiting_for_inserts_ns", "Awaits steps"], ["waiting_for_samples_ns", "Awaits rows"],
  ["limited_ns", "Held by the limiter"],
];
const ACTING = [
  ["network_ns", "Network"], ["environments_ns", "Environments"], ["sending_ns", "Sending"], ["waiting_ns", "Waiting"],
];

/** A row for the learner and each shard, and one for each actor, whose parts are others. */
export function showTimes(now) {
  showBars(document.getElementById("times"), DUTY,
    [["Learner", now.learner_time], ...now.shards.map((shard) => [shard.name, shard.time])]);
  showBars(document.getElementById("actor-times"), ACTING, now.actors.map((actor) => [actor.name, actor.time]));
}

function showBars(host, parts, rows) {
  while (host.children.length > rows.length) host.lastChild.remove();
  rows.forEach(([name, time], i) => {
    const row = host.children[i] ?? host.appendChild(newRow(parts));
    const all = parts.reduce((sum, [field]) => sum + time[field], 0);
    write(row.children[0], name);
    const told = [];
    parts.forEach(([field, what], j) => {
      const share = all > 0 ? time[field] / all : 0;
      row.children[1].children[j].style.width = `${100 * share}%`;
      if (share >= 0.005) told.push(`${what.toLowerCase()} ${format.percent(share)}`);
    });
    write(row.children[2], told.join(", ") || "nothing yet");
  });
}

function newRow(parts) {
  const row = document.createElement("li");
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.setAttribute("aria-hidden", "true");
  for (const [field] of parts) bar.append(Object.assign(document.createElement("i"), { className: field }));
  row.append(document.createElement("b"), bar, document.createElement("span"));
  return row;
}

/** Buckets [{from, to, count}] as columns, with what a screen reader hears. */
export function showHistogram(host, buckets, unit) {
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  while (host.children.length > buckets.length) host.lastChild.remove();
  buckets.forEach((bucket, i) => {
    const column = host.children[i] ?? host.appendChild(document.createElement("i"));
    column.style.height = `${Math.max(bucket.count > 0 ? 2 : 0, 100 * bucket.count / most)}%`;
    column.title = `${format.number(bucket.from)} to ${format.number(bucket.to)}: ${format.count(bucket.count)} ${unit}`;
  });
  const [from, to] = host.nextElementSibling.children;
  write(from, buckets.length === 0 ? "" : format.number(buckets[0].from));
  write(to, buckets.length === 0 ? "" : format.number(buckets.at(-1).to));
  const largest = buckets.find((bucket) => bucket.count === most);
  host.setAttribute("aria-label", buckets.length === 0 ? "No values yet" : `${buckets.length} buckets from `
    + `${format.number(buckets[0].from)} to ${format.number(buckets.at(-1).to)}; most ${unit} lie from `
    + `${format.number(largest?.from)} to ${format.number(largest?.to)}`);
}
