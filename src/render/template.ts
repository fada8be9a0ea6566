import { makeError } from '../errors/user-error.js';
import type { TemplateFile } from './template-files.js';

const placeholder = /\{\{([^{}\n]*)\}\}/g;

export interface Values {
  /** Values that the template must use at least once each. */
  readonly slots?: Readonly<Record<string, string>>;
  /** Values that the template may use. */
  readonly constants?: Readonly<Record<string, string>>;
}

/**
 * Replaces each `{{name}}` with its value. Placeholders within values are not replaced.
 *
 * @throws UserError F-SME-41 for a placeholder without a value, F-SME-42 for an unused slot
 */
export function fillTemplate({ path, text }: TemplateFile, { slots = {}, constants = {} }: Values): string {
  const used = new Set<string>();
  const filled = text.replace(placeholder, (_, name: string, offset: number) => {
    used.add(name);
    const value = Object.hasOwn(slots, name)
      ? slots[name]
      : Object.hasOwn(constants, name)
        ? constants[name]
        : undefined;
    if (value === undefined) {
      const line = text.slice(0, offset).split('\n').length;
      throw makeError('F-SME-41', { path, line, name });
    }
    return value;
  });
  const unused = Object.keys(slots).filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw makeError('F-SME-42', { path, names: unused.join("', '") });
  }
  return filled;
}
