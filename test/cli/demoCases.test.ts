import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCase } from '../../src/cli/demo/caseFile.ts'
import { runDemonstration } from '../../src/cli/demo/demonstration.ts'
import { testDatabase } from '../support/database.ts'
import { caseFile } from '../whole/demoRuns.ts'
import { assertPlayed } from './playedCase.ts'
import { serveHere } from './servedHere.ts'

/**
 * The cases that no other test needs: all of it in this process and on one server, which costs a fraction of processes of
 * their own. That a demonstration serves its nodes by processes is tested with the others, by the command.
 */
const names = [
  '04-path-to-a-third-state',
  '06-videoconference',
  '08-bank-records-tracing-freezing',
  '09-crypto-confiscation-and-return',
  '10-extradition',
  '12-transfer-of-proceedings',
  '16-refused-then-resumed',
]

/** Cases whose files go with their messages, of the sizes that they have. */
const withFiles = new Set(['04-path-to-a-third-state', '08-bank-records-tracing-freezing', '10-extradition'])

describe('the demonstration of the other cases', function () {
  this.timeout(300_000)

  for (const name of names) {
    it(`plays ${name} as it is written, and leaves the bundle of every node`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'rogatory-demo-test-'))
      const database = await testDatabase()
      const lines: string[] = []
      try {
        const outcome = await runDemonstration({
          played: await readCase(caseFile(name)),
          folder,
          databaseUrl: database.url,
          serve: serveHere,
          // Those of the others are up to six gigabytes: `npm run demo -- --files` has them go.
          withFiles: withFiles.has(name),
          say: (line) => lines.push(line),
        })
        await assertPlayed(name, { code: outcome.exit, lines, outcome })
      } finally {
        await database.close()
        await rm(folder, { recursive: true, force: true })
      }
    })
  }
})
