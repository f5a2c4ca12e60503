import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { requireTool } from './outsideTool.ts'

/** The browsers that Debian has; nothing of one is downloaded. That without windows does the same for a third of the processor time. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
const folders = (process.env.PATH ?? '').split(delimiter)
const path = names
  .flatMap((name) => folders.map((folder) => join(folder, name)))
  .find((file) => existsSync(file))

/** Starts a browser of its own, without a window; skips the tests where there is none. Whoever starts it closes it. */
export async function startChromium(test: Mocha.Context): Promise<Browser> {
  requireTool(test, path !== undefined, 'Chromium (package chromium-headless-shell or chromium)')
  // In a container the sandbox of the browser cannot be set up; the pages are our own.
  return await chromium.launch({ executablePath: path ?? '', args: ['--no-sandbox'] })
}
