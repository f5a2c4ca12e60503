import { hash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../../src/packageFolder.ts'

const frontend = join(packageFolder, 'node_modules/govuk-frontend/dist/govuk')

/** What GOV.UK calls its typeface, its crown and its crest, and the files of them. */
const names = /GDS Transport|nta-?light|govuk-(?:crest|logotype|logo|crown|icon|opengraph)|logotype-crown/i

/** The outlines of the crown, the logotype and the crest, as the components have them that show them. */
const outlines: readonly string[] = ['header', 'footer'].flatMap((component) => {
  const fixtures = readFileSync(join(frontend, `components/${component}/fixtures.json`), 'utf8')
  return [...fixtures.matchAll(/ d=\\"([^"\\]{200,})\\"/g)].map(([, path = '']) => path.slice(0, 100))
})

/** The pictures and typefaces that GOV.UK brings, by the digests of their files. */
const files: ReadonlyMap<string, string> = new Map(
  ['images', 'fonts'].flatMap((folder) =>
    readdirSync(join(frontend, 'assets', folder)).map((name): [string, string] => [
      hash('sha256', readFileSync(join(frontend, 'assets', folder, name))),
      name,
    ]),
  ),
)

/** What of the brand of GOV.UK, which is not for others, is in something that is served or packed. */
export function brandIn(content: string | Buffer): readonly string[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const text = bytes.toString('latin1')
  const file = files.get(hash('sha256', bytes))
  return [
    ...(names.exec(text) ?? []),
    ...outlines.filter((outline) => text.includes(outline)),
    ...(file === undefined ? [] : [file]),
  ]
}

/** How much of it is looked for: none of that would find nothing anywhere. */
export const brandLookedFor = { outlines: new Set(outlines).size, files: files.size }
