import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Evaluation } from '../../jobs/evaluate-predictions.js';
import { html, type Markup } from '../markup.js';
import { chooseFormat } from '../numbers.js';
import { drawBottomAxis, drawLeftAxis } from './axes.js';
import { type ChartBody, type ChartWidth, type Drawing, group, plotWidth, round } from './draw.js';

type ThresholdMetrics = Evaluation['thresholds'][number];

/** A curve: what it shows, and its line. */
const curves = [
  { key: 'precision', stroke: 'var(--accent)', dashes: undefined },
  { key: 'recall', stroke: 'var(--best)', dashes: undefined },
  { key: 'f1', stroke: 'currentColor', dashes: '5 4' },
] as const;

/** Precision, recall and F1 of each threshold of the probability. */
export function planThresholdChart({ thresholds, positive_label: label }: Evaluation): Drawing {
  const best = thresholds.reduce<ThresholdMetrics | undefined>(
    (found, each) => (found === undefined || each.f1 > found.f1 ? each : found),
    undefined,
  );
  const format = chooseFormat([0.5]);
  return {
    id: 'threshold-chart',
    title: 'Precision, recall and F1 by threshold',
    description: `Precision, recall and F1 of '${label ?? ''}' for ${thresholds.length} thresholds${best === undefined ? '' : `; F1 is highest, ${format(best.f1)}, at ${best.threshold.toFixed(2)}`}. The table below has all values.`,
    draw: (width) => drawCurves(thresholds, width),
  };
}

/** Without a row that counts as positive, precision is not defined. The evaluation then returns 0, as scikit-learn does. */
function isPredicted({ true_positives: hits, false_positives: misses }: ThresholdMetrics): boolean {
  return hits + misses > 0;
}

function drawCurves(thresholds: readonly ThresholdMetrics[], width: ChartWidth): ChartBody {
  const padding = { left: 40, right: 18, top: 34, bottom: 44 };
  const plot = { width: plotWidth(width, padding), height: width === 'wide' ? 220 : 180 };
  const x = scaleLinear().domain([0, 1]).range([0, plot.width]);
  const y = scaleLinear().domain([0, 1]).range([plot.height, 0]);
  const ordered = thresholds.toSorted((left, right) => left.threshold - right.threshold);
  const axes = [
    drawLeftAxis(y, padding.left, { grid: plot.width, tickCount: 5, title: 'Precision, recall and F1' }),
    drawBottomAxis(x, plot.height, { tickCount: width === 'wide' ? 10 : 5, title: 'Threshold' }),
  ];
  const lines = curves.map(({ key, stroke, dashes }): Markup => {
    const path = line<ThresholdMetrics>(
      ({ threshold }) => round(x(threshold)),
      (each) => round(y(each[key])),
    ).defined((each) => key === 'recall' || isPredicted(each))(ordered);
    return html`<path d="${path ?? ''}" fill="none" stroke="${stroke}" stroke-width="2"${dashes === undefined ? '' : html` stroke-dasharray="${dashes}"`}><title>${key}</title></path>`;
  });
  return { plot, padding, content: html`${axes}${group('curves', lines)}` };
}
