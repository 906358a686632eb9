// What the replay holds, asked for every few seconds while it is looked at. The shards walk over all windows to answer,
// so that readers of several pages take what was answered to the others.

import { read } from "./api.js";
import { showHistogram } from "./bars.js";
import * as format from "./format.js";
import { write } from "./tables.js";

const INTERVAL_MS = 5000;
const byId = (id) => document.getElementById(id);
let isVisible = false;
let isAsking = false;

const buckets = (list) => (list ?? []).map((one) => ({ from: one.from, to: one.below, count: one.windows }));

async function ask() {
  if (!isVisible || isAsking || document.hidden) return;
  isAsking = true;
  try {
    const { total } = await read(`/api/v1/replay?max_age_s=${INTERVAL_MS / 1000}`);
    const share = total.samplable_windows > 0 ? total.effective_sample_size / total.samplable_windows : null;
    write(byId("ess"), format.count(total.effective_sample_size));
    write(byId("ess-note"), `of ${format.compact(total.samplable_windows)} windows, ${format.percent(share)}`);
    write(byId("age"), format.compact(total.mean_drawn_age_records));
    write(byId("age-note"), `mean of all windows ${format.compact(total.mean_age_records)}`);
    write(byId("drawn"), format.number(total.mean_times_sampled));
    write(byId("bytes"), format.bytes(total.bytes));
    write(byId("bytes-note"), `${format.count(total.segments)} of ${format.count(total.segment_places)} segments`);
    showHistogram(byId("priorities"), buckets(total.priorities), "windows");
    showHistogram(byId("ages"), buckets(total.ages), "windows");
    write(byId("replay-problem"), "");
  } catch (error) {
    write(byId("replay-problem"), error.message);
  } finally {
    isAsking = false;
  }
}

export function watchReplay() {
  new IntersectionObserver(([entry]) => {
    isVisible = entry.isIntersecting;
    ask();
  }).observe(byId("replay"));
  setInterval(ask, INTERVAL_MS);
}
