import { type KeyObject, createPrivateKey } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderVariable } from './runFolder.ts'

/** How many of each kind this process has asked for. */
const counts = new Map<string, number>()

/**
 * A key that nobody in this process has had before: the nth of its kind in one process is the nth in every other of this run of the
 * tests, for what makes an RSA key takes longer than most tests.
 */
export function sharedKey(kind: string, make: () => KeyObject): KeyObject {
  const count = (counts.get(kind) ?? 0) + 1
  counts.set(kind, count)
  const folder = process.env[folderVariable]
  if (folder === undefined) return make()
  const path = join(folder, `key-${kind.replaceAll(' ', '-')}-${count}.pem`)
  if (existsSync(path)) return createPrivateKey(readFileSync(path))
  const key = make()
  // Beside its place first: another process may look for it at this moment, or make one too.
  const beside = `${path}.${process.pid}`
  writeFileSync(beside, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  renameSync(beside, path)
  return key
}
