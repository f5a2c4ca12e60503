// Makes the style sheets of the desk, `dist/assets/desk.css` and `dist/assets/desk.rtl.css`: those of GOV.UK Frontend without
// its brand, and our own behind them (docs/decisions/0054); and its scripts: `dist/assets/passkeys.js`, of
// `src/web/browser/passkeys.ts` (docs/decisions/0066), and `dist/assets/uploads.js`, of `src/web/browser/uploads.ts` with the
// client of tus (docs/decisions/0099).
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRequire } from 'node:module'
import { build, transform } from 'esbuild'
import rtlcss from 'rtlcss'

/** Letters that every system has, for all seven languages. */
const letters =
  'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic","Noto Sans SC",Arial,sans-serif'

/** @param {string} folder - of this program */
export async function buildAssets(folder) {
  const frontend = createRequire(import.meta.url).resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css')
  const given = await readFile(frontend, 'utf8')
  const own = await readFile(join(folder, 'src/web/assets/desk.css'), 'utf8')
  const { code } = await transform(`${withoutBrand(given)}\n${own}`, {
    loader: 'css',
    minify: true,
    legalComments: 'none',
  })
  await mkdir(join(folder, 'dist/assets'), { recursive: true })
  await writeFile(join(folder, 'dist/assets/desk.css'), code)
  await writeFile(join(folder, 'dist/assets/desk.rtl.css'), rtlcss.process(code))
  await build({
    absWorkingDir: folder,
    entryPoints: { passkeys: 'src/web/browser/passkeys.ts', uploads: 'src/web/browser/uploads.ts' },
    outdir: 'dist/assets',
    bundle: true,
    minify: true,
    charset: 'ascii',
    legalComments: 'none',
    platform: 'browser',
    format: 'iife',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    logLevel: 'warning',
  })
}

/**
 * The typeface, the crown and the logotype of GOV.UK are not for others.
 *
 * @param {string} css
 */
function withoutBrand(css) {
  const plain = css
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, '')
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replace(/[^{}]*(crown|logo)[^{}]*\{[^{}]*\}/gi, '')
    .replace(/"?GDS Transport"?\s*,\s*arial\s*,\s*sans-serif/gi, letters)
  const left = /GDS Transport|url\(|crown|logo/i.exec(plain)
  if (left !== null)
    throw new Error(`the style sheet still has: ${plain.slice(left.index - 60, left.index + 80)}`)
  return plain
}
