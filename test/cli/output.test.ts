import assert from 'node:assert/strict'
import { runAsProcess } from './commandLine.ts'

/** What is said goes to this file. */
const into = (file: string): readonly string[] => ['sh', '-c', `exec "$@" > ${file}`, 'sh']

describe('what a command says', () => {
  it('is not lost unsaid: where the disk is full it fails, and says so beside', async () => {
    const lost = await runAsProcess({}, ['--help'], '', into('/dev/full'))
    assert.deepEqual([lost.code, /^OUTPUT_LOST: /m.test(lost.beside)], [1, true], lost.beside)
    const said = await runAsProcess({}, ['--help'], '', into('/dev/null'))
    assert.deepEqual([said.code, said.beside], [0, ''])
  })

  it('need not be read to its end', async () => {
    const through = ['sh', '-c', '"$@" | head -c 1 > /dev/null; exit 0', 'sh']
    const some = await runAsProcess({}, ['--help'], '', through)
    assert.deepEqual([some.code, some.beside], [0, ''])
  })

  it('need not be read where it says what went wrong either: it ends as it would', async () => {
    const through = ['sh', '-c', '{ { "$@"; echo "ended $?" >&3; } 2>&1 >/dev/null | true; } 3>&1', 'sh']
    const unread = await runAsProcess({}, ['no-such-command'], '', through)
    const read = await runAsProcess({}, ['no-such-command'])
    assert.notEqual(read.beside, '')
    assert.equal(unread.out, `ended ${read.code}\n`)
  })
})
