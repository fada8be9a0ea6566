import type { Spec } from 'vega';
import { escapeHtml, hideUnprintable, type Markup, trust } from '../markup.js';

/** A chart as numbers and marks, for one width. Text sizes do not shrink with the width, so a phone gets a drawing of its own. */
export interface Drawing {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, for those who cannot see it. */
  readonly description: string;
  readonly plan: (width: ChartWidth) => Spec;
}

export type ChartWidth = 'wide' | 'narrow';

/** In CSS pixels: the page's text column, and a phone of 360 pixels less its margins. */
export const chartWidths: Readonly<Record<ChartWidth, number>> = { wide: 880, narrow: 320 };

/** Colours come from the page, so that light, dark and print are one drawing. */
const config: NonNullable<Spec['config']> = {
  background: 'transparent',
  axis: {
    labelColor: 'currentColor',
    titleColor: 'currentColor',
    domainColor: 'currentColor',
    tickColor: 'currentColor',
    gridColor: 'currentColor',
    gridOpacity: 0.13,
    domainOpacity: 0.5,
    tickOpacity: 0.5,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelPadding: 6,
    tickSize: 4,
    titlePadding: 8,
  },
};

/** Both widths of a chart as static SVG; the style sheet shows the one that fits. */
export async function drawChart(drawing: Drawing): Promise<Markup> {
  const drawn = await Promise.all((['wide', 'narrow'] as const).map((width) => drawOnce(drawing, width)));
  return trust(drawn.join('\n'));
}

async function drawOnce({ id, title, description, plan }: Drawing, width: ChartWidth): Promise<string> {
  const { Error: onlyErrors, logger, parse, View } = await import('vega');
  const view = new View(parse(plan(width), config), { renderer: 'none', logger: logger(onlyErrors) });
  try {
    const svg = await view.toSVG();
    const [, size = ''] = /viewBox="([\d .-]+)"/.exec(svg) ?? [];
    const inner = svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '');
    const name = `${id}-${width}`;
    return [
      `<svg class="chart ${width}" viewBox="${size}" role="img" aria-labelledby="${name}-title ${name}-text">`,
      `<title id="${name}-title">${escapeHtml(title)}</title><desc id="${name}-text">${escapeHtml(description)}</desc>`,
      `${showNames(inner)}</svg>`,
    ].join('\n');
  } finally {
    view.finalize();
  }
}

/**
 * A mark's name becomes its tooltip. Vega has escaped it for an attribute, which is more than an element's text needs. What is said about
 * the roles of parts goes: to a screen reader the chart is one image.
 */
function showNames(svg: string): string {
  return hideUnprintable(svg)
    .replaceAll(/ (?:role="graphics-\w+"|aria-roledescription="[^"]*"|pointer-events="none")/g, '')
    .replaceAll(/<path aria-label="([^"]*)"([^>]*)\/>/g, '<path$2><title>$1</title></path>')
    .replaceAll(/ aria-label="[^"]*"/g, '');
}
