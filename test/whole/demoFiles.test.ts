import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCase } from '../../src/cli/demo/caseFile.ts'
import { roomOf } from '../../src/cli/demo/files.ts'
import type { ExhibitReport } from '../../src/message/generated/types.ts'
import { caseFile, playHere } from './demoRuns.ts'
import { assertPlayed } from './playedCase.ts'

/** Its files are as large as those of the largest cases; of one, a bad copy is handed over first. */
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
      await assertBadCopiesTold(played.outcome.bundles, name)
      await rm(place, { recursive: true, force: true })
    })
  }
})

/** Each file that was made is the one of the case, byte by byte; what is larger than a gigabyte takes no room beside its sealed form. */
async function assertMade(place: string, name: string): Promise<void> {
  const { steps } = await readCase(caseFile(name))
  const wanted = steps.flatMap((step) => (step.what === 'message' ? step.message.exhibits : []))
  const small = wanted.filter(({ bytes }) => bytes <= 1_000_000_000).map(({ sha256 }) => sha256)
  const folder = join(place, 'files')
  const made = await Promise.all(
    (await readdir(folder)).map(async (one) =>
      createHash('sha256')
        .update(await readFile(join(folder, one)))
        .digest('hex'),
    ),
  )
  assert.deepEqual(made.sort(), [...new Set(small)].sort())
}

/** What the receiver computed of each bad copy stands in the bundles of both, signed, with the hash that its receipt disputes. */
async function assertBadCopiesTold(bundles: readonly string[], name: string): Promise<void> {
  const { steps } = await readCase(caseFile(name))
  const messages = steps.filter((step) => step.what === 'message')
  const bad = messages.flatMap(({ badCopies = [] }) => badCopies.map(({ sha256 }) => sha256))
  const disputed = messages.flatMap(({ message: { body } }) =>
    ((body as { checks?: readonly { sha256?: string; agrees?: boolean }[] }).checks ?? []).flatMap(
      ({ sha256, agrees }) => (agrees === false ? (sha256 ?? []) : []),
    ),
  )
  assert.deepEqual(disputed, bad)
  for (const bundle of bundles) {
    const files = await readdir(bundle, { recursive: true })
    const reports = files.filter((file) => /report-[0-9a-f]+\.jws$/.test(file))
    const told = await Promise.all(
      reports.map(async (file) => {
        const [, payload = ''] = (await readFile(join(bundle, file), 'utf8')).split('.')
        return JSON.parse(Buffer.from(payload, 'base64url').toString()) as ExhibitReport
      }),
    )
    const damaged = told.filter(({ event }) => event === 'contentHandoverFailure')
    const all = told.map(({ event, node, code }) => `${node} ${event} ${code ?? ''}`)
    assert.deepEqual([...new Set(damaged.map(({ sha256 }) => sha256))], bad, `${bundle}: ${all.join()}`)
  }
}
