// Numbers as people read them. A value that is not there is a dash.

const NONE = "–";
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compactNumber = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const significant = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

const isMissing = (value) => value === null || value === undefined || Number.isNaN(value);

export const count = (value) => (isMissing(value) ? NONE : whole.format(value));

export const compact = (value) => (isMissing(value) ? NONE : compactNumber.format(value));

/** For an axis: as short as it stays exact. */
export const compactAxis = (value) => {
  if (value !== 0 && Math.abs(value) < 0.01) return Number(value.toPrecision(2)).toExponential();
  return Math.abs(value) < 1 ? String(Number(value.toPrecision(2))) : compactNumber.format(value);
};

export const bytes = (value) => {
  if (isMissing(value)) return NONE;
  const power = value < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(value) / 10));
  return `${significant.format(value / 1024 ** power)} ${["B", "KiB", "MiB", "GiB", "TiB"][power]}`;
};

export const percent = (share) => (isMissing(share) ? NONE : `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)}%`);

/** A return: one decimal, so that it does not jump about while it is watched. */
export const score = (value) => {
  if (isMissing(value)) return NONE;
  return Math.abs(value) >= 10000 ? whole.format(value) : value.toFixed(1);
};

/** Anything from a loss to a rate: three significant digits, powers of ten only where they are shorter. */
export const number = (value) => {
  if (isMissing(value)) return NONE;
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  return Math.abs(value) >= 1000 ? whole.format(value) : significant.format(value);
};

export const duration = (seconds) => {
  if (isMissing(seconds)) return NONE;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`;
  const total = Math.floor(seconds);
  const two = (part) => String(part).padStart(2, "0");
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return h > 0 ? `${h} h ${two(m)} min` : `${m} min ${two(s)} s`;
};

/** For an axis: 45 s, 2 min, 1:30 h. */
export const durationTick = (seconds) => {
  if (seconds < 60) return `${+seconds.toFixed(2)} s`;
  if (seconds < 3600) return seconds % 60 === 0 ? `${seconds / 60} min` : `${+(seconds / 60).toFixed(1)} min`;
  return `${+(seconds / 3600).toFixed(2)} h`;
};
