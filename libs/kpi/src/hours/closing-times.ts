/** Name of the due work. */
export const closeHoursWork = 'close-hours';
/** An hour is closed so long after its end, for measurements that are a little late. */
export const latenessMs = 10 * 60_000;
/** Later ones re-open a closed hour; what else comes within this pause goes into the same next revision. */
export const lateDataPauseMs = 5_000;
