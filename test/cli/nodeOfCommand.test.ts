import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { personOf } from '../../src/cli/nodeOfCommand.ts'

const source = resolve(import.meta.dirname, '../../src/cli/nodeOfCommand.ts')
/** No machine has a user by it. */
const nameless = 424_242

describe('who acts by a command', () => {
  it('is who is named', () => {
    assert.equal(personOf({ as: 'Example-A' }), 'Example-A')
  })

  it('is the user of the system by its number where that has no name, as in a container', function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) this.skip()
    const told = spawnSync(
      process.execPath,
      [
        '--import',
        'tsx/esm',
        '--input-type=module',
        '--eval',
        `const { personOf } = await import(${JSON.stringify(source)}); process.stdout.write(personOf({}))`,
      ],
      { uid: nameless, gid: nameless, encoding: 'utf8', cwd: resolve(import.meta.dirname, '../..') },
    )
    assert.equal(told.stdout, `uid ${nameless}`, told.stderr)
  })
})
