import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../..')

interface Ended {
  readonly code: number
  readonly stdout: string
}

/** Runs the simulator in a process of its own: it puts virtual time in the place of that of the machine. */
async function simulator(arguments_: readonly string[], planted?: string): Promise<Ended> {
  const registered =
    planted === undefined ? [] : ['--import', resolve(import.meta.dirname, 'planted/register.ts')]
  const command = [
    '--import',
    'tsx',
    ...registered,
    resolve(import.meta.dirname, 'command.ts'),
    ...arguments_,
  ]
  const environment = { ...process.env, ...(planted === undefined ? {} : { SIMULATOR_PLANTED: planted }) }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, {
      cwd: root,
      env: environment,
      maxBuffer: 2 ** 26,
    })
    return { code: 0, stdout }
  } catch (reason) {
    const { code, stdout } = reason as { code: number; stdout: string }
    return { code, stdout }
  }
}

/** With which seed each planted bug is found first, and by what. */
const found: readonly (readonly [plant: string, seed: number, invariant: string])[] = [
  ['receiptBeforeCommit', 1, 'no receipt before its commit'],
  ['lostUpdate', 5, 'everything comes to rest'],
  ['doubleClock', 1, 'clocks are right'],
  ['fork', 11, 'the log only grows'],
]

describe('the simulator', () => {
  it('finds no broken invariant in the first seeds', async () => {
    const { code, stdout } = await simulator(['--seeds', '3', '--steps', '60'])
    assert.equal(code, 0, stdout.slice(-4_000))
  })

  it('tells the same story of a seed each time', async () => {
    const [one, other] = [await storyOf('7'), await storyOf('7')]
    assert.ok(one.length > 200)
    assert.deepEqual(one, other)
  })

  for (const [plant, seed, invariant] of found) {
    it(`finds a bug that is planted: ${plant}`, async () => {
      const { code, stdout } = await simulator(['--seed', String(seed), '--steps', '60'], plant)
      assert.equal(code, 1, stdout.slice(-4_000))
      assert.match(stdout, new RegExp(`seed ${seed}: ${invariant}`))
    })
  }
})

/** What happens in a seed, line by line, without the summary, which tells how long it took. */
async function storyOf(seed: string): Promise<readonly string[]> {
  const { stdout } = await simulator(['--seed', seed, '--steps', '60', '--trace'])
  return stdout.split('\n').filter((line) => /^ *[0-9]+\.[0-9]{3} {2}/.test(line))
}
