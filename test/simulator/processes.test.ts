import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../support/world.ts'
import { dividedAmong, runSideBySide } from './processes.ts'

/** Stands in the place of the simulator: what it does depends on the first seed that it is given. */
const program = `
const first = Number(process.argv[process.argv.indexOf('--first') + 1])
const seeds = Number(process.argv[process.argv.indexOf('--seeds') + 1])
const told = (broken) => process.send({ seeds, messages: 3, virtualMs: 1, roundsMost: first, counted: { 'sent request': 1 }, broken })
if (first === 1) told([])
else if (first === 2) process.kill(process.pid, 'SIGKILL')
else if (first === 3) told([3])
else setInterval(() => undefined, 1_000)
process.on('SIGINT', () => {
  told([])
  process.exit(0)
})
if (first < 4) process.disconnect()
else require('node:fs').writeFileSync(__filename + first, '')
`

describe('seeds that are run by several processes', () => {
  let folder: string
  let file: string
  const goingOn = new AbortController().signal
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-seeds-'))
    file = join(folder, 'seeds.cjs')
    await writeFile(file, program)
  })
  after(() => rm(folder, { recursive: true }))

  it('are summed up', async () => {
    const summary = await runSideBySide(
      dividedAmong(1, { first: 1, count: 7, every: 1 }),
      [],
      false,
      goingOn,
      file,
    )
    assert.deepEqual([summary.seeds, summary.messages, summary.broken], [7, 3, []])
  })

  it('count as run by none that was ended by a signal', async () => {
    const parts = dividedAmong(2, { first: 1, count: 2, every: 1 })
    await assert.rejects(runSideBySide(parts, [], false, goingOn, file), /ended without a word \(SIGKILL\)/)
  })

  it('are ended where another has found something, and nobody minds those that were', async () => {
    const parts = dividedAmong(2, { first: 3, count: 2, every: 1 })
    assert.deepEqual((await runSideBySide(parts, [], false, goingOn, file)).broken, [3])
  })

  it('tell what came of those that were run where they are asked to begin no other', async () => {
    // One that was ended in another test may have said that it is up.
    for (const first of [4, 5]) await rm(`${file}${first}`, { force: true })
    const asked = new AbortController()
    const parts = dividedAmong(2, { first: 4, count: 8, every: 1 })
    const summed = runSideBySide(parts, [], false, asked.signal, file)
    await until('both are up', () => existsSync(`${file}4`) && existsSync(`${file}5`))
    asked.abort()
    assert.equal((await summed).seeds, 8)
  })
})
