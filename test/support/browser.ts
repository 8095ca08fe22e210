/** A real browser for tests of pages: headless Chromium, as installed on the machine. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
const MACOS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const executablePath = [
  process.env['CHROMIUM_PATH'] ?? '',
  ...FOLDERS.flatMap((folder) => PROGRAMS.map((program) => join(folder, program))),
  ...MACOS,
].find((path) => existsSync(path));

/** False where CHROMIUM_PATH, PATH and the usual places hold no Chromium and no Chrome. */
export const hasChromium = executablePath !== undefined;

/** Playwright turns most talk of the browser with its makers off; these are what is left, and what containers need. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with a new, empty profile, which is removed when the browser is closed. */
export async function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('Found no Chromium; install it, or set CHROMIUM_PATH.');
  return chromium.launch({ executablePath, args: FLAGS });
}
