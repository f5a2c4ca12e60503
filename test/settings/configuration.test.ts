import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { knownVariables, settingGroups } from '../../src/settings/allSettings.ts'
import { configurationPage } from '../../src/cli/configurationPage.ts'
import { ConfigError, readConfig, serverIn } from '../../src/config.ts'
import { fileNameOf } from '../../src/settings/setting.ts'

const root = resolve(import.meta.dirname, '../..')
const docs = join(root, 'docs')

/** The whole source but for what is generated, as one text. */
function source(): string {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('generated'))
    .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
    .join('\n')
}

const settings = settingGroups.flatMap((group) => Object.values(group.settings))

describe('the settings', () => {
  it('have a row each in docs/configuration.md, which is made of them', () => {
    const page = readFileSync(join(docs, 'configuration.md'), 'utf8')
    assert.equal(page, configurationPage(), 'run npm run generate:configuration')
    const rows = [...page.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, name]) => name)
    assert.deepEqual(
      rows,
      settings.map(({ name }) => name),
    )
    for (const name of knownVariables) assert.ok(page.includes(`\`${name}\``), name)
  })

  it('are all that the source names, and are declared once', () => {
    const text = source()
    const named = new Set(
      [...text.matchAll(/\b(?:ROGATORY_[A-Z0-9_]+[A-Z0-9]|DATABASE_URL\w*)/g)].map(([name]) => name),
    )
    // A node says it to the program that signs in a token; nobody sets it.
    named.delete('ROGATORY_TOKEN_PIN')
    for (const name of named) assert.ok(knownVariables.has(name), `${name} is no setting`)
    for (const { name } of settings)
      assert.equal(text.split(`name: '${name}'`).length - 1, 1, `${name} is declared once`)
  })

  it('are all that is read of the environment by name', () => {
    const read = [...source().matchAll(/\b(?:process\.)?env\.([A-Z][A-Z0-9_]*)/g)].map(
      ([, name = '']) => name,
    )
    const others = [
      // The service manager sets it; with it `init` says what to do under a unit.
      'CREDENTIALS_DIRECTORY',
      // Said to the client of buckets; nobody sets it.
      'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
      // Not read: taken away, so that the exporter of spans does not read them.
      ...['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'],
    ]
    for (const name of read) assert.ok(knownVariables.has(name) || others.includes(name), name)
  })

  it('lead to parts of the documentation that are there', () => {
    const headings = new Map<string, readonly string[]>()
    const anchorsOf = (file: string): readonly string[] => {
      const known = headings.get(file) ?? anchorsIn(readFileSync(join(docs, file), 'utf8'))
      headings.set(file, known)
      return known
    }
    for (const { name, more = '' } of settings)
      for (const [, file = '', anchor] of more.matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)) {
        const anchors = anchorsOf(file)
        assert.ok(anchor === undefined || anchors.includes(anchor), `${name}: ${file}#${anchor ?? ''}`)
      }
  })

  it('say of each secret that it may stand in a file', () => {
    for (const { name, isSecret } of settings)
      if (/DATABASE_URL$|SECRET|PASSWORD|PASSPHRASE|TOKEN|CREDENTIALS|_KEY/.test(name))
        assert.ok(isSecret === true || name.endsWith('_FILE'), name)
  })
})

