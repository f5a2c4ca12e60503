import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { run } from '../cli/commandLine.ts'
import { start } from '../support/backup.ts'
import { logOf } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'

interface Line {
  readonly digest: string
  readonly details: { readonly before: string; readonly settings: readonly string[] }
}

describe('the settings of the State at a start', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  const startedAnew = async (): Promise<void> => {
    await world.asking.node.close()
    await start(world.asking)
  }
  const changes = async (): Promise<Line[]> => {
    const { db } = world.asking.node.node
    await until('all has its place', async () => {
      return (await db.selectFrom('audit_pending').selectAll().execute()).length === 0
    })
    const words = ['log', 'read', '--event', 'configuration.changed', '--as', 'Auditor', '--json']
    return (await run(world.asking, ...words)).json.entries as Line[]
  }

  it('are in the log by the names of what differs from the last start, and not by what they say', async () => {
    const { dataFolder } = world.asking.config
    await startedAnew()
    assert.deepEqual(await changes(), [])
    const settings = await readSettingsOfState(dataFolder)
    const rule = { months: 77 }
    const retention = [...(settings.retention ?? []), rule]
    const name = { ...settings.name, text: 'Example-State-Renamed' }
    await writeSettingsOfState(dataFolder, { ...settings, retention, name })
    await startedAnew()
    const [first, ...others] = await changes()
    assert.ok(first !== undefined)
    assert.deepEqual([first.details.settings, others], [['name', 'retention'], []])
    assert.doesNotMatch(JSON.stringify(await logOf(world.asking.node.node.db)), /"months"|Renamed/)
    assert.doesNotMatch(JSON.stringify(first), /"months"|Renamed/)
    await writeSettingsOfState(dataFolder, { ...settings, name })
    await startedAnew()
    const [, second] = await changes()
    assert.ok(second !== undefined)
    assert.deepEqual(second.details, { before: first.digest, settings: ['retention'] })
    assert.notEqual(second.digest, hash('sha256', '{}'))
  })
})
