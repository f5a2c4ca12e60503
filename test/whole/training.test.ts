import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { webhooksNetwork } from '../../src/exchange/networks.ts'
import { openTraining } from '../../src/cli/commands/training.ts'
import type { OpenWorld } from '../../src/cli/demo/world.ts'
import { firstScript, readScriptFile } from '../../src/trainingScript.ts'
import { sentences } from '../../src/web/desk/words.ts'
import { runAnywhere } from '../cli/commandLine.ts'
import { freePort, until } from '../support/world.ts'

describe('the training world of the command', function () {
  this.timeout(180_000)
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-training-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('is made at the first start, answers by its script, and is as it was left at the next', async () => {
    const script = await readScriptFile()
    const order = {
      folder: join(folder, 'world'),
      firstPort: await freePort(),
      databaseUrl: process.env.DATABASE_URL,
      paceMs: 0,
      say: () => undefined,
    }
    const references = async ({ running }: OpenWorld): Promise<readonly string[]> => {
      const [trainee] = running
      assert.ok(trainee !== undefined)
      const rows = await trainee.node.db.selectFrom('request').select('reference').execute()
      return rows.map(({ reference }) => reference)
    }
    const first = await openTraining(script, firstScript, order)
    await until('the counterpart has asked', async () => (await references(first)).length === 1)
    const [trainee, counterpart] = first.nodes
    assert.ok(trainee !== undefined && counterpart !== undefined)
    assert.equal(counterpart.deskUrl, null)
    for (const { environment } of first.nodes) {
      const reach = webhooksNetwork(readConfig(environment))
      assert.deepEqual(
        ['127.0.0.1', '::1', '10.0.0.1', '192.0.2.1'].map((address) => reach?.(address)),
        [...[true, true, false, false]],
      )
    }
    assert.deepEqual(
      first.people.map(({ state }) => state),
      first.people.map(() => 'VN'),
    )
    const page = await fetch(`${trainee.deskUrl ?? ''}/sign-in`)
    assert.ok((await page.text()).includes(sentences.en.trainingBanner))
    for (const { dataFolder } of first.nodes) {
      const settings = JSON.parse(await readFile(join(dataFolder, 'state.json'), 'utf8')) as object
      assert.deepEqual({ ...settings, training: true, demonstration: true }, settings)
    }
    await first.close()
    const second = await openTraining(script, firstScript, { ...order, webhookNetworks: '10.0.0.0/8' })
    try {
      assert.deepEqual(second.people, first.people)
      const reach = webhooksNetwork(readConfig(second.nodes[0]?.environment ?? {}))
      assert.deepEqual([reach?.('10.0.0.1'), reach?.('127.0.0.1')], [true, false])
      await new Promise((resolve) => setTimeout(resolve, 2_500))
      assert.deepEqual(await references(second), ['QA-TRAINING-2027-0001'])
    } finally {
      await second.close()
    }
  })

  it('is not begun with a script that is none, nor with a pace that is none', async () => {
    const file = join(folder, 'wrong.json')
    await writeFile(file, '{"title": 5}')
    for (const [words, says] of [
      [['--script', file], /is no script of a training, at \/states/],
      [['--script', join(folder, 'nothing.json')], /cannot be read as the script of a training/],
      [['--pace', 'soon', '--data', join(folder, 'other')], /--pace must be a whole number/],
      [['--port', '0', '--data', join(folder, 'other')], /--port must be/],
    ] as const) {
      const told = await runAnywhere(['training', ...words], {})
      assert.equal(told.code, 64)
      assert.match(`${told.beside} ${told.out}`, says)
    }
  })
})
