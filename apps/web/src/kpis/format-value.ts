/** Three significant figures for small numbers, grouped whole ones for large, with the unit. */
export function formatValue(value: number | null, unit = ''): string {
  if (value === null || !Number.isFinite(value)) return 'no data';
  const size = Math.abs(value);
  const text =
    size >= 1000
      ? Math.round(value).toLocaleString('en-GB')
      : size >= 100
        ? value.toFixed(0)
        : value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
  return unit ? `${text} ${unit}` : text;
}

/** `+4.1 %`, `−12 %`, `no data`. */
export function formatChange(percent: number | null): string {
  if (percent === null || !Number.isFinite(percent)) return 'no data';
  const text = Math.abs(percent) >= 10 ? Math.abs(percent).toFixed(0) : Math.abs(percent).toFixed(1);
  return `${percent < 0 ? '−' : '+'}${text} %`;
}
