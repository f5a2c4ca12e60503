import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCase } from '../../src/cli/demo/caseFile.ts'
import { roomOf } from '../../src/cli/demo/files.ts'
import { caseFile, playHere } from './demoRuns.ts'
import { assertPlayed } from './playedCase.ts'

/** Its files are as large as those of the largest cases; one of more than a gigabyte has holes. */
const everyDay = ['16-refused-then-resumed']

/** The others that `demoCases` plays without their files; `npm run test:files` plays them all. */
const further = [
  '00-first-request',
  '01-preservation-then-request',
  '06-videoconference',
  '12-transfer-of-proceedings',
]

const isAll = process.env.CASES_WITH_FILES === 'all'

describe('the demonstration of cases with their large files', function () {
  // A gigabyte goes some minutes on a small machine, and each case of the others has files of as much together.
  this.timeout(isAll ? 1_800_000 : 300_000)
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-demo-files-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  for (const name of isAll ? [...everyDay, ...further] : everyDay) {
    it(`plays ${name} with files of the sizes that it says, each sealed, fetched and whole at the other end`, async () => {
      const place = join(folder, name)
      await mkdir(place)
      const played = await playHere(name, place, true)
      await assertPlayed(name, played)
      const { files } = roomOf(await readCase(caseFile(name)))
      // It ends where one does not come whole; what it was begun with is told first.
      const told = played.lines.find((line) => /files? of together/.test(line))
      assert.ok(told?.includes(String(files)), told ?? played.lines.slice(-10).join('\n'))
      await assertMade(place, name)
      await rm(place, { recursive: true, force: true })
    })
  }
})

/** Each file that was made has the size that the case says; what is larger than a gigabyte takes no room. */
async function assertMade(place: string, name: string): Promise<void> {
  const { steps } = await readCase(caseFile(name))
  const wanted = steps.flatMap((step) => (step.what === 'message' ? step.message.exhibits : []))
  const sizes = new Map(wanted.map(({ sha256, bytes }) => [sha256.slice(0, 16), bytes]))
  const all = await readdir(place, { recursive: true, withFileTypes: true })
  const made = all.filter((one) => sizes.has(one.name))
  assert.equal(made.length, sizes.size)
  for (const one of made) {
    const { size, blocks } = await stat(join(one.parentPath, one.name))
    assert.equal(size, sizes.get(one.name))
    if (size > 1_000_000_000) assert.ok(blocks * 512 < 1_000_000, `${one.name} takes ${blocks} blocks`)
  }
}