describe('a secret of the configuration', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'rogatory-secrets-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  const written = (name: string, text: string, mode = 0o600): string => {
    const file = join(folder, name)
    writeFileSync(file, text, { mode })
    return file
  }
  const problemsOf = (env: Record<string, string>): readonly string[] => {
    try {
      readConfig({ ROGATORY_DATA: folder, ...env })
      return []
    } catch (reason) {
      assert.ok(reason instanceof ConfigError)
      assert.equal(reason.code, 'CONFIG_INVALID')
      return reason.problems
    }
  }

  it('is read from the file that is named in its place', () => {
    const url = 'postgres://node:a-word@localhost/rogatory'
    const file = written('url', `${url}\n`)
    const config = readConfig({
      ROGATORY_DATA: folder,
      DATABASE_URL_FILE: file,
      ROGATORY_SEQUENCER_DATABASE_URL_FILE: file,
      ROGATORY_DIRECT_DATABASE_URL_FILE: file,
    })
    assert.deepEqual(
      [config.databaseUrl, config.sequencerDatabaseUrl, config.directDatabaseUrl],
      [url, url, url],
    )
    assert.equal(serverIn({ DATABASE_URL_FILE: file, ROGATORY_NOTHING: 'x' }), url)
    assert.equal(serverIn({}), undefined)
  })

  it('is refused where it stands in both places', () => {
    const file = written('both', 'postgres://localhost/rogatory')
    for (const name of ['DATABASE_URL', 'ROGATORY_SEQUENCER_DATABASE_URL', 'ROGATORY_DIRECT_DATABASE_URL']) {
      const both = {
        DATABASE_URL: 'postgres://localhost/x',
        [name]: 'postgres://localhost/x',
        [fileNameOf(name)]: file,
      }
      assert.deepEqual(problemsOf(both), [`${name} and ${name}_FILE are both set: one of them is enough`])
    }
    assert.throws(
      () => serverIn({ DATABASE_URL: 'postgres://localhost/x', DATABASE_URL_FILE: file }),
      ConfigError,
    )
  })

  it('is refused where everybody on the machine may read or change its file, whichever setting names it', () => {
    const words = (file: string, mode: string): string =>
      `${file} is open to everybody on this machine (mode ${mode}): chmod o= ${file}`
    const open = written('open', 'postgres://localhost/rogatory', 0o644)
    const writable = written('writable', 'postgres://localhost/rogatory')
    assert.deepEqual(problemsOf({ DATABASE_URL_FILE: open }), [`DATABASE_URL_FILE: ${words(open, '644')}`])
    assert.deepEqual(problemsOf({ ROGATORY_PASSPHRASE_FILE: open }), [words(open, '644')])
    const tls = { ROGATORY_TLS_CERTIFICATE_FILE: open, ROGATORY_TLS_KEY_FILE: open }
    assert.deepEqual(problemsOf(tls), [words(open, '644')])
    const bucket = {
      ROGATORY_EXHIBITS_S3_URL: 'https://storage.example.org',
      ROGATORY_EXHIBITS_S3_BUCKET: 'sealed',
      ROGATORY_EXHIBITS_S3_CREDENTIALS_FILE: open,
    }
    assert.deepEqual(problemsOf(bucket), [words(open, '644')])
    assert.deepEqual(problemsOf({ DATABASE_URL_FILE: writable }), [])
    const group = written('group', 'postgres://localhost/rogatory', 0o640)
    assert.deepEqual(problemsOf({ DATABASE_URL_FILE: group }), [])
  })

  it('is refused where its file cannot be reached, with the reason', () => {
    const loop = join(folder, 'loop')
    symlinkSync(loop, loop)
    const [problem = '', ...more] = problemsOf({ ROGATORY_PASSPHRASE_FILE: loop })
    assert.match(problem, /loop cannot be reached by the user of the node: ELOOP/)
    assert.deepEqual(more, [])
  })

  it('is refused where its file is not there, is empty, or is no secret', () => {
    const none = join(folder, 'none')
    assert.deepEqual(problemsOf({ DATABASE_URL_FILE: none }), [
      `DATABASE_URL_FILE: ${none} cannot be read (ENOENT)`,
    ])
    const empty = written('empty', ' \n')
    assert.deepEqual(problemsOf({ DATABASE_URL_FILE: empty }), [`DATABASE_URL_FILE: ${empty} is empty`])
    const long = written('long', 'x'.repeat(65_537))
    assert.deepEqual(problemsOf({ DATABASE_URL_FILE: long }), [
      `DATABASE_URL_FILE: ${long} is too long for a secret`,
    ])
    assert.deepEqual(problemsOf({ DATABASE_URL_FILE: written('other', 'mysql://localhost/x') }), [
      'DATABASE_URL must begin with postgres:// or postgresql://',
    ])
  })
})

/** The anchors that a page has for its headings. */
function anchorsIn(page: string): readonly string[] {
  return [...page.matchAll(/^#{1,4} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}
