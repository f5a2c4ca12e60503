import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Authority, StateRules, Text, TrustList } from '../message/generated/types.ts'
import { type RetentionRule, readRetention } from '../workflow/retention.ts'
import { replaceFile } from './replaceFile.ts'

/** What a State says of its node and its authorities; the administrator edits it, the node signs it in its trust list. */
export interface SettingsOfState {
  /** State code, ISO 3166-1 alpha-2 or the ICAO 9303 code of an organisation. */
  readonly state: string
  readonly name: Text
  /** True where nobody of that State stands behind it. */
  readonly demonstration?: boolean
  /** True where people practise: a demonstration whose pages say so and tell what to try. It stays with this node. */
  readonly training?: boolean
  /** Base URL under which the peers reach this node. */
  readonly url: string
  readonly authorities: readonly Authority[]
  /** Where the lists of revoked certificates of an authority are that this node does not keep itself. */
  readonly revocationLists?: NonNullable<TrustList['revocationLists']>
  /** What the State says of its law and its ways; peers check their drafts against it. */
  readonly rules?: StateRules
  /** How long records are kept after they have ended; of what no rule speaks is kept. It stays with this node. */
  readonly retention?: readonly RetentionRule[]
}

const fileOf = (dataFolder: string, name = 'state.json'): string => join(dataFolder, name)

/**
 * Reads `state.json` of a data folder. Its shape is judged when the trust list is signed, but for `training` and `retention`.
 *
 * @param name - of the file, where it is not in its place yet
 * @throws Error with instructions when the file is missing or no JSON object.
 */
export async function readSettingsOfState(dataFolder: string, name?: string): Promise<SettingsOfState> {
  const file = fileOf(dataFolder, name)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new Error(
      `There is no node in ${dataFolder}. Make one with: rogatory init --data ${dataFolder} …`,
      { cause },
    )
  }
  const settings = parsed(file, text)
  // A node for practice that peers would take for a real one must never begin to serve.
  if (settings.training === true && settings.demonstration !== true)
    throw new Error(
      `${file} says training: it must say demonstration as well, which its trust list tells the peers.`,
    )
  // Unlike the rest it is not signed, so nobody else would judge it.
  const retention = readRetention(settings.retention ?? [])
  if (retention.ok) return settings
  throw new Error(`${file} at ${retention.pointer ?? ''}: ${retention.detail ?? ''}`)
}

function parsed(file: string, text: string): SettingsOfState {
  try {
    return JSON.parse(text) as SettingsOfState
  } catch (cause) {
    throw new Error(`${file} is not JSON. Mend it, or restore it from a backup.`, { cause })
  }
}

/** Writes `state.json`: the whole file or none of it. */
export async function writeSettingsOfState(dataFolder: string, settings: SettingsOfState): Promise<void> {
  const file = fileOf(dataFolder)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await replaceFile(file, `${JSON.stringify(settings, null, 2)}\n`)
}
