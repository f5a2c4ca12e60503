import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { requireTool } from './outsideTool.ts'

/** The browser that Debian has; nothing of one is downloaded. */
const path = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((file) => existsSync(file))

/** Starts a browser of its own, without a window; skips the tests where there is none. Whoever starts it closes it. */
export async function startChromium(test: Mocha.Context): Promise<Browser> {
  requireTool(test, path !== undefined, 'Chromium (package chromium)')
  // In a container the sandbox of the browser cannot be set up; the pages are our own.
  return await chromium.launch({ executablePath: path ?? '', args: ['--no-sandbox'] })
}
