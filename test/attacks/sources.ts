import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Guard } from './attack.ts'

/** The folder of the checkout. */
export const root = resolve(import.meta.dirname, '../..')

/** How often a text stands in another. */
export function countOf(text: string, part: string): number {
  return text.split(part).length - 1
}

/** The text of a file without its guard, which must stand in it exactly once. */
export function withoutGuard(text: string, { file, fragment, without }: Guard): string {
  const count = countOf(text, fragment)
  if (count !== 1) throw new Error(`a guard stands ${count} times in ${file}: ${fragment}`)
  return text.replace(fragment, () => without)
}

/** The attacks that the titles of all tests name, `attack 7: …`, by file. */
export function titledAttacks(): {
  readonly file: string
  readonly title: string
  readonly number: number
}[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(root, 'test', name), 'utf8')
      return [...text.matchAll(/'(attack ([0-9]+): [^'\n]+)'/g)].map(([, title = '', number]) => ({
        file: `test/${name}`,
        title,
        number: Number(number),
      }))
    })
}
