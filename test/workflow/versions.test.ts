import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { documents } from '../../src/message/documents.ts'
import type { JsonValue } from '../../src/message/json.ts'
import { isLater, ownVersion } from '../../src/message/version.ts'
import { asOf } from '../../src/workflow/documents.ts'

const run = promisify(execFile)

describe('workflow: versions of the tables', () => {
  it('have what came since the version that is asked for, and not what went until then, at any depth', () => {
    const table = {
      rows: [
        { on: 'old', starts: [{ clock: 'A' }, { clock: 'B', since: '1.2' }] },
        { on: 'new', since: '1.1' },
        { on: 'gone', until: '1.1' },
        'plain',
      ],
      force: { since: '2004-07-01' },
    }
    const rowsAt = (version: string) => asOf(table, version).rows
    assert.deepEqual(rowsAt('1.0'), [
      { on: 'old', starts: [{ clock: 'A' }] },
      { on: 'gone', until: '1.1' },
      'plain',
    ])
    assert.deepEqual(rowsAt('1.1'), [
      { on: 'old', starts: [{ clock: 'A' }] },
      { on: 'new', since: '1.1' },
      'plain',
    ])
    assert.deepEqual((rowsAt('1.10') as JsonValue[])[0], table.rows[0])
    assert.deepEqual(asOf(table, '1.0').force, table.force)
  })

  it('are those that the message names: a newer node and an older one come to the same', async () => {
    const script = join(import.meta.dirname, 'newerTables.ts')
    const { stdout } = await run(process.execPath, ['--import', 'tsx/esm', script], {
      cwd: resolve(import.meta.dirname, '../..'),
    })
    assert.deepEqual(JSON.parse(stdout), {
      'by the first version': { days: 7, released: 'WORKFLOW_NOT_EXPECTED' },
      'by the second version': { days: 5, released: 'released' },
      'by one after the other': { days: 7, released: 'released' },
    })
  })

  it('say since no version that has not come', () => {
    const later = Object.entries(documents())
      .filter(([path]) => /^(workflow|profile)\//.test(path))
      .flatMap(([path, document]) => sincesIn(document).map((since) => [path, since] as const))
      .filter(([, since]) => isLater(since, ownVersion()))
    assert.deepEqual(later, [])
  })
})

/** What items of lists say, at any depth. */
function sincesIn(value: JsonValue, isItem = false): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => sincesIn(item, true))
  if (typeof value !== 'object' || value === null) return []
  const own = isItem && typeof value.since === 'string' ? [value.since] : []
  return [...own, ...Object.values(value).flatMap((member) => sincesIn(member))]
}
