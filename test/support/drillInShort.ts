import assert from 'node:assert/strict'
import { type Drill, playDrill } from '../drills/drill.ts'

/** A part of what the command does, so that it is still there when somebody needs it. */
const share = 0.25

/**
 * Plays a drill in short, and returns what it said. Where this machine cannot do it, the test is passed over and says why.
 *
 * @param exitCode - of `rogatory verify` over both bundles: 10 where a database went back, for its log says so
 */
export async function playInShort(test: Mocha.Context, drill: Drill, exitCode: 0 | 10 = 0): Promise<string> {
  const lacking = await drill.lacks()
  if (lacking !== null) {
    console.log(`      skipped: ${drill.name}: ${lacking}`)
    test.skip()
  }
  const said: string[] = []
  await playDrill(drill, { seed: 1, share, say: (line) => said.push(line) }).catch((reason: unknown) => {
    assert.fail(`${String(reason)}\n${said.join('\n')}`)
  })
  const text = said.join('\n')
  assert.match(text, new RegExp(`rogatory verify of both bundles: exit code ${exitCode}, `))
  return text
}
