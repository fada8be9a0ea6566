import { z } from 'zod';
import { sandboxNamePattern } from '../config/sandbox-registry.js';
import { makeError } from '../errors/user-error.js';
import { quoteValue } from '../text/quote-value.js';

/** Options of `sme sandbox` as typed. */
export interface SandboxFlags {
  readonly name?: string | undefined;
  readonly empty?: boolean | undefined;
  readonly port?: string | undefined;
  readonly awsPort?: string | undefined;
  readonly nodes?: string | undefined;
  readonly data?: string | undefined;
  readonly awsEndpoint?: string | undefined;
  /** Each is `ALIAS=/path/to/python`. */
  readonly language?: readonly string[] | undefined;
  /** Each is `NAME=VALUE`. */
  readonly behaviour?: readonly string[] | undefined;
  readonly format?: string | undefined;
  /** The former name of `format`. */
  readonly output?: string | undefined;
}

/** Checked options. Options that were not given are absent, so that the defaults of the sandbox apply. */
export interface SandboxOptions {
  readonly name?: string;
  /** True if nothing is deployed into the sandbox. */
  readonly isEmpty: boolean;
  readonly port?: number;
  readonly awsPort?: number;
  readonly nodes?: number;
  readonly dataDir?: string;
  readonly awsEndpointUrl?: string;
  readonly languages: ReadonlyMap<string, string>;
  readonly behaviours: Readonly<Record<string, string>>;
  readonly format: 'text' | 'env';
}

/** Name of a behaviour of the sandbox → the values that it can have. */
export type BehaviourTable = Readonly<Record<string, { readonly values: readonly string[] }>>;

function makeBehaviourSchema(table: BehaviourTable) {
  const settings = Object.entries(table).flatMap(([name, { values }]) => values.map((value) => `${name}=${value}`));
  const error = ({ input }: { readonly input?: unknown }) => {
    const known = settings.filter((setting) => setting.split('=')[0] === String(input).split('=')[0]);
    const suggestion = known.length > 0 ? known.join(' or ') : `one of ${settings.join(', ')}`;
    return `is not a behaviour: use ${suggestion}`;
  };
  return z.array(z.enum(settings, { error })).default([]);
}

const portSchema = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port: use a number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'is not a port: use a number from 0 to 65535');

/** Also a file name. */
const sandboxNameSchema = z
  .string()
  .regex(sandboxNamePattern, 'is not a name: use up to 63 lower-case letters, digits, hyphens and underscores');

const flagsSchema = z.object({
  name: sandboxNameSchema.optional(),
  empty: z.boolean().default(false),
  port: portSchema.optional(),
  awsPort: portSchema.optional(),
  nodes: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'is not a number of nodes: use a number from 1 to 999')
    .transform(Number)
    .optional(),
  data: z.string().min(1, 'is not a folder: use a path').optional(),
  awsEndpoint: z.url({ protocol: /^https?$/, error: 'is not an endpoint: use an http or https URL' }).optional(),
  language: z.array(z.string().regex(/^[A-Za-z_]\w*=./, 'is not a language: use ALIAS=/path/to/python')).default([]),
  format: z.enum(['text', 'env'], 'is not a format: use text or env').optional(),
  output: z.enum(['text', 'env'], 'is not a format: use text or env').optional(),
});

const flagNames: Readonly<Record<string, string>> = {
  awsPort: '--aws-port',
  awsEndpoint: '--aws-endpoint',
  format: '--format',
  output: '-o',
};

/** @throws UserError E-SME-120 with every invalid option */
export function readSandboxFlags(flags: SandboxFlags, table: BehaviourTable): SandboxOptions {
  const parsed = flagsSchema.extend({ behaviour: makeBehaviourSchema(table) }).safeParse(flags);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `- ${nameFlag(path)} '${quoteValue(readValue(flags, path))}' ${message}`,
    );
    throw makeError('E-SME-120', { problems: problems.join('\n') });
  }
  const { name, empty, port, awsPort, nodes, data, awsEndpoint, language, behaviour, format, output } = parsed.data;
  return {
    ...(name !== undefined && { name }),
    isEmpty: empty,
    ...(port !== undefined && { port }),
    ...(awsPort !== undefined && { awsPort }),
    ...(nodes !== undefined && { nodes }),
    ...(data !== undefined && { dataDir: data }),
    ...(awsEndpoint !== undefined && { awsEndpointUrl: awsEndpoint }),
    languages: new Map(language.map(splitLanguage)),
    behaviours: Object.fromEntries(behaviour.map((setting) => setting.split('='))),
    format: format ?? output ?? 'text',
  };
}

function splitLanguage(language: string): [alias: string, path: string] {
  const separator = language.indexOf('=');
  return [language.slice(0, separator).toUpperCase(), language.slice(separator + 1)];
}

function nameFlag(path: readonly PropertyKey[]): string {
  const name = String(path[0]);
  return flagNames[name] ?? `--${name}`;
}

function readValue(flags: SandboxFlags, path: readonly PropertyKey[]): string {
  const value = Object.entries(flags).find(([name]) => name === path[0])?.[1];
  return String(Array.isArray(value) && typeof path[1] === 'number' ? value[path[1]] : value);
}
