import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { meaningOf } from '../../../src/store/backup/memberNames.ts'
import { readTokenKey, tokenFile } from '../../../src/store/identity/token.ts'

describe('what a backup that somebody has changed can bring into a data folder', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-token-'))
    await mkdir(join(folder, 'identity'))
  })
  after(() => rm(folder, { recursive: true }))

  it('is no library that the node would run to sign: that lies outside, by its whole path', async () => {
    const named = async (module: string) => {
      const key = { module, token: 'Example', id: '01', pinFile: '/etc/rogatory/pin' }
      await writeFile(join(folder, 'identity', tokenFile('signer')), JSON.stringify(key))
      return await readTokenKey(join(folder, 'identity'), 'signer')
    }
    const link = `${folder}-link`
    await symlink(folder, link)
    const inside = [
      join(folder, 'exhibits/aa/x.so'),
      join(folder, 'identity/x.so'),
      join(folder, 'identity/../../', 'rogatory-x/..', folder.split('/').at(-1) ?? '', 'x.so'),
      'exhibits/aa/x.so',
      './x.so',
      join(folder, '..x/x.so'),
      '/proc/self/cwd/x.so',
      `${link}/exhibits/x.so`,
    ]
    for (const module of inside)
      await assert.rejects(
        named(module),
        { code: 'IDENTITY_DAMAGED', message: /would be run as a program/ },
        module,
      )
    await rm(link)
    assert.equal((await named('/usr/lib/softhsm/libsofthsm2.so'))?.token, 'Example')
  })

  it('is no passphrase, no database of before, and nothing that was on its way', () => {
    for (const path of ['passphrase', 'postgres/base/1', 'exhibits/incoming/a', 'identity/signer.p12.new'])
      assert.equal(meaningOf(`folder/${path}`), null, path)
    assert.deepEqual(meaningOf('folder/identity/signer.p12'), { kind: 'file', path: 'identity/signer.p12' })
  })
})
