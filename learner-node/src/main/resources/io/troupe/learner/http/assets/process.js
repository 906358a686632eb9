// What the learner's process has used, and what its streams have met, since it was started.

import * as format from "./format.js";
import { write } from "./tables.js";

const byId = (id) => document.getElementById(id);

export function showProcess({ nodes }) {
  const process = nodes.find((node) => node.role === "learner")?.process;
  if (!process) return;
  write(byId("pressed"), format.compact(process.back_pressured));
  write(byId("pressed-note"), `offers turned away, ${format.compact(process.not_connected)} heard by nobody`);
  write(byId("pauses"), format.duration(process.gc_pause_s));
  write(byId("pauses-note"), `in ${format.count(process.gc_pauses)}`);
  write(byId("heap"), format.bytes(process.heap_bytes));
  write(byId("heap-note"), `${format.bytes(process.direct_bytes)} beside it, ${format.bytes(process.mapped_bytes)} mapped`);
  write(byId("dropped"), format.count(process.malformed_messages));
  write(byId("dropped-note"), `${format.count(process.rejected_sessions)} peers refused, `
    + `${format.count(process.reconnects)} links made anew`);
}
