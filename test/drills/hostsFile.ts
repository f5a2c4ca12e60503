import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The file `/etc/hosts` of one process, and of no other on this machine. */
export interface HostsFile {
  /** What becomes the process that reads it. */
  readonly through: readonly string[]
  /** Where a name is from now on; null: nowhere. */
  point(name: string, address: string | null): void
}

/** Makes one; a name that is not in it is asked for as everywhere else. */
export function hostsFile(folder: string): HostsFile {
  const file = join(folder, 'hosts')
  const write = (lines: readonly string[]): void =>
    // In its place, for what is mounted is this very file.
    writeFileSync(file, ['127.0.0.1 localhost', ...lines, ''].join('\n'))
  write([])
  return {
    through: throughHosts(file),
    point: (name, address) => write(address === null ? [] : [`${address} ${name}`]),
  }
}

function throughHosts(file: string): readonly string[] {
  return ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /etc/hosts && exec "$@"', file]
}

/** Why a process cannot have one; null: it can. */
export async function lacksHostsFiles(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-hosts-'))
  const { through } = hostsFile(folder)
  const [program = '', ...words] = through.concat('true')
  const { status } = spawnSync(program, words)
  await rm(folder, { recursive: true })
  return status === 0
    ? null
    : 'this user cannot give a process names of its own (unshare --mount: be root, on Linux)'
}
