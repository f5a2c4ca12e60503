import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isLoopback } from './listeningAt.ts'
import { type Settings, namesOf } from './setting.ts'

/** Where spans of what the node does are exported to. */
export interface TracesSetting {
  readonly endpoint: string
  /** The part of all traces that is kept, 0 to 1. */
  readonly ratio: number
  /** File with the field that each request to the collector bears; absent: none. */
  readonly headerFile?: string
}

export const tracesSettingsSaid = {
  endpoint: {
    name: 'ROGATORY_TRACES_ENDPOINT',
    meaning:
      'a collector of your own that is told in spans (OpenTelemetry, OTLP over HTTP in JSON) how long each step took; none: nobody is',
    value:
      'the whole address, `https://collector.ministry.example/v1/traces`, or `http://…` on this machine alone',
    more: '[Traces](operations.md#traces)',
  },
  ratio: {
    name: 'ROGATORY_TRACES_RATIO',
    meaning: 'the part of all traces that is kept; which they are follows from their ids',
    value: '0 to 1, with up to six decimals: `0.05`',
    byDefault: '`1`',
    more: '[Traces](operations.md#traces)',
  },
  headerFile: {
    name: 'ROGATORY_TRACES_HEADER_FILE',
    meaning:
      'a field that each request to the collector bears; read again for each, so that a file that is named where it lies is followed',
    value: 'a file with one line, `Authorization: Bearer …`, that not everybody may read',
    more: '[Traces](operations.md#traces)',
  },
} as const satisfies Settings

const tracesSettings = namesOf(tracesSettingsSaid)

/** Reads where spans go; nothing where no collector is named. What is wrong is added to `problems`. */
export function readTraces(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): { readonly traces?: TracesSetting } {
  const { endpoint: endpointName, ratio: ratioName, headerFile: fileName } = tracesSettings
  const { [endpointName]: endpoint, [ratioName]: ratio = '1', [fileName]: file } = env
  if (endpoint === undefined) {
    for (const name of [ratioName, fileName])
      if (env[name] !== undefined) problems.push(`${name} needs ${endpointName}`)
    return {}
  }
  if (!isAddress(endpoint))
    problems.push(
      `${endpointName} must be a whole address with its path, https://collector.ministry.example/v1/traces (http:// on this machine alone), not "${endpoint}"`,
    )
  if (!/^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$/.test(ratio))
    problems.push(`${ratioName} must be 0 to 1, with up to six decimals, not "${ratio}"`)
  const headerFile = file === undefined ? undefined : resolve(file)
  if (headerFile !== undefined) problems.push(...problemsOf(headerFile, fileName))
  return {
    traces: { endpoint, ratio: Number(ratio), ...(headerFile === undefined ? {} : { headerFile }) },
  }
}

/** Fields that are what the exporter says of what it sends. */
const fixed = /^(content-.*|host|connection|transfer-encoding|user-agent)$/i

/** The field in the text of such a file; null: it is none. */
export function headerIn(text: string): Readonly<Record<string, string>> | null {
  const [, name = '', value = ''] =
    /^([A-Za-z0-9][A-Za-z0-9-]{0,99}): *([\x21-\x7e](?:[\x20-\x7e]{0,8190}[\x21-\x7e])?)$/.exec(
      text.trim(),
    ) ?? []
  return name === '' || fixed.test(name) ? null : { [name]: value }
}

/** What it costs at most to find that a file holds no field. */
const fileBytesMax = 16_384

function problemsOf(file: string, name: string): readonly string[] {
  try {
    const isShort = statSync(file).size <= fileBytesMax
    return isShort && headerIn(readFileSync(file, 'utf8')) !== null
      ? []
      : [`${name}: ${file} must hold one line, as Authorization: Bearer and a token`]
  } catch (reason) {
    const why = reason instanceof Error && 'code' in reason ? String(reason.code) : String(reason)
    return [`${name}: ${file} cannot be read (${why})`]
  }
}

/** Whoever stands on a line in the clear could read when this State asks whom for help. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, username, password, search, hash } = new URL(text)
  if (`${username}${password}${search}${hash}` !== '' || pathname === '/') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')))
}
