import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

function filesIn(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name))
    .sort()
}

/** What people read: paths from the root. */
const pages: readonly string[] = [
  'README.md',
  'SECURITY.md',
  'bench/README.md',
  'certs/README.md',
  'schemas/README.md',
  'src/client/README.md',
  ...filesIn('docs', /\.md$/),
]

const testNames = new Set(filesIn('test', /\.test\.ts$/).map((path) => basename(path)))

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The anchors that the headings of a page have where it is shown. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** Links of a page to files and headings that are not there. */
function deadLinks(page: string, text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, to = '']) => to)
    .filter((to) => !/^[a-z]+:/.test(to))
    .filter((to) => {
      const [path = '', anchor] = to.split('#')
      const target = path === '' ? page : join(dirname(page), path)
      if (path !== '' && !existsSync(join(root, target))) return true
      if (anchor === undefined || !target.endsWith('.md')) return false
      return !anchorsOf(path === '' ? text : read(target)).has(anchor)
    })
}

/** Files of tests that a page names, by their path or by their name alone, and that are not there. */
function deadTests(page: string, text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w*./-])([\w./-]+\.test\.ts)\b/g)]
    .map(([, name = '']) => name)
    .filter((name) =>
      name.includes('/')
        ? !existsSync(join(root, name)) && !existsSync(join(root, dirname(page), name))
        : !testNames.has(name),
    )
}

/** Other files and folders of the project that a page names whole, and that are not there. */
function deadPaths(text: string): readonly string[] {
  return [...text.matchAll(/`((?:src|test|bench|docs|schemas|certs|\.ci)\/[^`\s:<>{}*]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.includes('…') && !existsSync(join(root, path)))
}

const dead = (page: string, text: string): readonly string[] => [
  ...deadLinks(page, text),
  ...deadTests(page, text),
  ...deadPaths(text),
]

describe('the pages', () => {
  it('lead to files, headings and tests that are there', () => {
    assert.deepEqual(
      pages.flatMap((page) => dead(page, read(page)).map((to) => `${page} leads to ${to}`)),
      [],
    )
  })

  it('would be caught with a dead link, heading, test or path', () => {
    const of = (text: string): readonly string[] => dead('docs/security.md', text)
    assert.deepEqual(of('# One\n[a](operations.md#drills) [b](#one) [c](https://example.org/x)'), [])
    assert.deepEqual(of('[a](operation.md)'), ['operation.md'])
    assert.deepEqual(of('[a](operations.md#drill-of-nobody)'), ['operations.md#drill-of-nobody'])
    assert.deepEqual(of('# One\n[a](#two)'), ['#two'])
    assert.deepEqual(of('`test/links.test.ts` and `links.test.ts`, or any `*.long.test.ts`'), [])
    assert.deepEqual(of('see links.long.test.ts'), ['links.long.test.ts'])
    assert.deepEqual(of('`src/nothing.ts` and `src/*Settings.ts`'), ['src/nothing.ts'])
  })
})
