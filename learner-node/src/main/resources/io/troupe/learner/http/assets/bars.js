// Bars made of parts: where each part's time goes, and how priorities are spread.

import * as format from "./format.js";
import { write } from "./tables.js";

const PARTS = [
  ["working_ns", "Working"], ["waiting_for_inserts_ns", "Awaits steps"], ["waiting_for_samples_ns", "Awaits rows"],
  ["limited_ns", "Held by the limiter"],
];

/** A row for the learner and each shard; of actors the share that their lanes were held up. */
export function showTimes(now) {
  const rows = [["Learner", now.learner_time], ...now.shards.map((shard) => [shard.name, shard.time])]
    .map(([name, time]) => [name, PARTS.map(([field]) => time[field])]);
  for (const actor of now.actors) {
    const all = now.time_s * actor.lanes;
    if (all > 0) rows.push([actor.name, [Math.max(0, all - actor.blocked_s), 0, 0, Math.min(all, actor.blocked_s)]]);
  }
  const host = document.getElementById("times");
  while (host.children.length > rows.length) host.lastChild.remove();
  rows.forEach(([name, parts], i) => {
    const row = host.children[i] ?? host.appendChild(newRow());
    const all = parts.reduce((sum, part) => sum + part, 0);
    write(row.children[0], name);
    const told = [];
    parts.forEach((part, j) => {
      const share = all > 0 ? part / all : 0;
      row.children[1].children[j].style.width = `${100 * share}%`;
      if (share >= 0.005) told.push(`${PARTS[j][1].toLowerCase()} ${format.percent(share)}`);
    });
    write(row.children[2], told.join(", ") || "nothing yet");
  });
}

function newRow() {
  const row = document.createElement("li");
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.setAttribute("aria-hidden", "true");
  for (const [field] of PARTS) bar.append(Object.assign(document.createElement("i"), { className: field }));
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
