import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { knownVariables } from '../src/settings/allSettings.ts'
import { encryptionKeyFile, fileNames } from '../src/store/identity/folder.ts'
import { baseNames } from '../src/store/identity/roles.ts'

const read = (path: string) => readFileSync(resolve(import.meta.dirname, '..', path), 'utf8')

/** The part of docs/security.md about who can change what. */
const section = read('docs/security.md')
  .split(/^## /m)
  .find((part) => part.startsWith('Whoever can change this can'))

/** The first cells of the tables under a heading of that part. */
function namedUnder(heading: string): string {
  const part = section?.split(/^### /m).find((one) => one.startsWith(heading)) ?? ''
  const [, , ...rows] = part.split('\n').filter((line) => line.startsWith('|'))
  assert.ok(rows.length > 0, `docs/security.md tells nothing under "${heading}"`)
  return rows.map((row) => row.split('|')[1] ?? '').join('\n')
}

describe('the threat model in docs/security.md', () => {
  it('tells of every table of the database, and of none that there is not', () => {
    const named = (file: string, list: RegExp): string[] => {
      const [, tables = ''] = list.exec(read(file)) ?? []
      const names = [...tables.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name)
      assert.ok(names.length > 0, file)
      return names
    }
    const names = [
      ...named('src/store/tables.ts', /export interface Database extends [\w, ]+ \{\n(.*?)\n\}/s),
      ...named('src/store/drafts/draftTables.ts', /export interface DraftTables \{\n(.*?)\n\}/s),
      ...named(
        'src/store/people/peopleTables.ts',
        /export interface PeopleTables extends [\w, ]+ \{\n(.*?)\n\}/s,
      ),
      ...named('src/store/people/providerTables.ts', /export interface ProviderTables \{\n(.*?)\n\}/s),
      ...named('src/store/processTables.ts', /export interface ProcessTables \{\n(.*?)\n\}/s),
      ...named('src/store/attention/attentionTables.ts', /export interface AttentionTables \{\n(.*?)\n\}/s),
      ...named('src/store/search/searchTables.ts', /export interface SearchTables \{\n(.*?)\n\}/s),
      ...named('src/store/bundles/bundleTables.ts', /export interface BundleTables \{\n(.*?)\n\}/s),
      ...named('src/store/webhooks/webhookTables.ts', /export interface WebhookTables \{\n(.*?)\n\}/s),
    ]
    const told = [...namedUnder('Tables of the database').matchAll(/`(\w+)`/g)].map(([, name]) => name)
    assert.deepEqual(told.toSorted(), names.toSorted())
  })

  it('tells of every key and certificate of an identity', () => {
    const told = namedUnder('Keys') + namedUnder('Files of a node')
    const signers = Object.values(baseNames).map((name) => `identity/${name}*`)
    const others = Object.values(fileNames).map((name) => `identity/${name}`)
    for (const name of [...signers, ...others, `identity/${encryptionKeyFile('*').replace('.key', '')}`])
      assert.ok(told.includes(`\`${name}`), name)
  })

  it('tells of every setting of the environment', () => {
    const told = ['Keys', 'Files of a node', 'Around the node'].map(namedUnder).join('\n')
    assert.ok(knownVariables.size > 40)
    for (const name of knownVariables) assert.ok(told.includes(`\`${name}\``), name)
  })
})
