/** Name of the due work. */
export const trackingWork = 'observe-tracking';
/** A KPI without a measurement for so long is stale. */
export const freshForMs = 24 * 3_600_000;
/** Observed at least this often. */
export const observeEveryMs = 15 * 60_000;
/** Told again after so long, though nothing changed, so that its proof does not grow old. */
export const tellEveryMs = 6 * 3_600_000;
