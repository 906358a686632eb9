// The run's points and evaluations so far, as /api/v1/metrics tells them, with what the page has heard since.

const MAX_POINTS = 4000; // beyond it, the server's thinned history is read again

export class History {
  points = [];
  evaluations = [];

  replace({ points, evaluations }) {
    this.points = points;
    this.evaluations = evaluations;
  }

  get isLong() {
    return this.points.length > MAX_POINTS;
  }

  add(now) {
    const last = this.points.at(-1);
    const one = now.evaluation;
    if (one && one.sequence > (this.evaluations.at(-1)?.sequence ?? -Infinity)) {
      this.evaluations.push({ ...one, env_steps: envStepsAt(one.time_s, last, now) });
    }
    // Of a resumed run the shards come back one by one: until then it seems to have fewer steps than before.
    if (!last || now.env_steps > last.env_steps
        || (now.env_steps === last.env_steps && now.learner_steps !== last.learner_steps)) {
      this.points.push(point(now));
    }
  }
}

/** A status with the names that a point of the history has. */
function point(now) {
  const { td_errors: errors, policy_lag: lag } = now.detail;
  return {
    ...now, samples_per_s: now.detail.samples_per_s, returns_by_epsilon: now.detail.returns_by_epsilon,
    td_error_p10: errors.p10, td_error_p50: errors.p50, td_error_p90: errors.p90, td_error_p99: errors.p99,
    policy_lag_min: lag.min, policy_lag_max: lag.max, nodes: null, shards: null, actors: null,
  };
}

/** An evaluation knows its time: its env steps lie on the line between the points around it. */
function envStepsAt(timeS, before, after) {
  if (!before || after.time_s <= before.time_s) return after.env_steps;
  const share = Math.max(0, Math.min(1, (timeS - before.time_s) / (after.time_s - before.time_s)));
  return Math.round(before.env_steps + share * (after.env_steps - before.env_steps));
}
