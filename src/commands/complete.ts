import type { SmeCommand } from '../cli/command.js';
import type { Candidate, TypedLine } from '../completion/candidates.js';
import type { NameKind } from '../completion/value-sources.js';
import type { CommandIo } from '../terminal/io.js';

/** A database that does not answer within this time has no names. */
const timeoutMs = 2000;

/** A shell cannot insert these without help. */
const unusable = /[\p{Cc}]/u;

/**
 * `sme __complete`: the completion scripts of all shells call it. It reads the words after `sme` from stdin, each ended by NUL, because a
 * typed password would be visible in the process list. It prints one candidate for the last word on each line, with its description
 * after a tab, and nothing if anything goes wrong.
 */
export function addComplete(program: SmeCommand, makeProgram: () => SmeCommand): void {
  program
    .command('__complete', { hidden: true })
    .description('Print what the last word can be, for the completion scripts of shells')
    .runs((_flags: object, io: CommandIo) => runComplete(makeProgram(), io));
}

async function runComplete(program: SmeCommand, io: CommandIo): Promise<void> {
  const [{ describeCommandTree }, completion, { readToEnd }] = await Promise.all([
    import('../completion/describe-command-tree.js'),
    import('../completion/candidates.js'),
    import('../config/passwords.js'),
  ]);
  if (io.stdin.isTTY === true) {
    return;
  }
  const words = (await readToEnd(io.stdin)).split('\0').slice(0, -1);
  const line = completion.readTypedLine(describeCommandTree(program), words);
  const source = completion.findValueSource(line);
  const values =
    typeof source === 'string'
      ? await findNames(source, line, words, program, io)
      : completion.listValues(source, line);
  const candidates = [...completion.listWordCandidates(line), ...values];
  const fitting = candidates.filter(({ text }) => text.startsWith(line.start) && !unusable.test(text));
  io.stdout.write(fitting.map(({ text, description }) => `${text}\t${description}\n`).join(''));
}

/** Finds names as the typed line would find them: with its flags, the environment and the profile. */
async function findNames(
  kind: NameKind,
  line: TypedLine,
  words: readonly string[],
  program: SmeCommand,
  io: CommandIo,
): Promise<readonly Candidate[]> {
  const silent = { ...io, interactive: false, warn() {} };
  const found = await readNames(kind, parseFlags(program, line, words), silent).catch(() => []);
  return found.map((text) => ({ text, description: kind }));
}

async function readNames(kind: NameKind, flags: object, io: CommandIo): Promise<readonly string[]> {
  if (kind === 'profile') {
    const { listProfiles } = await import('../config/profile-store.js');
    return (await listProfiles(flags, io)).map(({ name }) => name);
  }
  if (kind === 'sandbox') {
    const { listSandboxes } = await import('../config/sandbox-registry.js');
    return (await listSandboxes(io.env)).map(({ name }) => name);
  }
  const [{ loadCommandSettings }, { readDatabaseNames }, { cacheNames }] = await Promise.all([
    import('../cli/load-settings.js'),
    import('../completion/database-names.js'),
    import('../completion/name-cache.js'),
  ]);
  const settings = await loadCommandSettings(flags, ['connection', 'deployment'] as const, io);
  const { host, port, credentials } = settings.connection;
  const user = 'user' in credentials ? credentials.user : '';
  const key = JSON.stringify([kind, host, port, user, settings.deployment.schema.candidates]);
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(timeoutMs)]);
  return await cacheNames(io.env, key, async () => await readDatabaseNames(kind, settings, signal).catch(() => []));
}

/** The flags of a line that is not finished. `--password-stdin` is left out: stdin is not that of the line. */
function parseFlags(program: SmeCommand, { command }: TypedLine, words: readonly string[]): object {
  const typed = words.slice(0, -1).filter((word) => !/^--(db-)?password-stdin$/.test(word));
  const parser = command.path.reduce<SmeCommand>(
    (parent, name) => parent.commands.find((child) => child.name() === name) as SmeCommand,
    program,
  );
  try {
    parser.parseOptions([...typed]);
  } catch {
    // a flag whose value is missing; those before it are parsed
  }
  return parser.optsWithGlobals();
}
