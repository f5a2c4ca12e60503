// Makes `dist/verify.html`, the page that verifies bundles in a browser (docs/decisions/0034), of `view/page.ts`.
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

/** What the core takes from Node, by what stands for it on a page. */
const stands = {
  'node:crypto': 'src/cli/page/nodeCrypto.ts',
  'node:assert/strict': 'src/cli/page/assertStrict.ts',
}

/** Stands in the page where the digest of the program belongs, until that is known. */
const unknown = '0'.repeat(64)

/**
 * @param {string} folder - of this program
 * @param {(page: string) => string} digestWith - the digest of the program with the page, which has zeros in place of it
 */
export async function buildPage(folder, digestWith) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ['src/cli/page/view/page.ts'],
    bundle: true,
    write: false,
    minify: true,
    // What is written here is ASCII, so that no reading of the file can be another.
    charset: 'ascii',
    legalComments: 'none',
    platform: 'browser',
    format: 'iife',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    alias: Object.fromEntries(Object.entries(stands).map(([name, path]) => [name, join(folder, path)])),
    inject: [join(folder, 'src/cli/page/injected.ts')],
    define: { programDigest: JSON.stringify(unknown) },
    logLevel: 'warning',
  })
  const script = outputFiles[0].text
  const style = await readFile(join(folder, 'src/cli/page/view/style.css'), 'utf8')
  const noScript = JSON.parse(await readFile(join(folder, 'src/cli/page/view/text/noScript.json'), 'utf8'))
  await mkdir(join(folder, 'dist'), { recursive: true })
  const parts = script.split(`"${unknown}"`)
  if (parts.length < 2) throw new Error('the page has no place for the digest of the program')
  const program = digestWith(page(script, style, noScript))
  await writeFile(join(folder, 'dist/verify.html'), page(parts.join(`"${program}"`), style, noScript))
}

const digestOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * One file, without a network: the policy lets no connection be made at all, and no script or style count but these two.
 * `unsafe-eval` lets the validator of schemas compile; it compiles the schemas that stand in the script and nothing else.
 */
function page(script, style, noScript) {
  // Without a script nothing can choose: whoever reads finds the own language.
  const asking = Object.entries(noScript).map(
    ([language, text]) => `<p lang="${language}" dir="auto">${text}</p>`,
  )
  const policy = [
    "default-src 'none'",
    `script-src ${digestOf(script)} 'unsafe-eval'`,
    `style-src ${digestOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rogatory: check of a bundle</title>
<style>${style}</style>
</head>
<body>
<noscript>${asking.join('')}</noscript>
<script>${script}</script>
</body>
</html>
`
}
