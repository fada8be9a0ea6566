import { html, type Markup } from '../markup.js';

/** A chart. It is drawn once for each width, because text must not shrink on a phone. */
export interface Drawing {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, for screen readers. */
  readonly description: string;
  readonly draw: (width: ChartWidth) => ChartBody;
}

export type ChartWidth = 'wide' | 'narrow';

/** The plot of a chart and the space around it, in CSS pixels. */
export interface ChartBody {
  readonly plot: { readonly width: number; readonly height: number };
  readonly padding: Readonly<Record<'left' | 'right' | 'top' | 'bottom', number>>;
  /** SVG elements; the origin is the top left corner of the plot. */
  readonly content: Markup;
}

/** In CSS pixels: the text column of the page, and a phone of 360 pixels without its margins. */
const chartWidths: Readonly<Record<ChartWidth, number>> = { wide: 880, narrow: 320 };

/** Width of the plot that remains between the paddings, in CSS pixels. */
export function plotWidth(width: ChartWidth, { left, right }: ChartBody['padding']): number {
  return chartWidths[width] - left - right;
}

/** Both widths of a chart as static SVG; the style sheet shows the one that fits. Colors come from the page's CSS variables. */
export function drawChart(drawing: Drawing): Markup {
  return html`${drawOnce(drawing, 'wide')}
${drawOnce(drawing, 'narrow')}`;
}

function drawOnce({ id, title, description, draw }: Drawing, width: ChartWidth): Markup {
  const { plot, padding, content } = draw(width);
  const name = `${id}-${width}`;
  const height = padding.top + plot.height + padding.bottom;
  return html`<svg class="chart ${width}" viewBox="0 0 ${chartWidths[width]} ${round(height)}" role="img" aria-labelledby="${name}-title ${name}-text">
<title id="${name}-title">${title}</title><desc id="${name}-text">${description}</desc>
<g transform="translate(${round(padding.left)},${round(padding.top)})">${content}</g></svg>`;
}

/** A coordinate with at most two decimals: more make the file larger, but not sharper. */
export function round(coordinate: number): number {
  return Math.round(coordinate * 100) / 100;
}

/** Marks of one kind; tests and style sheets find them by `name`. */
export function group(name: string, marks: readonly Markup[]): Markup {
  return html`<g class="${name}">${marks}</g>\n`;
}

/** A rectangle that shows `label` as its tooltip. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
  readonly label: string;
}

export function drawBar({ x, y, width, height, fill, label }: Bar): Markup {
  return html`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="2" fill="${fill}"><title>${label}</title></rect>`;
}

/** A line of text, by default in the color of the page. @param y vertical center of the text */
export function drawText(x: number, y: number, text: string, style: TextStyle = {}): Markup {
  const { anchor = 'start', fill = 'currentColor', size = 12, weight = 'normal' } = style;
  return html`<text x="${round(x)}" y="${round(y)}" dy="0.32em" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${fill}">${text}</text>`;
}

interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
  /** In CSS pixels. */
  readonly size?: number;
  readonly weight?: 'normal' | '600';
}
