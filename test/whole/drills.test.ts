import assert from 'node:assert/strict'
import { connectionCut } from '../drills/connectionCut.ts'
import { playDrill } from '../drills/drill.ts'
import { drills } from '../drills/drills.ts'

/** A part of what the command does, so that it is still there when somebody needs it. */
const share = 0.25

describe('the drills', function () {
  this.timeout(180_000)

  it('have names of their own and say what they do', () => {
    assert.equal(new Set(drills.map(({ name }) => name)).size, drills.length)
    for (const { does } of drills) assert.match(does, /^[a-z].{40,200}$/)
  })

  it('show that connections may be cut anywhere, in short', async () => {
    const said: string[] = []
    await playDrill(connectionCut, { seed: 1, share, say: (line) => said.push(line) }).catch(
      (reason: unknown) => {
        assert.fail(`${String(reason)}\n${said.join('\n')}`)
      },
    )
    assert.match(said.join('\n'), /cut: [0-9]+ connections to VN/)
    assert.match(said.join('\n'), /cut: [0-9]+ connections to QA/)
    assert.match(said.join('\n'), /rogatory verify of both bundles: exit code 0/)
  })
})
