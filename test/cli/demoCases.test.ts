import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testDatabase } from '../support/database.ts'
import type { DemonstrationOutcome } from '../../src/cli/demo/demonstration.ts'
import { caseFile } from '../whole/demoRuns.ts'
import { runAnywhere } from './commandLine.ts'
import { assertPlayed } from './playedCase.ts'

/** The cases that no other test needs; in this process and on one server, which costs a third of a process of their own. */
const names = [
  '04-path-to-a-third-state',
  '06-videoconference',
  '08-bank-records-tracing-freezing',
  '09-crypto-confiscation-and-return',
  '10-extradition',
  '12-transfer-of-proceedings',
  '16-refused-then-resumed',
]

describe('the demonstration of the other cases', function () {
  this.timeout(300_000)

  for (const name of names) {
    it(`plays ${name} as it is written, and leaves the bundle of every node`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'rogatory-demo-test-'))
      const database = await testDatabase()
      try {
        const words = ['--request', caseFile(name), '--out', join(folder, 'out'), '--database', database.url]
        const { code, beside, json } = await runAnywhere(['demo', '--json', ...words])
        const outcome = json as unknown as DemonstrationOutcome
        await assertPlayed(name, { code, lines: beside.split('\n'), outcome })
      } finally {
        await database.close()
        await rm(folder, { recursive: true, force: true })
      }
    })
  }
})
