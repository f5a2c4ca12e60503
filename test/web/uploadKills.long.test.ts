import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { saveExhibit } from '../../src/exchange/exhibits/save.ts'
import { chunkBytes } from '../../src/exhibit/chunkedEncryption.ts'
import { startNode } from '../../src/main.ts'
import { builtProgram } from '../../src/packageFolder.ts'
import { exhibitPaths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import { type World, freePort, silent, twoStates, until } from '../support/world.ts'

const kills = 6
const file = randomBytes(40_000_000)

describe('an upload to a node that is killed', () => {
  let world: World
  let token: string
  let apiPort: number
  let served: ChildProcess | null = null
  before(async () => {
    world = await twoStates()
    apiPort = await freePort()
    const words = ['--name', 'evidence-store', '--scope', 'exhibits', '--as', 'Example-Administrator']
    token = (await run(world.asking, 'token', 'make', ...words)).out
    await world.asking.node.close()
  })
  after(async () => {
    if (served !== null) {
      await kill()
      world.asking.node = await startNode(world.asking.config, silent)
    }
    await world.close()
  })

  const serve = async (): Promise<void> => {
    const { config } = world.asking
    served = spawn(process.execPath, [builtProgram, 'serve'], {
      env: {
        PATH: process.env.PATH,
        ROGATORY_DATA: config.dataFolder,
        ROGATORY_PORT: String(config.port),
        ROGATORY_API_PORT: String(apiPort),
        ROGATORY_PASSPHRASE_FILE: config.passphraseFile,
        ROGATORY_LOG_LEVEL: 'silent',
        DATABASE_URL: config.databaseUrl,
      },
      stdio: 'ignore',
    })
    await until('the process answers', async () => {
      return await fetch(at(exhibitPaths.uploads), { method: 'OPTIONS', headers: heads() }).then(
        ({ ok }) => ok,
        () => false,
      )
    })
  }
  const kill = async (): Promise<void> => {
    assert.ok(served !== null)
    const gone = once(served, 'exit')
    served.kill('SIGKILL')
    await gone
    served = null
  }
  const at = (path: string): string => `http://127.0.0.1:${apiPort}${path}`
  const heads = (more: Record<string, string> = {}) => ({
    authorization: `Bearer ${token}`,
    'tus-resumable': '1.0.0',
    ...more,
  })
  const offsetOf = async (place: string): Promise<number> => {
    const { status, headers } = await fetch(at(place), { method: 'HEAD', headers: heads() })
    assert.equal(status, 200)
    return Number(headers.get('upload-offset'))
  }
  const arrivedAt = async (place: string): Promise<number> => {
    const answer = await fetch(at(place), { headers: heads() })
    return ((await answer.json()) as { arrivedBytes: number }).arrivedBytes
  }

  it(`goes on ${kills} times at a whole chunk, loses no more than what was on its way, and is the same bytes`, async () => {
    await serve()
    const answer = await fetch(at(exhibitPaths.uploads), {
      method: 'POST',
      headers: heads({
        'upload-length': String(file.length),
        'upload-metadata': `filename ${Buffer.from('phone.img').toString('base64')}`,
      }),
    })
    const place = answer.headers.get('location') ?? ''
    let offset = 0
    for (let count = 0; count < kills; count += 1) {
      const sending = request(at(place), {
        method: 'PATCH',
        headers: heads({
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
          'content-length': String(file.length - offset),
        }),
      }).on('error', () => undefined)
      const more = randomInt(20_000, 3_000_000)
      sending.write(file.subarray(offset, offset + more))
      await until('it comes', async () => (await arrivedAt(place)) >= offset + more)
      await kill()
      sending.destroy()
      await serve()
      const reached = await offsetOf(place)
      // What did not fill a chunk was in memory, and of the rest nothing was lost: the system had it.
      assert.equal(reached, offset + Math.floor(more / chunkBytes) * chunkBytes)
      offset = reached
    }
    const last = await fetch(at(place), {
      method: 'PATCH',
      headers: heads({
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      }),
      body: file.subarray(offset),
    })
    assert.equal(last.status, 204)
    const stateOf = async () =>
      (await (await fetch(at(place), { headers: heads() })).json()) as { status: string; deposit: string }
    await until('it is taken in', async () => (await stateOf()).status === 'taken')
    const { deposit } = await stateOf()
    await kill()
    world.asking.node = await startNode(world.asking.config, silent)
    const target = join(world.asking.config.dataFolder, 'saved')
    const order = { person: 'Example-B', authority: 'vn.spp', reason: 'the hearing' }
    assert.ok((await saveExhibit(world.asking.node.node, deposit, target, order)).ok)
    assert.ok(file.equals(await readFile(target)))
  })
})
