import assert from 'node:assert/strict'
import { stateOf } from '../../src/message/stateOf.ts'
import { caseIn, filesIn, messagesOf } from './bundleOf.ts'
import { type Played, caseFile } from './demoRuns.ts'
import { runAnywhere } from '../cli/commandLine.ts'

/** Every row went and led where the case says, every wrong move was refused, and the bundle of every node verifies. */
export async function assertPlayed(name: string, { lines, outcome }: Played): Promise<void> {
  const played = await caseIn(caseFile(name))
  assert.equal(outcome.exit, 0, lines.slice(-20).join('\n'))
  const rows = played.steps.filter((step) => step.what === 'message')
  assert.deepEqual(outcome.differences, [])
  assert.equal(outcome.refused, played.wrong.filter(({ accepted }) => accepted !== true).length)
  // What would have been, had the case gone another way, is played in records of its own.
  assert.ok(outcome.messages >= rows.length)
  for (const { number } of played.wrong) {
    assert.ok(
      lines.some((line) => line.includes(`wrong move ${number}:`)),
      `wrong move ${number}`,
    )
  }
  for (const bundle of outcome.bundles) {
    const records = messagesOf(await filesIn(bundle))
    const types = [...records.values()].map((messages) => messages.map(({ type }) => type).join(' '))
    for (const [record, { from, to }] of Object.entries(played.records)) {
      const isParty = [from, to].some((id) => bundle.endsWith(`-${stateOf(id).toLowerCase()}`))
      if (!isParty || !rows.some((row) => row.record === record)) continue
      const meant = rows.flatMap((row) => (row.record === record ? [row.type] : [])).join(' ')
      assert.ok(types.includes(meant), `record ${record} in ${bundle}`)
    }
  }
  const { code: verified } = await runAnywhere(['verify', ...outcome.bundles])
  assert.equal(verified, 0)
}
