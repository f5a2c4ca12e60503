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
})
