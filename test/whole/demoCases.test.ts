import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCase } from '../../src/cli/demo/caseFile.ts'
import { assertRoom, roomOf } from '../../src/cli/demo/files.ts'
import { type Played, caseFile, demoOf, playHere } from './demoRuns.ts'
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
]

/** Cases whose files go with their messages, of the sizes that they have; with those of the others `demoFiles` plays. */
const withFiles = new Set([
  '02-subscriber-information',
  '04-path-to-a-third-state',
  '08-bank-records-tracing-freezing',
  '09-crypto-confiscation-and-return',
  '10-extradition',
  '15-spontaneous-information',
])

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

  it('is begun with files only where the disk has room for them, made and sealed at both ends', async () => {
    const room = roomOf(await readCase(caseFile('16-refused-then-resumed')))
    assert.equal(room.files, 5)
    assert.ok(room.diskBytes > 2 * room.clearBytes, JSON.stringify(room))
    assertRoom(room, room.diskBytes)
    assert.throws(
      () => {
        assertRoom(room, room.diskBytes - 1)
      },
      { code: 'EXHIBIT_NO_SPACE' },
    )
  })

  for (const name of [...shared, ...others]) {
    it(`plays ${name} as it is written, and leaves the bundle of every node`, async () => {
      await assertPlayed(name, await (shared.includes(name) ? demoOf(name) : playAlone(name)))
    })
  }
})
