import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8')
const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8')

interface Manifest {
  readonly engines: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
}

interface Locked {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
const { packages } = JSON.parse(lockText) as { readonly packages: Readonly<Record<string, Locked>> }

/** The rows of a section of the page: package, version, licence and why. */
function rowsOf(section: string): string[][] {
  const text = page.split(/^## /m).find((part) => part.startsWith(section)) ?? ''
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

/** Everything of that name in the lock file, wherever npm has put it, and whether only development needs it. */
function lockedAs(name: string): { place: string; version: readonly number[]; dev: boolean }[] {
  return Object.entries(packages)
    .filter(([place]) => place === `node_modules/${name}` || place.endsWith(`/node_modules/${name}`))
    .map(([place, { version = '', dev = false }]) => ({
      place,
      version: version.split('.').map(Number),
      dev,
    }))
}

function isAtLeast([major = 0, minor = 0, patch = 0]: readonly number[], least: readonly number[]): boolean {
  const [leastMajor = 0, leastMinor = 0, leastPatch = 0] = least
  if (major !== leastMajor) return major > leastMajor
  return minor === leastMinor ? patch >= leastPatch : minor > leastMinor
}

describe('the dependencies', () => {
  const sections = [
    ['Run time', manifest.dependencies],
    ['Optional', manifest.optionalDependencies],
    ['Development', manifest.devDependencies],
  ] as const

  for (const [section, named] of sections) {
    it(`have a line each with their exact version, licence and reason: ${section.toLowerCase()}`, () => {
      const rows = new Map(rowsOf(section).map((row) => [row[0] ?? '', row]))
      assert.deepEqual(
        [...rows.keys()].sort(),
        Object.keys(named)
          .map((name) => `\`${name}\``)
          .sort(),
      )
      for (const [name, version] of Object.entries(named)) {
        const [, said, licence = '', why = ''] = rows.get(`\`${name}\``) ?? []
        assert.match(version, /^[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9.]+)?$/, `${name} is not pinned`)
        assert.equal(said, version, `the version of ${name}`)
        assert.ok(why.length > 0, `why ${name} is here`)
        const locked = packages[`node_modules/${name}`]
        assert.equal(locked?.version, version, `the lock file has another ${name}`)
        const first = /[A-Za-z0-9.-]+/.exec(locked.license ?? '')?.[0] ?? 'none'
        assert.ok(licence.includes(first), `${name} has the licence ${locked.license ?? '(none)'}`)
      }
    })
  }

  it('attack 59: no node-forge below 1.4.3 is anywhere', () => {
    const found = lockedAs('node-forge')
    assert.ok(found.length > 0)
    for (const { place, version } of found) assert.ok(isAtLeast(version, [1, 4, 3]), place)
  })

  it('attack 59: no ajv below 8.18 is among what a node runs', () => {
    const found = lockedAs('ajv').filter(({ dev }) => !dev)
    assert.ok(found.length > 0)
    for (const { place, version } of found) assert.ok(isAtLeast(version, [8, 18, 0]), place)
  })

  it('attack 59: the program says below which Node it does not run', () => {
    assert.equal(manifest.engines.node, '>=20.19')
  })

  it('are locked with a checksum each, and without the address of a registry', () => {
    assert.ok(!lockText.includes('"resolved"'), 'package-lock.json names where packages came from')
    const loose = Object.entries(packages).filter(
      ([place, locked]) => place !== '' && !('integrity' in locked) && !('link' in locked),
    )
    assert.deepEqual(loose, [])
  })
})
