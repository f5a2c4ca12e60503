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

describe('the simulator', function () {
  this.timeout(300_000)

  it('finds no broken invariant, and tells the same story of a seed each time', async () => {
    const one = await simulator(['--seed', '1', '--steps', '25', '--trace'])
    assert.equal(one.code, 0, one.stdout.slice(-4_000))
    const other = await simulator(['--seed', '1', '--steps', '25', '--trace'])
    assert.ok(storyIn(one).length > 20)
    assert.deepEqual(storyIn(one), storyIn(other))
  })

  it('finds a receipt that goes out before its commit, which is planted', async () => {
    const { code, stdout } = await simulator(['--seeds', '3', '--steps', '60'], 'receiptBeforeCommit')
    assert.equal(code, 1, stdout.slice(-4_000))
    assert.match(stdout, /^seed [0-9]+: no receipt before its commit$/m)
  })
})

/** What happens in a seed, line by line, without the summary, which tells how long it took. */
function storyIn({ stdout }: Ended): readonly string[] {
  return stdout.split('\n').filter((line) => /^ *[0-9]+\.[0-9]{3} {2}/.test(line))
}
