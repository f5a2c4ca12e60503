import assert from 'node:assert/strict'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { leafHash } from '../../../src/audit/tree.ts'
import type { JsonValue } from '../../../src/message/json.ts'
import { exportPaper, logFiles } from '../../support/paperBundle.ts'
import { type PaperNode, paperWorld, requestNumber, say } from '../../support/paperWorld.ts'
import { mutateBytes } from '../mutate/bytes.ts'
import { mutateJson, vocabularyOf } from '../mutate/json.ts'
import { mutateText } from '../mutate/text.ts'
import { randomFrom } from '../random.ts'
import type { Target } from '../target.ts'

/** Two States with a record between them, and the bundle of one. */
const world = await paperWorld()
const request = requestNumber(1)
await say(world, { by: world.vn, request, type: 'request' })
await say(world, { by: world.qa, request, type: 'acknowledgement' })
await say(world, { by: world.vn, request, type: 'status-request', course: 'refused' })
await say(world, { by: world.vn, request, type: 'withdraw', course: 'unanswered' })
const files: ReadonlyMap<string, Uint8Array> = exportPaper(world, world.vn)
const theirs: ReadonlyMap<string, Uint8Array> = exportPaper(world, world.qa)
const paths = [...files.keys()].sort()

/** The entries of the log, as text. */
export const logEntries: readonly string[] = world.vn.entries.map(({ entry }) => entry)
const entryWords = vocabularyOf(logEntries.map((text) => JSON.parse(text) as JsonValue))

/**
 * What is done to a bundle: to its files, as anybody can; or to the entries before the log is signed, as the node
 * itself can. Of which file or entry, with which choices.
 */
interface Damage {
  readonly by: 'anybody' | 'node'
  readonly place: number
  readonly choices: number
}

function damaged({ by, place, choices }: Damage): {
  files: ReadonlyMap<string, Uint8Array>
  isSame: boolean
} {
  const random = randomFrom(choices, 'damage', 0)
  if (by === 'node') {
    const entries = world.vn.entries.map((built, at) => {
      if (at !== place % logEntries.length) return built
      const entry = random.once(4)
        ? mutateText(random, built.entry)
        : JSON.stringify(mutateJson(random, JSON.parse(built.entry) as JsonValue, entryWords))
      return { ...built, entry, leaf: Buffer.from(leafHash(Buffer.from(entry))).toString('hex') }
    })
    const cheating: PaperNode = {
      ...world.vn,
      entries: entries.filter(({ entry }) => Buffer.byteLength(entry) < 60_000),
    }
    return { files: new Map([...files, ...logFiles(cheating, () => true)]), isSame: true }
  }
  const path = paths[place % paths.length] ?? ''
  const before = Buffer.from(files.get(path) ?? [])
  const changed = new Map(files)
  const kind = random.below(5)
  if (kind === 0) changed.delete(path)
  else if (kind === 1) changed.set(mutateText(random, path), before)
  else if (kind === 2)
    changed.set(path, theirs.get(path) ?? files.get(random.pick(paths)) ?? new Uint8Array())
  else if (kind === 3) changed.set(path, Buffer.from(mutateText(random, before.toString('latin1')), 'latin1'))
  else changed.set(path, mutateBytes(random, before))
  const isSame =
    changed.size === files.size &&
    [...changed].every(([name, bytes]) => Buffer.from(files.get(name) ?? []).equals(bytes))
  return { files: changed, isSame }
}

const untouched = await verifyBundles([{ name: 'vn', files }])

export const bundles: Target = {
  name: 'bundles',
  share: 2,
  inputsMin: 20_000,
  make: (random) =>
    ({
      by: random.once(2) ? 'anybody' : 'node',
      place: random.below(1_000),
      choices: random.below(2 ** 31),
    }) satisfies Damage,
  check: async (input) => {
    const { files: given, isSame } = damaged(input as unknown as Damage)
    const report = await verifyBundles([{ name: 'vn', files: given }])
    assert.ok([0, 10, 20, 30, 40, 50].includes(report.exit), `exit code ${report.exit}`)
    if (!isSame)
      assert.ok(
        report.exit > untouched.exit || report.findings.length > untouched.findings.length,
        'damage is not noticed',
      )
  },
}
