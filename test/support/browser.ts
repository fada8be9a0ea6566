import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Names that Chromium has on Debian and elsewhere. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Where Chromium is: CHROMIUM_PATH, else the first on the PATH.
 * @throws where CI (or CHROMIUM_PATH) promises one and there is none, so that the tests with a browser are never left out there unseen
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { CHROMIUM_PATH: named, CI, PATH = '' } = env;
  const candidates =
    named === undefined || named === ''
      ? PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
      : [named];
  const found = candidates.find(isProgram);
  if (found === undefined && (named || CI)) {
    throw new Error(
      `There is no Chromium ${named ? `at CHROMIUM_PATH '${named}'` : 'on the PATH'}: apt-get install chromium`,
    );
  }
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts it without a window and without what it would ask the network for. It gets a profile of its own, which goes with it. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    args: [
      // CI runs as root, for whom Chromium has no sandbox
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
