import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandIo } from './io.js';

/** What opens a file with the program that its owner has chosen for it; no shell reads the name. */
const openers: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', win32: 'explorer.exe' };
const otherOpener = 'xdg-open';

/** An opener that fails does so at once; one that goes on has started a program. */
const patienceMs = 3000;

/** Opens a file; warns and answers false where that cannot be done. */
export async function openFile(file: string, io: CommandIo): Promise<boolean> {
  const opener = openers[process.platform] ?? otherOpener;
  const reason = await runOpener(opener, file, io);
  if (reason !== undefined) {
    io.warn(`The file could not be opened: ${reason}. Open it yourself: ${file}`);
  }
  return reason === undefined;
}

/** @returns what went wrong */
async function runOpener(opener: string, file: string, io: CommandIo): Promise<string | undefined> {
  const child = spawn(opener, [file], { stdio: 'ignore', detached: true, env: io.env });
  const done = new AbortController();
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (thrown: NodeJS.ErrnoException) =>
      resolve(thrown.code === 'ENOENT' ? `there is no '${opener}' here` : thrown.message),
    );
    // explorer.exe exits with 1 whatever happens
    child.once('exit', (code) =>
      resolve(code === 0 || opener === 'explorer.exe' ? undefined : `'${opener}' exited with ${code}`),
    );
  });
  const impatience = sleep(patienceMs, undefined, { signal: done.signal }).catch(() => undefined);
  try {
    return await Promise.race([ended, impatience]);
  } finally {
    done.abort();
    child.unref();
  }
}
