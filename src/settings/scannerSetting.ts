import { type Settings, namesOf } from './setting.ts'

/** A clamd of ClamAV, and what is done with a file in which it finds something. */
export interface ScannerSetting {
  readonly at: { readonly path: string } | { readonly host: string; readonly port: number }
  /** Bytes of a file that it looks at, as it is configured there (the least of StreamMaxLength, MaxFileSize and MaxScanSize). */
  readonly bytesMax: number
  /** `mark`: it is taken in, and its verdict goes with it; `refuse`: it is not taken in. */
  readonly policy: 'mark' | 'refuse'
}

export const scannerSettingsSaid = {
  address: {
    name: 'ROGATORY_SCANNER',
    meaning:
      'a clamd of ClamAV that looks at each file that is taken in, on this machine: it is given the files in the clear',
    value: '`unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`',
    more: '[0048](decisions/0048-folders-and-scanners.md)',
  },
  bytesMax: {
    name: 'ROGATORY_SCANNER_BYTES_MAX',
    meaning: 'what clamd looks at of a file: the least of its StreamMaxLength, MaxFileSize and MaxScanSize',
    value: 'bytes, 1 to 15 digits',
    byDefault: '`104857600` (100 MiB)',
    more: '[Files](operations.md#files)',
  },
  policy: {
    name: 'ROGATORY_SCANNER_POLICY',
    meaning:
      'a file in which it finds something: `mark` takes it in with the verdict, `refuse` does not (`EXHIBIT_INFECTED`)',
    value: '`mark` or `refuse`',
    byDefault: '`mark`',
    more: '[Files](operations.md#files)',
  },
} as const satisfies Settings

const scannerSettings = namesOf(scannerSettingsSaid)

/** What clamd looks at where nothing is said in its configuration. */
const bytesByDefault = String(100 * 1024 * 1024)

/** Reads what the environment says of a scanner; what is wrong is added to `problems`. */
export function readScanner(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): { readonly scanner?: ScannerSetting } {
  const { address: name, ...others } = scannerSettings
  const { [name]: address } = env
  if (address === undefined) {
    for (const other of Object.values(others))
      if (env[other] !== undefined) problems.push(`${other} needs ${name}`)
    return {}
  }
  const at = addressIn(address)
  if (at === null) problems.push(`${name} must be unix:/path/of/a/socket or tcp:host:port, not "${address}"`)
  const { [others.policy]: policy = 'mark', [others.bytesMax]: bytes = bytesByDefault } = env
  if (policy !== 'mark' && policy !== 'refuse')
    problems.push(`${others.policy} must be mark or refuse, not "${policy}"`)
  if (!/^[1-9][0-9]{0,14}$/.test(bytes))
    problems.push(`${others.bytesMax} must be a number of bytes, not "${bytes}"`)
  if (at === null) return {}
  return { scanner: { at, bytesMax: Number(bytes), policy: policy === 'refuse' ? 'refuse' : 'mark' } }
}

function addressIn(text: string): ScannerSetting['at'] | null {
  if (/^unix:\/./.test(text)) return { path: text.slice('unix:'.length) }
  const [, host, port] = /^tcp:(\[[0-9a-fA-F:.]+\]|[^:[\]]+):([0-9]{1,5})$/.exec(text) ?? []
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return null
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}
