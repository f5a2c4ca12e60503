import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import {
  type Placement,
  type TableFacts,
  inTheWayWithCitus,
  inTheWayWithYugabyte,
  tableFacts,
} from '../support/placement.ts'

const page = resolve(import.meta.dirname, '../../docs/distributed-engines.md')

/** A row of the page: what is said of one table. */
interface Said {
  readonly name: string
  readonly place: Placement
  readonly citus: string
  readonly yugabyte: string
  readonly yugabyteInTheWay: string
}

function placementOf(cell: string): Placement {
  const [, by] = /^by `(\w+)`$/.exec(cell) ?? []
  if (by !== undefined) return { by }
  assert.ok(cell === 'coordinator' || cell === 'reference', cell)
  return cell
}

/** The rows of the table under "Every table", in their order. */
function rowsIn(text: string): readonly Said[] {
  const [, part = ''] = /^## Every table$([\s\S]*?)^## /m.exec(text) ?? []
  return part
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const cells = line.split('|').slice(1, -1)
      const [name = '', , citus = '', inTheWay = '', yugabyte = '', yugabyteInTheWay = ''] = cells.map(
        (cell) => cell.trim(),
      )
      const place = placementOf(citus)
      return { name: name.replaceAll('`', ''), place, citus: inTheWay, yugabyte, yugabyteInTheWay }
    })
}

describe('the page on Citus and YugabyteDB', () => {
  let database: TestDatabase
  let facts: readonly TableFacts[]
  let said: readonly Said[]
  before(async () => {
    database = await testDatabase()
    facts = await tableFacts(database.db)
    said = rowsIn(await readFile(page, 'utf8'))
  })
  after(() => database.close())

  const factsOf = (name: string): TableFacts => {
    const found = facts.find((table) => table.name === name)
    assert.ok(found !== undefined, `there is no table ${name}`)
    return found
  }

  it('has each table of the schema once', () => {
    assert.ok(facts.length > 70)
    assert.deepEqual(
      said.map(({ name }) => name),
      facts.map(({ name }) => name),
    )
  })

  it('tells of each table all that keeps it from its place with Citus, and nothing else', () => {
    const placeOf = (name: string): Placement | undefined => said.find((one) => one.name === name)?.place
    for (const { name, citus } of said)
      assert.equal(citus, inTheWayWithCitus(factsOf(name), placeOf).join('; '), name)
    // The check would see it: what is distributed by another column than its keys have is not in its place.
    const others = new Map<string, Placement>([
      ['message', { by: 'type' }],
      ['request', { by: 'id' }],
      ['person', 'coordinator'],
    ])
    assert.deepEqual(
      inTheWayWithCitus(factsOf('message'), (name) => others.get(name)),
      [
        'triggers',
        'unique `(digest)`',
        'unique `(from_state, id)`',
        'unique `(request, sequence)`',
        'refers to `request`',
      ],
    )
    assert.deepEqual(
      inTheWayWithCitus(factsOf('request'), (name) => others.get(name)),
      ['triggers', 'refers to `person`'],
    )
  })

  it('names those that Citus could distribute as they are: nothing keeps them, nor what they refer to', async () => {
    const placeOf = (name: string): Placement | undefined => said.find((one) => one.name === name)?.place
    const isFree = (name: string): boolean => {
      const place = placeOf(name)
      if (place === undefined || typeof place === 'string') return place === 'coordinator'
      const table = factsOf(name)
      return inTheWayWithCitus(table, placeOf).length === 0 && table.refers.every(({ to }) => isFree(to))
    }
    const free = said.filter(({ name, place }) => typeof place !== 'string' && isFree(name))
    const names = free.map(({ name }) => `\`${name}\``)
    const words = `only ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} could lie on several servers`
    assert.ok((await readFile(page, 'utf8')).includes(words), words)
  })

  it('shards each table of YugabyteDB by the first column of its primary key, and tells what is not there', () => {
    for (const { name, yugabyte, yugabyteInTheWay } of said) {
      const table = factsOf(name)
      const [, column] = /^(?:hash|range) of `(\w+)`$/.exec(yugabyte) ?? []
      if (column === undefined) assert.equal(yugabyte, 'colocated', name)
      else assert.equal(column, table.primary[0], name)
      assert.equal(yugabyteInTheWay, inTheWayWithYugabyte(table).join('; '), name)
    }
    assert.deepEqual(inTheWayWithYugabyte(factsOf('legal_hold')), ['constraint triggers'])
    assert.deepEqual(inTheWayWithYugabyte(factsOf('audit_entry')), ['transition tables', 'numbers in order'])
  })

  it('counts the triggers', async () => {
    const having = facts.filter(({ triggers }) => triggers > 0)
    const all = having.reduce((sum, { triggers }) => sum + triggers, 0)
    assert.match(
      await readFile(page, 'utf8'),
      new RegExp(`\\| Triggers: ${all} on ${having.length} tables +\\|`),
    )
  })
})
