import { readFile } from 'node:fs/promises'
import { type WitnessPolicy, parseWitnessPolicy } from './audit/witnessPolicy.ts'
import type { Config } from './config.ts'
import type { TimeAuthority } from './exchange/node.ts'
import { readCertificatesPem } from './trust/certificatesPem.ts'

// Who attests the log of a node beside itself, as files of its configuration say.

/** The policy of a file, where one is named. Throws Error with words for the operator. */
export async function readWitnessPolicy({
  witnessPolicyFile,
}: Pick<Config, 'witnessPolicyFile'>): Promise<WitnessPolicy | null> {
  if (witnessPolicyFile === undefined) return null
  const read = parseWitnessPolicy(await readFile(witnessPolicyFile, 'utf8'))
  if (!read.ok) throw new Error(`${witnessPolicyFile}: ${read.detail ?? read.code}`)
  return read.policy
}

/** The time-stamping authority, where one is named. Throws Error with words for the operator. */
export async function readTimeAuthority({
  timeStamp,
}: Pick<Config, 'timeStamp'>): Promise<TimeAuthority | null> {
  if (timeStamp === undefined) return null
  const { url, authoritiesFile } = timeStamp
  const read = readCertificatesPem(await readFile(authoritiesFile, 'utf8'))
  if (!read.ok) throw new Error(`${authoritiesFile}: ${read.detail ?? read.code}`)
  return { url, certificates: read.certificates }
}
