// Tables of nodes, shards and the like. Cells are written in place, so that a selection or a scroll position outlives the
// next event.

import * as format from "./format.js";

export function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

/** What went wrong at a shard, in words; a dash where nothing did. */
const troubles = ({ damage, ...shard }) => [
  [shard.late_updates, "late"], [shard.duplicate_records, "twice"], [shard.malformed_messages, "malformed"],
  [shard.refused_priorities, "refused"], [damage.torn_records + damage.torn_segments + damage.torn_states, "damaged"],
].filter(([times]) => times > 0).map(([times, what]) => `${format.count(times)} ${what}`).join(", ") || "–";

/** Memory and pauses of a node's process, which in one JVM are the learner's. */
const ofProcess = (value) => ({ process, shares_process: isShared }) =>
  (!process ? "–" : isShared ? "with the learner" : value(process));

/** What the network has lost of a media driver's streams, which one of the nodes that share it tells. */
const lost = ({ process }) => {
  if (!process) return "–";
  const { loss } = process;
  if (loss.shares_driver) return "with another node";
  return [[loss.naks_sent, "missed"], [loss.retransmits, "sent again"], [loss.gap_fills, "given up"],
    [loss.short_sends, "not taken"],
  ].filter(([times]) => times > 0).map(([times, what]) => `${format.compact(times)} ${what}`).join(", ") || "none";
};

/** [title, value, class] by table. */
const columns = {
  shards: [
    ["Shard", (s) => s.name],
    ["Fill", (s) => format.percent(s.capacity_steps > 0 ? s.size_steps / s.capacity_steps : null)],
    ["Share of all", (s) => format.percent(s.balance)],
    ["Oldest step", (s) => format.duration(s.oldest_s)],
    ["Windows", (s) => format.count(s.samplable_windows)],
    ["Priority mass", (s) => format.number(s.priority_mass)],
    ["Share of mass", (s) => format.percent(s.mass_share)],
    ["Stored", (s) => format.count(s.stored_steps)],
    ["Evicted", (s) => format.count(s.evicted_steps)],
    ["Sampled", (s) => format.count(s.sampled_rows)],
    ["Went wrong", troubles, "word"],
    ["State", (s) => (s.is_draining ? "draining" : s.is_limited ? "limiter holding" : "open"), "word"],
  ],
  actors: [
    ["Actor", (a) => a.name],
    ["Lanes", (a) => format.count(a.lanes)],
    ["Env steps/s", (a) => format.count(a.env_steps_per_s)],
    ["Produced", (a) => format.count(a.produced_steps)],
    ["Return", (a) => format.score(a.mean_return)],
    ["Weights", (a) => format.count(a.weights_version)],
    ["Behind", (a) => format.count(a.behind)],
    ["Held up", (a) => format.percent(a.held_share)],
    ["Resent", (a) => format.count(a.resent_records)],
    ["Errors", (a) => format.count(a.environment_errors)],
  ],
  nodes: [
    ["Node", (n) => n.name],
    ["Role", (n) => n.role, "word"],
    ["Address", (n) => n.address, "word"],
    ["Last heard", (n) => (n.silent_s === null ? "–" : `${n.silent_s.toFixed(1)} s ago`)],
    ["Starts", (n) => format.count(n.starts)],
    ["Back pressure", (n) => (n.process ? format.compact(n.process.back_pressured) : "–")],
    ["Lost", lost, "word"],
    ["GC pauses", ofProcess((p) => `${format.duration(p.gc_pause_s)} in ${format.count(p.gc_pauses)}`)],
    ["Memory", ofProcess((p) => `${format.bytes(p.heap_bytes + p.direct_bytes)}, ${format.bytes(p.mapped_bytes)} mapped`)],
    ["State", (n) => (n.is_reachable ? "reachable" : "unreachable"), "word"],
  ],
  checkpoints: [
    ["Checkpoint", (c) => c.name],
    ["Learner step", (c) => format.count(c.learner_step)],
    ["Env steps", (c) => (c.env_steps > 0 ? format.count(c.env_steps) : "–")],
    ["Time", (c) => format.duration(c.time_s)],
    ["Evaluated", (c) => format.score(c.eval_return)],
    ["Size", (c) => format.bytes(c.bytes)],
    ["", (c) => (c.is_best ? "best by evaluation" : ""), "word"],
  ],
  settings: [
    ["Setting", (s) => s.path],
    ["Value", (s) => s.value || "–", "word wide"],
    ["Default", (s) => s.default_value || "–", "word wide"],
    ["", (s) => (s.is_default ? "" : "differs"), "word"],
  ],
};

const empty = { checkpoints: "None is written yet", settings: "Nothing differs from the defaults" };

const derived = {
  shards: (now) => {
    const sum = (field) => now.shards.reduce((total, shard) => total + (shard[field] ?? 0), 0);
    const [size, mass] = [sum("size_steps"), sum("priority_mass")];
    return now.shards.map((shard) => ({
      ...shard, oldest_s: now.detail.oldest_s[shard.node_id] ?? null,
      balance: size > 0 ? shard.size_steps / size : null, mass_share: mass > 0 ? shard.priority_mass / mass : null,
    }));
  },
  actors: (now) => now.actors.map((actor) => {
    const laneTime = now.time_s * actor.lanes;
    return {
      ...actor, behind: now.weights_version - actor.weights_version,
      held_share: laneTime > 0 ? Math.min(1, actor.blocked_s / laneTime) : null,
    };
  }),
  nodes: (now) => now.nodes,
};

export function showRunTables(now) {
  for (const [name, items] of Object.entries(derived)) showTable(name, items(now));
}

export function showTable(name, items) {
  const table = document.getElementById(name);
  if (!table.tHead) {
    const head = table.createTHead().insertRow();
    for (const [title, , kind] of columns[name]) {
      const cell = document.createElement(title ? "th" : "td");
      if (title) cell.scope = "col";
      cell.className = kind ?? "";
      cell.textContent = title;
      head.append(cell);
    }
    table.createTBody();
  }
  const body = table.tBodies[0];
  const wanted = items.length === 0 ? 1 : items.length;
  if (body.dataset.isEmpty !== String(items.length === 0)) body.replaceChildren();
  body.dataset.isEmpty = String(items.length === 0);
  while (body.rows.length > wanted) body.deleteRow(-1);
  while (body.rows.length < wanted) body.insertRow();
  if (items.length === 0) {
    if (body.rows[0].cells.length === 0) body.rows[0].insertCell().colSpan = columns[name].length;
    write(body.rows[0].cells[0], empty[name] ?? "None has joined yet");
    body.rows[0].cells[0].className = "none";
    return;
  }
  items.forEach((item, i) => columns[name].forEach(([, value, kind], j) => {
    const row = body.rows[i];
    if (!row.cells[j]) {
      const cell = document.createElement(j === 0 ? "th" : "td");
      if (j === 0) cell.scope = "row";
      cell.className = kind ?? "";
      row.append(cell);
    }
    write(row.cells[j], value(item));
    row.classList.toggle("alarm", item.is_reachable === false);
    row.classList.toggle("differs", item.is_default === false || item.is_best === true);
  }));
}
