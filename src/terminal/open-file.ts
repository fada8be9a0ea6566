import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandIo } from './io.js';

/** Commands that open a file with the user's default program. They run without a shell, so file names need no quoting. */
const openers: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', win32: 'explorer.exe' };
const defaultOpener = 'xdg-open';

/** An opener fails immediately or not at all: one that is still running after this time has started a program. */
const startTimeoutMs = 3000;

/** Opens a file with the default program. Warns and returns false if that fails. */
export async function openFile(file: string, io: CommandIo): Promise<boolean> {
  const opener = openers[process.platform] ?? defaultOpener;
  const reason = await runOpener(opener, file, io);
  if (reason !== undefined) {
    io.warn(`The file could not be opened: ${reason}. Open it yourself: ${file}`);
  }
  return reason === undefined;
}

/** @returns the reason of a failure, or undefined */
async function runOpener(opener: string, file: string, io: CommandIo): Promise<string | undefined> {
  const child = spawn(opener, [file], { stdio: 'ignore', detached: true, env: io.env });
  const done = new AbortController();
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (thrown: NodeJS.ErrnoException) =>
      resolve(thrown.code === 'ENOENT' ? `'${opener}' is not installed` : thrown.message),
    );
    // explorer.exe always exits with 1
    child.once('exit', (code) =>
      resolve(code === 0 || opener === 'explorer.exe' ? undefined : `'${opener}' exited with ${code}`),
    );
  });
  const started = sleep(startTimeoutMs, undefined, { signal: done.signal }).catch(() => undefined);
  try {
    return await Promise.race([ended, started]);
  } finally {
    done.abort();
    child.unref();
  }
}
