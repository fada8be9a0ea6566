import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Names of Chromium on Debian and elsewhere. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Finds Chromium: CHROMIUM_PATH, or else the first on the PATH.
 * @throws if CI or CHROMIUM_PATH requires a browser and it is missing, so that CI never skips browser tests silently
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

/** Starts Chromium without a window and without network requests of its own, with a temporary profile. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    args: [
      // CI runs as root, and Chromium has no sandbox for root
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
