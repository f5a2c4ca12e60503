import { until } from '../support/world.ts'
import { Broken, type Ground } from './drill.ts'
import { type Side, failing, ready, saidBy, startSide, typed } from './stage.ts'

/**
 * What docs/operations.md says is to be done where a database is older than the node's own memory of it: the node signs nothing and
 * says so, and a person accepts the loss.
 */
export async function goOnAfterLoss({ say }: Ground, side: Side): Promise<void> {
  if (!side.served.isUp()) await startSide(side)
  await until(`the node of ${side.state} notices`, async () => (await failing(side)).includes('rollback'))
  const refused = await typed(side, 'log', 'check', '--as', 'Example-Auditor')
  if (refused.code === 0 || !`${refused.out}${refused.beside}`.includes('NODE_ROLLED_BACK'))
    throw new Broken(
      `rogatory log check of a database that went back: ${refused.code} ${refused.out} ${refused.beside}`,
    )
  const said = (await saidBy(side)).split('\n').findLast((line) => line.includes('NODE_ROLLED_BACK'))
  if (said === undefined) throw new Broken('the log of the program does not name NODE_ROLLED_BACK')
  const { reason = said } = JSON.parse(said) as { readonly reason?: string }
  say(`  found: rogatory log check ends with ${refused.code} and NODE_ROLLED_BACK`)
  say(`  found: /health/ready fails at rollback, and the log of the program says: ${reason}`)
  const words = ['log', 'continue', '--reason', 'a drill', '--as', 'Example-Administrator']
  const continued = await typed(side, ...words)
  if (continued.code !== 0)
    throw new Broken(`rogatory ${words.join(' ')}: ${continued.out} ${continued.beside}`)
  say(`  did: rogatory log continue: ${continued.out.split('\n')[0] ?? ''}`)
  await ready(side)
}
