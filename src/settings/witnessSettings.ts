import { resolve } from 'node:path'
import { type Settings, namesOf } from './setting.ts'

/** Who else stands by the log of a node. */
export const witnessSettingsSaid = {
  policyFile: {
    name: 'ROGATORY_WITNESS_POLICY_FILE',
    meaning: 'who cosigns the log, and how many are enough',
    value: 'a C2SP tlog-policy file with addresses',
    byDefault: 'any two peers, or the one',
    more: '[0032](decisions/0032-peers-are-witnesses.md)',
  },
  required: {
    name: 'ROGATORY_WITNESS_REQUIRED',
    meaning:
      '`yes`: nothing is sent (`NODE_UNWITNESSED`) and nothing new taken once the log has had too few witnesses for a quarter of an hour',
    value: '`yes` or `no`',
    byDefault: '`no`',
    more: '[0078](decisions/0078-nothing-is-signed-without-a-witness-where-a-state-says-so.md)',
  },
} as const satisfies Settings

export const timeStampSettingsSaid = {
  url: {
    name: 'ROGATORY_TIME_STAMP_URL',
    meaning: 'a time-stamping authority (RFC 3161) for the heads of the log; needs the next',
    value: 'an address, `http://…` or `https://…`',
    more: '[0037](decisions/0037-an-outside-clock.md)',
  },
  authoritiesFile: {
    name: 'ROGATORY_TIME_STAMP_AUTHORITIES_FILE',
    meaning: 'the authorities that its tokens must lead to, commonly the root of its certificates',
    value: 'a PEM file',
    more: '[0037](decisions/0037-an-outside-clock.md)',
  },
} as const satisfies Settings

const witnessSettings = namesOf(witnessSettingsSaid)
const timeStampSettings = namesOf(timeStampSettingsSaid)

type Environment = Readonly<Record<string, string | undefined>>

/** Witnesses as a node is told of them. */
export interface WitnessSetting {
  /** Which witnesses cosign the log, and how many are enough (C2SP tlog-policy); absent: two of the peers are enough, or the one. */
  readonly witnessPolicyFile?: string
  /** Nothing is sent while the log has had too few witnesses for long; absent: it is an alarm only. */
  readonly isWitnessRequired?: true
}

/** Reads who witnesses the log; what is wrong is added to `problems`. */
export function readWitnesses(env: Environment, problems: string[]): WitnessSetting {
  const file = env[witnessSettings.policyFile]
  const required = env[witnessSettings.required] ?? 'no'
  if (required !== 'yes' && required !== 'no')
    problems.push(`${witnessSettings.required} must be yes or no, not "${required}"`)
  return {
    ...(file === undefined ? {} : { witnessPolicyFile: resolve(file) }),
    ...(required === 'yes' ? { isWitnessRequired: true } : {}),
  }
}

/** A time-stamping authority as a node is told of it. */
export interface TimeStampSetting {
  /** A time-stamping authority (RFC 3161) for the heads of the log, and a PEM file with those who vouch for it; absent: none. */
  readonly timeStamp?: { readonly url: string; readonly authoritiesFile: string }
}

/** Reads who time-stamps the log; what is wrong is added to `problems`. */
export function readTimeStamp(env: Environment, problems: string[]): TimeStampSetting {
  const { url: urlName, authoritiesFile: fileName } = timeStampSettings
  const [url, file] = [env[urlName], env[fileName]]
  if (url === undefined && file === undefined) return {}
  if (url === undefined) problems.push(`${fileName} needs ${urlName}`)
  // A token is worth what vouches for it: one that nobody vouches for is not asked for.
  if (file === undefined) problems.push(`${urlName} needs ${fileName}`)
  if (url !== undefined && !(/^https?:\/\/[^/]/.test(url) && URL.canParse(url)))
    problems.push(`${urlName} must be an address that begins with http:// or https://, not "${url}"`)
  return url === undefined || file === undefined ? {} : { timeStamp: { url, authoritiesFile: resolve(file) } }
}
