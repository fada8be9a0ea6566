import { scaleLinear, scaleLog } from 'd3-scale';
import {
  curveStepAfter,
  line,
  type SymbolType,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolTimes,
  symbolTriangle,
} from 'd3-shape';
import { type Direction, findDirection, listScores, type NumberedCandidate, trackBest } from '../candidate-order.js';
import { html, type Markup } from '../markup.js';
import { chooseFormat } from '../numbers.js';
import { drawBottomAxis, drawLeftAxis, type ValueScale } from './axes.js';
import { type ChartBody, type ChartWidth, type Drawing, drawText, group, plotWidth, round } from './draw.js';
import { chooseVisibleRange } from './find-outliers.js';

/** With a larger ratio of the largest to the smallest value, small values would not be distinguishable on a linear axis. */
const minLogarithmicRatio = 100;
/** More points than this would overlap, so they are drawn smaller. */
const maxLargePoints = 60;

/** What is drawn, independent of the width. */
interface Plan {
  readonly candidates: readonly NumberedCandidate[];
  readonly scored: readonly ScoredCandidate[];
  readonly failed: readonly NumberedCandidate[];
  readonly objective: string;
  readonly direction: Direction | undefined;
  readonly isLogarithmic: boolean;
  /** Values outside are drawn at the edge. */
  readonly range: readonly [low: number, high: number];
  readonly format: (value: number) => string;
}

type ScoredCandidate = NumberedCandidate & { readonly value: number };

/** The objective of each candidate in the order in which they ended, and the best value so far. */
export function planObjectiveChart(candidates: readonly NumberedCandidate[], objective: string): Drawing {
  const scores = listScores(candidates);
  const direction = findDirection(candidates);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const isLogarithmic = low > 0 && high / low > minLogarithmicRatio && direction === 'lower';
  const range = isLogarithmic ? ([low, high] as const) : chooseVisibleRange(scores, direction);
  const plan: Plan = {
    candidates,
    scored: candidates.flatMap((candidate): readonly ScoredCandidate[] => {
      const { rank, value } = candidate;
      return rank === undefined || value === undefined ? [] : [{ ...candidate, value }];
    }),
    failed: candidates.filter(({ rank }) => rank === undefined),
    objective,
    direction,
    isLogarithmic,
    range,
    format: chooseFormat(scores.filter((value) => value >= range[0] && value <= range[1])),
  };
  return {
    id: 'objective-chart',
    title: `${objective} of each candidate`,
    description: describe(plan),
    draw: (width) => drawObjective(plan, width),
  };
}

function describe(plan: Plan): string {
  const { scored, failed, objective, format } = plan;
  const outside = countOutside(plan);
  const best = scored.find(({ rank }) => rank === 1);
  return [
    `${scored.length} candidates with a result`,
    failed.length === 0 ? '' : `, ${failed.length} without one`,
    best === undefined ? '' : `; the best has ${objective} ${format(best.value)}`,
    outside === 0 ? '' : `; ${outside} outside of the axis, drawn as triangles at its edge`,
    '. The leaderboard below has all values.',
  ].join('');
}

function drawObjective(plan: Plan, width: ChartWidth): ChartBody {
  const { candidates, scored, failed, objective, direction, isLogarithmic, format } = plan;
  const scores = scored.map(({ value }) => value);
  const left = 14 + 7.2 * Math.max(4, ...scores.map((value) => format(value).length));
  const padding = { left, right: 18, top: 34, bottom: 44 };
  const height = (width === 'wide' ? 300 : 240) - padding.top - padding.bottom;
  const plot = { width: plotWidth(width, padding), height };
  const x: ValueScale = scaleLinear()
    .domain([0.5, candidates.length + 0.5])
    .range([0, plot.width]);
  const y: ValueScale = (isLogarithmic ? scaleLog() : scaleLinear())
    .domain(chooseDomain(plan.range, direction, isLogarithmic))
    .nice()
    .range([height, 0])
    .clamp(true);
  const outside = countOutside(plan);
  const title = `${objective} of each candidate${isLogarithmic ? ', logarithmic' : ''}${outside === 0 ? '' : ` (${outside} off the scale)`}`;
  const axes = [
    drawLeftAxis(y, left, { grid: plot.width, tickCount: 5, title }),
    drawBottomAxis(x, height, {
      tickCount: width === 'wide' ? 8 : 5,
      title: 'Candidate, in order of completion',
      wholeNumbers: true,
    }),
  ];
  const track = line<{ readonly number: number; readonly value: number }>(
    ({ number }) => round(x(number)),
    ({ value }) => round(y(value)),
  ).curve(curveStepAfter)([...trackBest(candidates, direction)]);
  const points = scored.map((candidate) => drawPoint(plan, candidate, x(candidate.number), y(candidate.value)));
  const crosses = failed.map(({ number, name, status }) =>
    drawSymbol(symbolTimes, 60, x(number), height, `${number}. ${name}: ${status}`, {
      fill: 'none',
      stroke: 'var(--bad)',
      width: 1.6,
    }),
  );
  const best = scored.find(({ rank }) => rank === 1);
  const label =
    best === undefined
      ? []
      : [
          drawText(x(best.number), y(best.value) + (direction === 'lower' ? 20 : -17), format(best.value), {
            anchor: 'middle',
            fill: 'var(--best)',
            size: 13,
            weight: '600',
          }),
        ];
  return {
    plot,
    padding,
    content: html`${axes}${group('track', [html`<path d="${track ?? ''}" fill="none" stroke="var(--best)" stroke-width="2"/>`])}${group('points', points)}${group('missing', crosses)}${group('best', label)}`,
  };
}

function countOutside({ scored, range: [low, high] }: Plan): number {
  return scored.filter(({ value }) => value < low || value > high).length;
}

function drawPoint(
  { candidates, objective, format, range }: Plan,
  candidate: ScoredCandidate,
  x: number,
  y: number,
): Markup {
  const { number, name, rank, value, status } = candidate;
  const isBest = rank === 1;
  const isOutside = value < range[0] || value > range[1];
  const label = `${number}. ${name}: ${objective} ${format(value)}${isBest ? ', the best' : ''}${isOutside ? ', off the scale' : ''} (${status})`;
  const area = candidates.length > maxLargePoints ? 22 : 64;
  return drawSymbol(
    isOutside ? symbolTriangle : isBest ? symbolDiamond : symbolCircle,
    isBest ? 120 : area,
    x,
    y,
    label,
    {
      fill: isBest ? 'var(--best)' : 'var(--accent)',
      stroke: 'var(--card)',
      width: 1,
    },
  );
}

/** A symbol that shows `label` as its tooltip. @param area in square CSS pixels */
function drawSymbol(
  shape: SymbolType,
  area: number,
  x: number,
  y: number,
  label: string,
  paint: { readonly fill: string; readonly stroke: string; readonly width: number },
): Markup {
  const path = symbol(shape, area).digits(2)() ?? '';
  return html`<path transform="translate(${round(x)},${round(y)})" d="${path}" fill="${paint.fill}" stroke="${paint.stroke}" stroke-width="${paint.width}"><title>${label}</title></path>`;
}

/** The domain of the value axis, with space above and below the values and more space on the side of the label. */
function chooseDomain(
  [low, high]: readonly [number, number],
  direction: Direction | undefined,
  isLogarithmic: boolean,
): number[] {
  if (isLogarithmic) {
    return [low / 3, high];
  }
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const bottom = low - span * (direction === 'lower' ? 0.22 : 0.1);
  return [low > 0 && bottom <= 0 ? 0 : bottom, high + span * (direction === 'lower' ? 0.05 : 0.14)];
}
