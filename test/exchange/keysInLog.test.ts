import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { readRoles } from '../../src/store/identity/roles.ts'
import { run, runAnywhere } from '../cli/commandLine.ts'
import { logOf } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'

describe('what becomes of the keys of a node', () => {
  let world: World
  let folder: string
  before(async () => {
    world = await twoStates()
    folder = await mkdtemp(join(tmpdir(), 'rogatory-keys-'))
    await writeFile(file('secret'), 'the passphrase of an authority that is here for a test only')
    // From then on the roles name the keys to seal to, which at first are those that lie in the folder.
    assert.equal((await cert('renew', '--use', 'encryption')).code, 0)
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const file = (name: string) => join(folder, name)
  const roles = () => readRoles(join(world.asking.config.dataFolder, 'identity'))
  const cert = async (...words: string[]) => await run(world.asking, 'cert', ...words, '--json')
  /** What the log tells of keys, and no other entry. */
  const told = async (): Promise<readonly string[]> =>
    (await logOf(world.asking.node.node.db)).flatMap(({ evt, code }) =>
      evt.startsWith('key.') ? [`${evt} ${String(code)}`] : [],
    )
  /** As where the database is lost, or the process dies, when some of it is told. */
  const breaksAt = async (code: string, ...words: string[]): Promise<void> => {
    const { db } = world.asking.node.node
    await sql
      .raw(
        `create function lose_it() returns trigger language plpgsql as $$
        begin
          if new.entry like '%"code":"${code}"%' and new.entry like '%"evt":"key.%' then raise exception 'gone'; end if;
          return new;
        end $$`,
      )
      .execute(db)
    await sql`create trigger lose_it before insert on audit_entry for each row execute function lose_it()`.execute(
      db,
    )
    try {
      const before = [await roles(), await told()]
      assert.notEqual((await cert(...words)).code, 0, words.join(' '))
      assert.deepEqual([await roles(), await told()], before)
    } finally {
      await sql`drop function lose_it cascade`.execute(db)
    }
    const again = await cert(...words)
    assert.equal(again.code, 0, again.beside)
  }

  it('is in the log, of all of them, before it is so: where they are made', async () => {
    const before = (await told()).length
    await breaksAt('http', 'renew', '--use', 'message', 'http')
    await breaksAt('encryption', 'renew', '--use', 'encryption', 'log')
    assert.deepEqual(
      (await told()).slice(before),
      ['message', 'http', 'log', 'encryption'].map((use) => `key.added ${use}`),
    )
  })

  it('where they are put into use', async () => {
    const before = (await told()).length
    await until('the list names them', async () => {
      await world.asking.node.refreshTrust()
      return world.asking.node.node.trust.own().list.signers.length > 3
    })
    await breaksAt('http', 'use', '--overlap', '0')
    assert.deepEqual((await told()).slice(before), ['key.retired message', 'key.retired http'])
  })

  it('where a certificate comes from elsewhere, with its authority', async () => {
    const before = (await told()).length
    const request = await cert('request', '--use', 'http', '--out', file('http.csr'))
    assert.equal(request.code, 0, request.beside)
    const sealed = ['--passphrase-file', file('secret')]
    const elsewhere = async (...words: string[]): Promise<void> => {
      const { code, beside } = await runAnywhere(['cert', ...words, ...sealed])
      assert.equal(code, 0, beside)
    }
    await elsewhere('authority', '--out', file('ca'), '--state', 'VN', '--name', 'Ministry', '--key', 'ec')
    const issued = ['--use', 'http', '--holder', 'urn:rogatory:node:vn', '--out', file('http.pem')]
    await elsewhere('issue', file('http.csr'), '--authority', file('ca'), ...issued)
    await breaksAt('authority', 'import', file('http.pem'), '--authority', join(file('ca'), 'ca.crt'))
    assert.deepEqual((await told()).slice(before), ['key.added http', 'key.added authority'])
  })
})
