import { canonicalBytes } from '../message/canonical.ts'
import type { ExhibitManifest } from '../message/generated/types.ts'
import type { JsonValue } from '../message/json.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { readStrict } from '../message/strict.ts'
import { validateExhibitManifest } from '../message/validate.ts'
import { safeFileName } from './fileName.ts'

/** By this type a file is known as a manifest. A node gives it to what it wrote itself, and to nothing else. */
export const manifestMediaType = 'application/vnd.rogatory.exhibit-manifest+json'

/**
 * What a folder may be: as many files as the ids of the exhibits of one request can name, beside the manifest; folders in
 * each other; bytes of its manifest.
 */
export const folderLimits = { filesMax: 20_000, depthMax: 64, manifestBytesMax: 32 * 1024 * 1024 } as const

/** Canonical JSON of a manifest, as it is taken in and signed. Refuses with EXHIBIT_MANIFEST_INVALID. */
export function writeManifest(manifest: ExhibitManifest): Result<{ bytes: Buffer }> {
  const bytes = Buffer.from(canonicalBytes(manifest as unknown as JsonValue))
  const read = readManifest(bytes)
  return read.ok ? { ok: true, bytes } : read
}

/**
 * The manifest in the bytes of an exhibit, of which every path leads to a place of its own below the folder. Refuses with
 * EXHIBIT_MANIFEST_INVALID.
 */
export function readManifest(bytes: Uint8Array): Result<{ manifest: ExhibitManifest }> {
  const read = readStrict(bytes, { bytesMax: folderLimits.manifestBytesMax, depthMax: 8 })
  if (!read.ok) return invalid(read.code)
  const judged = validateExhibitManifest(read.value)
  if (!judged.ok) return invalid(`${judged.pointer ?? ''} ${judged.detail ?? judged.code}`.trim())
  const { files, folders } = judged.manifest
  const fault = pathFault([...files.map(({ path }) => path), ...folders])
  return fault === null ? judged : invalid(fault)
}

function invalid(detail: string): ReturnType<typeof refuse> {
  return refuse('EXHIBIT_MANIFEST_INVALID', { detail })
}

/** The first path that is not safe, or in the way of another; null where all can lie beside each other. */
function pathFault(paths: readonly string[]): string | null {
  const taken = new Set(paths.map(placeOf))
  if (taken.size < paths.length) return 'two paths are the same place'
  for (const path of paths) {
    const names = path.split('/')
    if (names.length > folderLimits.depthMax) return `${path} is too deep`
    if (names.some((name) => name === '' || safeFileName(name) !== name)) return `${path} is not safe`
    if (names.slice(1).some((_, at) => taken.has(placeOf(names.slice(0, at + 1).join('/')))))
      return `${path} lies below what is no folder`
  }
  return null
}

/** File systems differ in what they hold for one name: letters of either case are one here. */
function placeOf(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/**
 * Gives each path of a folder one under which it can be shown and saved anywhere: each name in it safe, and none the same
 * place as another. The same paths in the same order get the same ones.
 */
export function safePaths(): (path: string, kind: 'file' | 'folder') => string {
  /** By the path as it was given: what it is called here. */
  const folders = new Map<string, string>()
  const taken = new Set<string>()
  const free = (parent: string, given: string): string => {
    const safe = safeFileName(given)
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? safe : numbered(safe, number)
      const path = parent === '' ? name : `${parent}/${name}`
      if (taken.has(placeOf(path))) continue
      taken.add(placeOf(path))
      return path
    }
  }
  const folder = (path: string): string => {
    if (path === '') return ''
    const known = folders.get(path)
    if (known !== undefined) return known
    const cut = path.lastIndexOf('/')
    const made = free(folder(path.slice(0, Math.max(cut, 0))), path.slice(cut + 1))
    folders.set(path, made)
    return made
  }
  return (path, kind) => {
    if (kind === 'folder') return folder(path)
    const cut = path.lastIndexOf('/')
    return free(folder(path.slice(0, Math.max(cut, 0))), path.slice(cut + 1))
  }
}

/** `name (2).ending`. */
function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  const stem = dot > 0 ? name.slice(0, dot) : name
  const ending = dot > 0 ? name.slice(dot) : ''
  return safeFileName(`${Array.from(stem).slice(0, 150).join('')} (${number})${ending}`)
}
