import assert from 'node:assert/strict'
import fc from 'fast-check'
import { sql } from 'kysely'
import { binaryArray } from '../../src/store/binaryArray.ts'
import { rowsOf } from '../../src/store/rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

interface Row {
  readonly name: string | null
  readonly bytes: Buffer | null
  readonly count: number
  readonly at: Date
}

const types = { name: 'text', bytes: 'bytea', count: 'bigint', at: 'timestamptz' } as const

describe('rows that are handed over', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  async function throughDatabase(rows: readonly Row[]): Promise<Row[]> {
    const given = await sql<Row>`
      select name, bytes, count, at from ${rowsOf('given', rows, types)}`.execute(database.db)
    return given.rows.map((row) => ({ ...row, count: Number(String(row.count)) }))
  }

  it('arrive as they were, whatever texts and bytes they hold', async () => {
    const anyRow = fc.record(
      {
        // PostgreSQL knows no text with NUL, and no half of a surrogate pair has UTF-8.
        name: fc.option(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''))),
        bytes: fc.option(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))),
        count: fc.maxSafeNat(),
        at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      },
      { noNullPrototype: true },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 12 }), async (rows) => {
        assert.deepEqual(await throughDatabase(rows), rows)
      }),
      {
        numRuns: 60,
        examples: [
          [[]],
          [[{ name: '{"a",\\N,NULL}', bytes: Buffer.from('\\x00'), count: 0, at: new Date(0) }]],
          [[{ name: 'المملكة đ 😀', bytes: Buffer.alloc(0), count: 1, at: new Date(1) }]],
        ],
      },
    )
  })

  it('have texts and bytes in the form of the server, and nothing else', () => {
    assert.ok(binaryArray('text', ['a', null]) !== null)
    assert.ok(binaryArray('bytea', [Buffer.from('a'), new Uint8Array(2)]) !== null)
    assert.equal(binaryArray('uuid', [crypto.randomUUID()]), null)
    assert.equal(binaryArray('bigint', [1]), null)
    // What is no text although the column is one is left to the driver, which knows how to write it.
    assert.equal(binaryArray('text', ['a', 1]), null)
    assert.equal(binaryArray('bytea', ['a']), null)
    assert.equal(binaryArray('text', [undefined]), null)
  })

  it('are refused where a text holds what the server takes for none', async () => {
    await assert.rejects(throughDatabase([{ name: '\0', bytes: null, count: 0, at: new Date(0) }]), {
      code: '22021',
    })
  })
})
