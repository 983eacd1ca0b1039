import type uPlot from 'uplot';

export interface ChartMarker {
  /** Epoch seconds. */
  at: number;
  label: string;
  /** CSS variable of tokens.css. */
  color: string;
}

/** Room above the plot that the first row of names takes, CSS pixels. */
export const markerRoom = 18;

/** Vertical lines with their names, as for releases that went live. */
export function drawMarkers(plot: uPlot, markers: readonly ChartMarker[], css: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio || 1;
  ctx.save();
  ctx.font = `600 ${11 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  // names that would touch go a row lower
  const taken: number[] = [];
  for (const marker of [...markers].sort((a, b) => a.at - b.at)) {
    const x = Math.round(plot.valToPos(marker.at, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const color = css(marker.color);
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    const width = ctx.measureText(marker.label).width + 8 * ratio;
    const left = x + width > bbox.left + bbox.width ? x - width - 2 * ratio : x + 2 * ratio;
    const free = taken.findIndex((end) => end <= left);
    const row = free < 0 ? taken.length : free;
    taken[row] = left + width;
    const top = bbox.top + (row - 1) * 16 * ratio;
    ctx.fillStyle = color;
    ctx.fillText(marker.label, left + 4 * ratio, top + 2 * ratio);
  }
  ctx.restore();
}
