import type { ListedMessage } from '../../src/errors/error-table.js';

export function writeModules(data: { readonly messages: readonly ListedMessage[] }): Readonly<Record<string, string>>;
