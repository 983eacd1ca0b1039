import classes from './badge.module.css';

const words: Record<string, string> = { client: 'Client', vendor: 'Vendor', both: 'Both sides' };

export function SideBadge({ side, name }: { side: string; name?: string }) {
  if (side === 'both')
    return (
      <span className={classes.badge}>
        <span className={classes.dot} data-side="client" style={{ background: 'var(--client)' }} />
        <span className={classes.dot} data-side="vendor" style={{ background: 'var(--vendor)' }} />
        Both sides
      </span>
    );
  return (
    <span className={classes.badge} data-tone={side}>
      <span className={classes.dot} data-side={side} />
      {words[side] ?? side}
      {name ? `: ${name}` : ''}
    </span>
  );
}
