import classes from './readiness-ring.module.css';

/** Share of items that are done; the numbers stand inside it. */
export function ReadinessRing({ done, total, size = 64, label }: { done: number; total: number; size?: number; label?: string }) {
  const stroke = Math.max(4, size * 0.09);
  const radius = (size - stroke) / 2;
  const round = 2 * Math.PI * radius;
  const share = total ? done / total : 0;
  return (
    <span
      className={classes.ring}
      style={{ width: size, height: size }}
      role="img"
      aria-label={`${label ? `${label}: ` : ''}${done} of ${total} done`}
    >
      <svg width={size} height={size} aria-hidden="true" focusable="false">
        <circle className={classes.track} cx={size / 2} cy={size / 2} r={radius} strokeWidth={stroke} />
        <circle
          className={classes.fill}
          data-full={share === 1 || undefined}
          cx={size / 2}
          cy={size / 2}
          r={radius}
          strokeWidth={stroke}
          strokeDasharray={`${round * share} ${round}`}
          transform={`rotate(-90 ${size / 2} ${size / 2})`}
        />
      </svg>
      <span
        className={classes.text}
        style={{ fontSize: size * (size > 90 ? 0.22 : share === 1 && size < 60 ? 0.4 : 0.24) }}
        aria-hidden="true"
      >
        {size < 40 ? null : share === 1 && size < 60 ? '✓' : `${done}/${total}`}
      </span>
    </span>
  );
}
