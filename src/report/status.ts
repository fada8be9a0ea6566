import { html, type Markup } from './markup.js';

/** A sign beside the word, for the colour alone says nothing to everyone. */
const looks: Readonly<Record<string, readonly [sign: string, tone: string]>> = {
  Completed: ['✓', 'good'],
  InService: ['✓', 'good'],
  Failed: ['✕', 'bad'],
  OutOfService: ['✕', 'bad'],
  Stopped: ['■', 'calm'],
  Stopping: ['■', 'calm'],
};

/** A status as a label. */
export function makeStatus(status: string): Markup {
  const [sign, tone] = (Object.hasOwn(looks, status) ? looks[status] : undefined) ?? ['●', 'busy'];
  return html`<span class="status ${tone}"><span aria-hidden="true">${sign}</span> ${status}</span>`;
}

/** Whether AWS still works on it. */
export function isRunning(status: string): boolean {
  return status === 'InProgress' || status === 'Stopping';
}
