import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { bundleSimulator } from './bundle.ts'

const root = resolve(import.meta.dirname, '../..')

interface Ended {
  readonly code: number
  readonly stdout: string
}

/** Runs the simulator in a process of its own: it puts virtual time in the place of that of the machine. */
async function simulator(program: string, arguments_: readonly string[]): Promise<Ended> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...arguments_], {
      cwd: root,
      maxBuffer: 2 ** 26,
    })
    return { code: 0, stdout }
  } catch (reason) {
    const { code, stdout } = reason as { code: number; stdout: string }
    return { code, stdout }
  }
}

describe('the simulator', function () {
  this.timeout(300_000)
  /** Within the program, so that what is not bundled is found. */
  let folder: string
  before(async () => {
    folder = await mkdtemp(resolve(root, 'node_modules/.rogatory-simulator-'))
  })
  after(() => rm(folder, { recursive: true }))

  it('finds no broken invariant, and tells the same story of a seed each time', async () => {
    const program = resolve(folder, 'simulator.mjs')
    await bundleSimulator(program)
    const one = await simulator(program, ['--seed', '1', '--steps', '25', '--trace'])
    assert.equal(one.code, 0, one.stdout.slice(-4_000))
    const other = await simulator(program, ['--seed', '1', '--steps', '25', '--trace'])
    assert.ok(storyIn(one).length > 20)
    assert.deepEqual(storyIn(one), storyIn(other))
  })

  it('finds a receipt that goes out before its commit, which is planted', async () => {
    const program = resolve(folder, 'planted.mjs')
    await bundleSimulator(program, 'receiptBeforeCommit')
    const { code, stdout } = await simulator(program, ['--seeds', '3', '--steps', '60'])
    assert.equal(code, 1, stdout.slice(-4_000))
    assert.match(stdout, /^seed [0-9]+: no receipt before its commit$/m)
  })
})

/** What happens in a seed, line by line, without the summary, which tells how long it took. */
function storyIn({ stdout }: Ended): readonly string[] {
  return stdout.split('\n').filter((line) => /^ *[0-9]+\.[0-9]{3} {2}/.test(line))
}
