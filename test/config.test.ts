import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { ConfigError, readConfig } from '../src/config.ts'

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
  } catch (reason) {
    assert.ok(reason instanceof ConfigError)
    assert.equal(reason.code, 'CONFIG_INVALID')
    for (const problem of reason.problems) assert.ok(reason.message.includes(problem))
    return reason.problems
  }
  return []
}

describe('the configuration', () => {
  it('needs nothing said', () => {
    assert.deepEqual(readConfig({ PATH: '/usr/bin' }), {
      dataFolder: resolve('data'),
      host: '127.0.0.1',
      port: 8470,
      passphraseFile: resolve('data/passphrase'),
      logLevel: 'info',
    })
  })

  it('takes what is said', () => {
    const config = readConfig({
      ROGATORY_DATA: '/srv/node',
      ROGATORY_HOST: '::1',
      ROGATORY_PORT: '0',
      ROGATORY_PASSPHRASE_FILE: 'secret/passphrase',
      ROGATORY_CLOCK_FILE: 'clock',
      ROGATORY_LOG_LEVEL: 'silent',
      DATABASE_URL: 'postgresql://somebody@localhost/rogatory',
    })
    assert.deepEqual(config, {
      dataFolder: '/srv/node',
      host: '::1',
      port: 0,
      passphraseFile: resolve('secret/passphrase'),
      clockFile: resolve('clock'),
      logLevel: 'silent',
      databaseUrl: 'postgresql://somebody@localhost/rogatory',
    })
    assert.ok(Object.isFrozen(config))
  })

  it('keeps the passphrase beside the data where only the data folder is named', () => {
    assert.equal(readConfig({ ROGATORY_DATA: '/srv/node' }).passphraseFile, '/srv/node/passphrase')
  })

  it('means the embedded database where the address of a server is empty', () => {
    assert.equal(readConfig({ DATABASE_URL: '' }).databaseUrl, undefined)
  })

  it('is refused with every problem at once', () => {
    const problems = problemsOf({
      ROGATORY_PORT: '70000',
      ROGATORY_LOG_LEVEL: 'loud',
      ROGATORY_DATABASE: 'x',
      ROGATORY_PROT: '1',
      DATABASE_URL: 'mysql://localhost/x',
    })
    assert.equal(problems.length, 5)
    for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE ', 'PROT ', 'DATABASE_URL'])
      assert.ok(
        problems.some((problem) => problem.includes(name)),
        name,
      )
  })

  it('is refused with a name of ours that is not known, so that a misspelling is not without effect', () => {
    assert.deepEqual(problemsOf({ ROGATORY_DATE: 'x' }), ['ROGATORY_DATE is not a known setting'])
    assert.deepEqual(problemsOf({ rogatory_data: 'x', ROGATORYDATA: 'y' }), [])
  })

  it('is refused with an empty setting, which would mean something nobody wanted', () => {
    for (const name of ['DATA', 'HOST', 'PASSPHRASE_FILE', 'CLOCK_FILE'])
      assert.deepEqual(problemsOf({ [`ROGATORY_${name}`]: ' ' }), [`ROGATORY_${name} is empty`])
  })

  it('is refused with a port that is none', () => {
    for (const port of ['-1', '1e3', '0x50', ' 80', '65536', '80.5'])
      assert.equal(problemsOf({ ROGATORY_PORT: port }).length, 1, port)
    assert.equal(readConfig({ ROGATORY_PORT: '65535' }).port, 65535)
  })
})
