import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ConfigError, readConfig } from '../src/config.ts'
import { rolesOfSecondFactor } from '../src/settings/deskSetting.ts'

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
      ROGATORY_PLACE: 'Data centre, Hà Nội',
      DATABASE_URL: 'postgresql://somebody@localhost/rogatory',
      ROGATORY_SEQUENCER_DATABASE_URL: 'postgres://another@localhost/rogatory',
      ROGATORY_DIRECT_DATABASE_URL: 'postgres://somebody@server/rogatory',
      ROGATORY_DATABASE_CONNECTIONS: '20',
    })
    assert.deepEqual(config, {
      dataFolder: '/srv/node',
      host: '::1',
      port: 0,
      passphraseFile: resolve('secret/passphrase'),
      clockFile: resolve('clock'),
      logLevel: 'silent',
      place: 'Data centre, Hà Nội',
      databaseUrl: 'postgresql://somebody@localhost/rogatory',
      sequencerDatabaseUrl: 'postgres://another@localhost/rogatory',
      directDatabaseUrl: 'postgres://somebody@server/rogatory',
      databaseConnections: 20,
    })
    assert.ok(Object.isFrozen(config))
  })

  it('names as the place of a node one line that says what it shows', () => {
    for (const place of ['a\nb', 'x'.repeat(301), 'a\u202eb'])
      assert.throws(() => readConfig({ ROGATORY_PLACE: place }), /ROGATORY_PLACE must be one line/)
  })

  it('keeps the passphrase beside the data where only the data folder is named', () => {
    assert.equal(readConfig({ ROGATORY_DATA: '/srv/node' }).passphraseFile, '/srv/node/passphrase')
  })

  it('has no role for the sequencer where the database is the embedded one, nor one by another protocol', () => {
    const other = { ROGATORY_SEQUENCER_DATABASE_URL: 'mysql://another@localhost/rogatory' }
    assert.equal(problemsOf(other).length, 2)
    assert.deepEqual(problemsOf({ ...other, DATABASE_URL: 'postgres://localhost/rogatory' }), [
      'ROGATORY_SEQUENCER_DATABASE_URL must begin with postgres:// or postgresql://',
    ])
  })

  it('goes past a pooler to no embedded database', () => {
    assert.deepEqual(problemsOf({ ROGATORY_DIRECT_DATABASE_URL: 'postgres://localhost/rogatory' }), [
      'ROGATORY_DIRECT_DATABASE_URL needs DATABASE_URL',
    ])
  })

  it('holds as many connections to its database as a node can work with, and no fewer', () => {
    for (const text of ['1', '101', '2.5', '-8', 'eight'])
      assert.deepEqual(problemsOf({ ROGATORY_DATABASE_CONNECTIONS: text }), [
        `ROGATORY_DATABASE_CONNECTIONS must be 2 to 100, not "${text}"`,
      ])
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

  it('names the files of TLS, and the networks of proxies and peers', () => {
    const config = readConfig({
      ROGATORY_TLS_CERTIFICATE_FILE: '/etc/tls/node.crt',
      ROGATORY_TLS_KEY_FILE: '/etc/tls/node.key',
      ROGATORY_TLS_CLIENT_AUTHORITIES_FILE: '/etc/tls/clients.crt',
      ROGATORY_TLS_CLIENT_CERTIFICATE_FILE: '/etc/tls/client.crt',
      ROGATORY_TLS_CLIENT_KEY_FILE: '/etc/tls/client.key',
      ROGATORY_TLS_AUTHORITIES_FILE: '/etc/tls/more.crt',
      ROGATORY_PROXY_NETWORKS: '10.0.0.7, 2001:db8::/32',
      ROGATORY_PEER_NETWORKS: 'public',
    })
    assert.deepEqual(config.tls, {
      certificateFile: '/etc/tls/node.crt',
      keyFile: '/etc/tls/node.key',
      clientAuthoritiesFile: '/etc/tls/clients.crt',
    })
    assert.deepEqual(config.tlsClient, {
      certificateFile: '/etc/tls/client.crt',
      keyFile: '/etc/tls/client.key',
    })
    assert.equal(config.tlsAuthoritiesFile, '/etc/tls/more.crt')
    assert.deepEqual(config.proxyNetworks, ['10.0.0.7/32', '2001:db8::/32'])
    assert.equal(config.peerNetworks, 'public')
  })

  it('names who cosigns the log, and whether anything leaves without', () => {
    const config = readConfig({
      ROGATORY_WITNESS_POLICY_FILE: '/etc/rogatory/witnesses',
      ROGATORY_WITNESS_REQUIRED: 'yes',
    })
    assert.deepEqual([config.witnessPolicyFile, config.isWitnessRequired], ['/etc/rogatory/witnesses', true])
    assert.equal(readConfig({ ROGATORY_WITNESS_REQUIRED: 'no' }).isWitnessRequired, undefined)
    assert.deepEqual(problemsOf({ ROGATORY_WITNESS_REQUIRED: 'true' }), [
      'ROGATORY_WITNESS_REQUIRED must be yes or no, not "true"',
    ])
  })

  it('reads where a scanner is, and what is done with what it finds', () => {
    const at = (text: string) => readConfig({ ROGATORY_SCANNER: text }).scanner
    const byDefault = { bytesMax: 100 * 1024 * 1024, policy: 'mark' }
    assert.deepEqual(at('unix:/run/clamd.sock'), { at: { path: '/run/clamd.sock' }, ...byDefault })
    assert.deepEqual(at('tcp:127.0.0.1:3310'), { at: { host: '127.0.0.1', port: 3310 }, ...byDefault })
    assert.deepEqual(at('tcp:[::1]:3310')?.at, { host: '::1', port: 3310 })
    for (const wrong of ['clamd', 'unix:clamd', 'tcp:host', 'tcp:host:0', 'tcp:host:70000'])
      assert.throws(() => at(wrong), ConfigError, wrong)
    const wrong = { ROGATORY_SCANNER: 'tcp:host:1', ROGATORY_SCANNER_POLICY: 'drop' }
    assert.throws(() => readConfig(wrong), /must be mark or refuse/)
    assert.throws(() => readConfig({ ...wrong, ROGATORY_SCANNER_BYTES_MAX: '1k' }), /a number of bytes/)
    assert.throws(() => readConfig({ ROGATORY_SCANNER_POLICY: 'mark' }), /needs ROGATORY_SCANNER/)
  })

  it('takes a time-stamping authority with those who vouch for it, and neither alone', () => {
    const url = { ROGATORY_TIME_STAMP_URL: 'https://time.example.org/tsa' }
    const file = { ROGATORY_TIME_STAMP_AUTHORITIES_FILE: '/etc/rogatory/time.pem' }
    assert.deepEqual(readConfig({ ...url, ...file }).timeStamp, {
      ...{ url: 'https://time.example.org/tsa', authoritiesFile: '/etc/rogatory/time.pem' },
    })
    assert.deepEqual(problemsOf(url), ['ROGATORY_TIME_STAMP_URL needs ROGATORY_TIME_STAMP_AUTHORITIES_FILE'])
    assert.deepEqual(problemsOf(file), ['ROGATORY_TIME_STAMP_AUTHORITIES_FILE needs ROGATORY_TIME_STAMP_URL'])
    for (const ROGATORY_TIME_STAMP_URL of [
      'time.example.org',
      'file:///etc/passwd',
      'http://',
      'https://a b',
    ])
      assert.equal(problemsOf({ ...file, ROGATORY_TIME_STAMP_URL }).length, 1, ROGATORY_TIME_STAMP_URL)
  })

  it('has no port for systems of the State unless it is said, and none in the clear beyond this machine', () => {
    assert.equal(readConfig({}).api, undefined)
    const port = { ROGATORY_API_PORT: '8471' }
    assert.deepEqual(readConfig(port).api, { host: '127.0.0.1', port: 8471 })
    for (const host of ['127.0.0.1', '127.8.0.1', '::1', 'localhost'])
      assert.equal(readConfig({ ...port, ROGATORY_API_HOST: host }).api?.host, host)
    for (const ROGATORY_API_HOST of ['0.0.0.0', '::', '192.0.2.7', 'node.example.org', '127.example.org']) {
      const beyond = { ...port, ROGATORY_API_HOST }
      assert.deepEqual(problemsOf(beyond), [
        'ROGATORY_API_HOST beyond this machine needs ROGATORY_TLS_CERTIFICATE_FILE, or ROGATORY_PROXY_NETWORKS for a proxy that speaks TLS',
      ])
      assert.deepEqual(problemsOf({ ...beyond, ROGATORY_PROXY_NETWORKS: '10.0.0.7' }), [])
      const tls = { ROGATORY_TLS_CERTIFICATE_FILE: 'node.crt', ROGATORY_TLS_KEY_FILE: 'node.key' }
      assert.deepEqual(problemsOf({ ...beyond, ...tls }), [])
    }
    assert.deepEqual(problemsOf({ ROGATORY_API_HOST: '127.0.0.1' }), [
      'ROGATORY_API_HOST needs ROGATORY_API_PORT',
    ])
    assert.deepEqual(problemsOf({ ROGATORY_API_PORT: 'x' }), [
      'ROGATORY_API_PORT must be 0 to 65535, not "x"',
    ])
  })

  it('has no port for monitoring unless it is said, and none beyond this machine without TLS and who may read there', () => {
    assert.equal(readConfig({}).metrics, undefined)
    const port = { ROGATORY_METRICS_PORT: '9470' }
    assert.deepEqual(readConfig(port).metrics, { host: '127.0.0.1', port: 9470 })
    const beyond = { ...port, ROGATORY_METRICS_HOST: '0.0.0.0' }
    const networks = { ROGATORY_METRICS_NETWORKS: '10.0.0.0/8,192.0.2.7' }
    const tls = { ROGATORY_TLS_CERTIFICATE_FILE: 'node.crt', ROGATORY_TLS_KEY_FILE: 'node.key' }
    const needsNetworks =
      'ROGATORY_METRICS_HOST beyond this machine needs ROGATORY_METRICS_NETWORKS: who may read the numbers'
    const needsTls =
      'ROGATORY_METRICS_HOST beyond this machine needs ROGATORY_TLS_CERTIFICATE_FILE, or ROGATORY_PROXY_NETWORKS for a proxy that speaks TLS'
    assert.deepEqual(problemsOf(beyond), [needsNetworks, needsTls])
    assert.deepEqual(problemsOf({ ...beyond, ...networks }), [needsTls])
    assert.deepEqual(problemsOf({ ...beyond, ...tls }), [needsNetworks])
    assert.deepEqual(problemsOf({ ...beyond, ...networks, ...tls }), [])
    assert.deepEqual(readConfig({ ...port, ...networks }).metricsNetworks, ['10.0.0.0/8', '192.0.2.7/32'])
    assert.deepEqual(problemsOf(networks), ['ROGATORY_METRICS_NETWORKS needs ROGATORY_METRICS_PORT'])
    assert.deepEqual(problemsOf({ ROGATORY_METRICS_HOST: '::1' }), [
      'ROGATORY_METRICS_HOST needs ROGATORY_METRICS_PORT',
    ])
  })

  it('has no collector of spans unless it is said, and none that would be told in the clear over a network', () => {
    assert.equal(readConfig({}).traces, undefined)
    const endpoint = 'https://collector.ministry.example/v1/traces'
    const said = { ROGATORY_TRACES_ENDPOINT: endpoint }
    assert.deepEqual(readConfig(said).traces, { endpoint, ratio: 1 })
    for (const here of ['http://127.0.0.1:4318/v1/traces', 'http://localhost/x', 'http://[::1]:1/v1/traces'])
      assert.equal(readConfig({ ROGATORY_TRACES_ENDPOINT: here }).traces?.endpoint, here)
    for (const other of [
      ...['http://collector.ministry.example/v1/traces', 'http://10.0.0.7:4318/v1/traces'],
      ...['https://collector.ministry.example', 'https://collector.ministry.example/', 'collector:4318/v1'],
      ...[
        'https://a:b@collector.ministry.example/v1/traces',
        'https://collector.ministry.example/v1/traces?a=b',
      ],
      ...['https://collector.ministry.example/v1/traces#a', 'grpc://localhost:4317/x', 'v1/traces'],
    ])
      assert.deepEqual(problemsOf({ ROGATORY_TRACES_ENDPOINT: other }), [
        `ROGATORY_TRACES_ENDPOINT must be a whole address with its path, ${endpoint} (http:// on this machine alone), not "${other}"`,
      ])
    for (const [text, ratio] of Object.entries({
      '0': 0,
      '1': 1,
      '0.05': 0.05,
      '1.0': 1,
      '0.000001': 0.000001,
    }))
      assert.equal(readConfig({ ...said, ROGATORY_TRACES_RATIO: text }).traces?.ratio, ratio)
    for (const text of ['2', '1.5', '-0', '0.', '.5', '5%', '1e-3', '0.0000001', 'NaN'])
      assert.deepEqual(problemsOf({ ...said, ROGATORY_TRACES_RATIO: text }), [
        `ROGATORY_TRACES_RATIO must be 0 to 1, with up to six decimals, not "${text}"`,
      ])
    assert.deepEqual(problemsOf({ ROGATORY_TRACES_RATIO: '1' }), [
      'ROGATORY_TRACES_RATIO needs ROGATORY_TRACES_ENDPOINT',
    ])
  })

  it('takes the field for a collector from a file that is one, and that not everybody may read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-field-'))
    try {
      const file = join(folder, 'field')
      const said = {
        ROGATORY_TRACES_ENDPOINT: 'https://collector.ministry.example/v1/traces',
        ROGATORY_TRACES_HEADER_FILE: file,
      }
      assert.deepEqual(problemsOf({ ROGATORY_TRACES_HEADER_FILE: file }), [
        'ROGATORY_TRACES_HEADER_FILE needs ROGATORY_TRACES_ENDPOINT',
      ])
      assert.deepEqual(problemsOf(said), [`ROGATORY_TRACES_HEADER_FILE: ${file} cannot be read (ENOENT)`])
      for (const text of [
        ...['', 'Bearer abc', 'Authorization:', 'Authorization: a\nX-Other: b', 'Authoriz ation: a', 'X: é'],
        ...['Host: elsewhere', 'content-type: text/plain', 'Content-Length: 1', 'Connection: close'],
        ...['Transfer-Encoding: chunked', 'User-Agent: me', `X: ${'a'.repeat(20_000)}`],
      ]) {
        await writeFile(file, text, { mode: 0o600 })
        assert.deepEqual(
          problemsOf(said),
          [`ROGATORY_TRACES_HEADER_FILE: ${file} must hold one line, as Authorization: Bearer and a token`],
          text.slice(0, 40),
        )
      }
      for (const text of ['Authorization: Bearer abc\n', 'X-Api-Key:k']) {
        await writeFile(file, text)
        assert.equal(readConfig(said).traces?.headerFile, file)
        // It stands in no setting, so that nothing that is said of the settings says it.
        assert.ok(!JSON.stringify(readConfig(said)).includes('abc'))
      }
      await chmod(file, 0o644)
      assert.deepEqual(problemsOf(said), [
        `${file} is open to everybody on this machine (mode 644): chmod o= ${file}`,
      ])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('has no identity provider unless it is said, and none that is not whole or speaks in the clear', () => {
    assert.equal(readConfig({}).provider, undefined)
    const least = {
      ROGATORY_DESK_PORT: '8571',
      ROGATORY_OIDC_ISSUER: 'https://login.example.org/realm',
      ROGATORY_OIDC_CLIENT_ID: 'desk',
      ROGATORY_OIDC_KEY_FILE: '/etc/rogatory/oidc.pem',
    }
    const told = {
      issuer: 'https://login.example.org/realm',
      clientId: 'desk',
      proof: { by: 'key', file: '/etc/rogatory/oidc.pem' },
      scopes: ['openid'],
      claim: 'sub',
      strongAcr: [],
      strongAmr: [],
      origins: [],
    }
    assert.deepEqual(readConfig(least).provider, told)
    const { ROGATORY_OIDC_KEY_FILE: file, ...withoutProof } = least
    const more = {
      ...withoutProof,
      ROGATORY_OIDC_SECRET_FILE: file,
      ROGATORY_OIDC_SCOPES: 'openid profile',
      ROGATORY_OIDC_CLAIM: 'employee_number',
      ROGATORY_OIDC_STRONG_ACR: 'high, higher',
      ROGATORY_OIDC_STRONG_AMR: 'hwk',
      ROGATORY_OIDC_ORIGINS: 'https://keys.example.org,https://login.example.org:8443',
    }
    assert.deepEqual(readConfig(more).provider, {
      ...told,
      proof: { by: 'secret', file },
      scopes: ['openid', 'profile'],
      claim: 'employee_number',
      strongAcr: ['high', 'higher'],
      strongAmr: ['hwk'],
      origins: ['https://keys.example.org', 'https://login.example.org:8443'],
    })
    for (const ROGATORY_OIDC_ISSUER of [
      'login.example.org',
      'http://login.example.org',
      'https://login.example.org?x=1',
      'https://a:b@login.example.org',
    ])
      assert.equal(problemsOf({ ...least, ROGATORY_OIDC_ISSUER }).length, 1, ROGATORY_OIDC_ISSUER)
    for (const wrong of [
      { ROGATORY_OIDC_SECRET_FILE: file },
      { ROGATORY_OIDC_SCOPES: 'profile' },
      { ROGATORY_OIDC_CLAIM: 'a b' },
      { ROGATORY_OIDC_ORIGINS: 'https://login.example.org/' },
      { ROGATORY_OIDC_ORIGINS: 'http://login.example.org' },
    ])
      assert.equal(problemsOf({ ...least, ...wrong }).length, 1, JSON.stringify(wrong))
    assert.deepEqual(problemsOf(withoutProof), [
      'ROGATORY_OIDC_ISSUER needs either ROGATORY_OIDC_KEY_FILE or ROGATORY_OIDC_SECRET_FILE',
    ])
    assert.deepEqual(problemsOf({ ROGATORY_OIDC_CLAIM: 'sub' }), [
      'ROGATORY_OIDC_CLAIM needs ROGATORY_OIDC_ISSUER',
    ])
  })

  it('asks everybody at the desk for a second factor unless it is said otherwise, and nobody in a demonstration', () => {
    assert.deepEqual(rolesOfSecondFactor(undefined, false), [
      'officer',
      'approver',
      'auditor',
      'administrator',
    ])
    assert.deepEqual(rolesOfSecondFactor({}, true), [])
    const said = readConfig({
      ROGATORY_DESK_PORT: '8571',
      ROGATORY_DESK_SECOND_FACTOR_ROLES: 'approver',
    }).desk
    for (const isDemonstration of [true, false])
      assert.deepEqual(rolesOfSecondFactor(said, isDemonstration), ['approver'])
  })

  it('has no desk unless it is said, none in the clear beyond this machine, and none that browsers cannot call', () => {
    assert.equal(readConfig({}).desk, undefined)
    const port = { ROGATORY_DESK_PORT: '8571' }
    assert.deepEqual(readConfig(port).desk, { host: '127.0.0.1', port: 8571 })
    const rolesIn = (text: string) => ({ ...port, ROGATORY_DESK_SECOND_FACTOR_ROLES: text })
    assert.deepEqual(readConfig(rolesIn('none')).desk?.secondFactorRoles, [])
    assert.deepEqual(readConfig(rolesIn('approver, officer')).desk?.secondFactorRoles, [
      'officer',
      'approver',
    ])
    for (const text of ['king', 'approver,', 'approver,approver', 'none,approver', 'Approver'])
      assert.equal(problemsOf(rolesIn(text)).length, 1, text)
    for (const url of ['https://desk.example.org', 'https://desk.example.org:8443', 'http://localhost:8571'])
      assert.equal(
        readConfig({ ...port, ROGATORY_DESK_URL: url, ROGATORY_PROXY_NETWORKS: '10.0.0.7' }).desk?.url,
        url,
      )
    assert.deepEqual(problemsOf({ ...port, ROGATORY_DESK_URL: 'https://desk.example.org' }), [
      'ROGATORY_DESK_URL with https needs ROGATORY_TLS_CERTIFICATE_FILE, or ROGATORY_PROXY_NETWORKS for a proxy that speaks TLS',
    ])
    const beyond = { ...port, ROGATORY_DESK_HOST: '192.0.2.7' }
    assert.deepEqual(problemsOf(beyond), [
      'ROGATORY_DESK_HOST beyond this machine needs ROGATORY_TLS_CERTIFICATE_FILE, or ROGATORY_PROXY_NETWORKS for a proxy that speaks TLS',
      'ROGATORY_DESK_HOST beyond this machine needs ROGATORY_DESK_URL',
    ])
    const named = { ...beyond, ROGATORY_DESK_URL: 'https://desk.example.org' }
    assert.deepEqual(problemsOf({ ...named, ROGATORY_PROXY_NETWORKS: '10.0.0.7' }), [])
    for (const ROGATORY_DESK_URL of [
      'desk.example.org',
      'https://desk.example.org/',
      'https://desk.example.org/desk',
      'https://DESK.example.org',
      'http://desk.example.org',
      'ftp://desk.example.org',
    ])
      assert.equal(problemsOf({ ...port, ROGATORY_DESK_URL }).length, 1, ROGATORY_DESK_URL)
    for (const [name, value] of [
      ['ROGATORY_DESK_HOST', '127.0.0.1'],
      ['ROGATORY_DESK_URL', 'https://desk.example.org'],
      ['ROGATORY_DESK_SECOND_FACTOR_ROLES', 'none'],
    ] as const)
      assert.deepEqual(problemsOf({ [name]: value }), [`${name} needs ROGATORY_DESK_PORT`])
    assert.deepEqual(problemsOf({ ROGATORY_DESK_PORT: 'x' }), [
      'ROGATORY_DESK_PORT must be 0 to 65535, not "x"',
    ])
  })

  it('is refused with half of what TLS needs, and with networks that are none', () => {
    const problems = problemsOf({
      ROGATORY_TLS_KEY_FILE: 'node.key',
      ROGATORY_TLS_CLIENT_AUTHORITIES_FILE: 'clients.crt',
      ROGATORY_TLS_CLIENT_CERTIFICATE_FILE: 'client.crt',
      ROGATORY_PROXY_NETWORKS: '10.0.0.0/33,proxy.example',
      ROGATORY_PEER_NETWORKS: 'private',
    })
    assert.deepEqual(problems, [
      'ROGATORY_TLS_KEY_FILE needs ROGATORY_TLS_CERTIFICATE_FILE',
      'ROGATORY_TLS_CLIENT_CERTIFICATE_FILE needs ROGATORY_TLS_CLIENT_KEY_FILE',
      'ROGATORY_TLS_CLIENT_AUTHORITIES_FILE needs ROGATORY_TLS_CERTIFICATE_FILE',
      'ROGATORY_PROXY_NETWORKS: "10.0.0.0/33" is no address and no network',
      'ROGATORY_PROXY_NETWORKS: "proxy.example" is no address and no network',
      'ROGATORY_PEER_NETWORKS: "private" is no address and no network',
    ])
  })

  it('names a bucket for sealed files, whose keys lie in a file', () => {
    const least = {
      ROGATORY_EXHIBITS_S3_URL: 'https://storage.example',
      ROGATORY_EXHIBITS_S3_BUCKET: 'sealed',
      ROGATORY_EXHIBITS_S3_CREDENTIALS_FILE: '/etc/rogatory/bucket',
    }
    const bucket = {
      url: 'https://storage.example',
      bucket: 'sealed',
      region: 'us-east-1',
      prefix: '',
      isPathStyle: true,
      credentialsFile: '/etc/rogatory/bucket',
    }
    assert.deepEqual(readConfig(least).bucket, bucket)
    const more = {
      ROGATORY_EXHIBITS_S3_REGION: 'eu-central-1',
      ROGATORY_EXHIBITS_S3_PREFIX: 'state/vn/',
      ROGATORY_EXHIBITS_S3_PATH_STYLE: 'no',
    }
    const said = { region: 'eu-central-1', prefix: 'state/vn/', isPathStyle: false }
    assert.deepEqual(readConfig({ ...least, ...more }).bucket, { ...bucket, ...said })
    for (const url of ['http://127.0.0.1:9000', 'http://[::1]:9000', 'http://localhost'])
      assert.deepEqual(problemsOf({ ...least, ROGATORY_EXHIBITS_S3_URL: url }), [])
    for (const url of [
      'http://storage.example',
      'ftp://storage.example',
      'https://key:secret@storage.example',
      'x',
    ])
      assert.equal(problemsOf({ ...least, ROGATORY_EXHIBITS_S3_URL: url }).length, 1, url)
    for (const wrong of [
      { ROGATORY_EXHIBITS_S3_BUCKET: '../sealed' },
      { ROGATORY_EXHIBITS_S3_REGION: 'eu central' },
      { ROGATORY_EXHIBITS_S3_PREFIX: '/vn' },
      { ROGATORY_EXHIBITS_S3_PREFIX: 'a/../b/' },
      { ROGATORY_EXHIBITS_S3_PATH_STYLE: 'perhaps' },
    ])
      assert.equal(problemsOf({ ...least, ...wrong }).length, 1, JSON.stringify(wrong))
    assert.equal(problemsOf({ ROGATORY_EXHIBITS_S3_PREFIX: 'vn/' }).length, 3)
  })

  it('is refused with a port that is none', () => {
    for (const port of ['-1', '1e3', '0x50', ' 80', '65536', '80.5'])
      assert.equal(problemsOf({ ROGATORY_PORT: port }).length, 1, port)
    assert.equal(readConfig({ ROGATORY_PORT: '65535' }).port, 65535)
  })
})
