import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Played, demoOf, playHere } from './demoRuns.ts'
import { assertPlayed } from './playedCase.ts'

/** What they leave behind is read by other tests too. */
const shared = ['00-first-request', '01-preservation-then-request']

const others = [
  '02-subscriber-information',
  '04-path-to-a-third-state',
  '06-videoconference',
  '08-bank-records-tracing-freezing',
  '09-crypto-confiscation-and-return',
  '10-extradition',
  '12-transfer-of-proceedings',
  '15-spontaneous-information',
  '16-refused-then-resumed',
]

/** Cases whose files go with their messages, of the sizes that they have; those of the others are up to 6 GB. */
const withFiles = new Set(['04-path-to-a-third-state', '08-bank-records-tracing-freezing', '10-extradition'])

describe('the demonstration of each case', function () {
  this.timeout(300_000)
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-demo-test-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const playAlone = async (name: string): Promise<Played> => {
    const place = join(folder, name)
    await mkdir(place)
    return await playHere(name, place, withFiles.has(name))
  }

  for (const name of [...shared, ...others]) {
    it(`plays ${name} as it is written, and leaves the bundle of every node`, async () => {
      await assertPlayed(name, await (shared.includes(name) ? demoOf(name) : playAlone(name)))
    })
  }
})
