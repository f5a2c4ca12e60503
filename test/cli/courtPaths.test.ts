import assert from 'node:assert/strict'
import { subjectOf } from '../../src/audit/entry.ts'
import type { Files } from '../../src/audit/bundle/layout.ts'
import type { BesideMaker } from '../../src/cli/court/checkBeside.ts'
import { verifyAndOpenGiven } from '../../src/cli/court/verifyGiven.ts'
import { busyWorld, one } from '../support/busyWorld.ts'
import { exportPaper } from '../support/paperBundle.ts'
import { eraseOnPaper } from '../support/paperErasure.ts'
import type { PaperWorld } from '../support/paperWorld.ts'

describe('the report on a court bundle', () => {
  let world: PaperWorld
  before(async () => {
    world = await busyWorld()
  })

  const maker: BesideMaker = {
    program: null,
    runtime: null,
    async *make() {
      // What stands beside the bundle is not looked at here.
    },
  }
  const judged = async (files: Files, beside: Files | null) =>
    (await verifyAndOpenGiven([{ name: 'case.zip', files, beside }], {}, maker)).report

  it('names all that lies in the bundle as its reader finds it in the file', async () => {
    const files = exportPaper(world, world.vn)
    const message = `record/${one}/0001.jws`
    files.set(message, Buffer.from('x')).set('cosigned.jsonl', Buffer.from('x'))
    for (const [beside, folder] of [
      [null, ''],
      [new Map<string, Uint8Array>(), 'bundle/'],
    ] as const) {
      const { facts, findings } = await judged(files, beside)
      const [about] = facts
      assert.deepEqual(about?.unchecked, [`${folder}cosigned.jsonl`, `${folder}record/${one}/`])
      assert.ok(findings.some(({ object }) => object === `${folder}${message}`))
    }
    const whole = exportPaper(world, world.vn)
    const { facts } = await judged(whole, new Map<string, Uint8Array>())
    assert.ok(facts[0]?.seen?.length)
    assert.ok(facts[0].seen.every(({ message: path }) => path.startsWith('bundle/record/')))
  })

  it('names a record that the bundle has no folder of as the log does, in no folder', async () => {
    const other = crypto.randomUUID()
    eraseOnPaper(world, world.vn, other)
    const { findings } = await judged(exportPaper(world, world.vn), new Map<string, Uint8Array>())
    const objects = findings.map(({ object }) => object)
    assert.ok(objects.includes(`record ${subjectOf(other)}`), objects.join('\n'))
  })
})
