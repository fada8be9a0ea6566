import { html, type Markup } from './markup.js';

/** A symbol and a color for each status, because color alone is not accessible. */
const appearances: Readonly<Record<string, readonly [sign: string, tone: string]>> = {
  Completed: ['✓', 'good'],
  Imported: ['✓', 'good'],
  InService: ['✓', 'good'],
  Failed: ['✕', 'bad'],
  OutOfService: ['✕', 'bad'],
  Stopped: ['■', 'calm'],
  Stopping: ['■', 'calm'],
};

/** A status as a label. */
export function makeStatus(status: string): Markup {
  const [sign, tone] = (Object.hasOwn(appearances, status) ? appearances[status] : undefined) ?? ['●', 'busy'];
  return html`<span class="status ${tone}"><span aria-hidden="true">${sign}</span> ${status}</span>`;
}

/** Whether the job is still running. */
export function isRunning(status: string): boolean {
  return status === 'InProgress' || status === 'Stopping';
}
