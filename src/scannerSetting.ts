/** A clamd of ClamAV, and what is done with a file in which it finds something. */
export interface ScannerSetting {
  readonly at: { readonly path: string } | { readonly host: string; readonly port: number }
  /** Bytes of a file that it looks at, as it is configured there (the least of StreamMaxLength, MaxFileSize and MaxScanSize). */
  readonly bytesMax: number
  /** `mark`: it is taken in, and its verdict goes with it; `refuse`: it is not taken in. */
  readonly policy: 'mark' | 'refuse'
}

export const scannerSettings = {
  address: 'ROGATORY_SCANNER',
  bytesMax: 'ROGATORY_SCANNER_BYTES_MAX',
  policy: 'ROGATORY_SCANNER_POLICY',
} as const

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
