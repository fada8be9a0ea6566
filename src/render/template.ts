import { makeError } from '../errors/user-error.js';
import type { TemplateFile } from './template-files.js';

const placeholder = /\{\{([^{}\n]*)\}\}/g;

export interface Values {
  /** Values that this template must use, each at least once. */
  readonly slots?: Readonly<Record<string, string>>;
  /** Values that any template may use. */
  readonly constants?: Readonly<Record<string, string>>;
}

/**
 * Replaces each `{{name}}` by its value. Values are not looked through again.
 *
 * @throws UserError F-SME-41, F-SME-42, with file and line for a placeholder that nothing fills, or a slot that nothing uses
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
