import type { Files } from '../audit/bundle/layout.ts'
import { hasBundle, isOfSystem } from '../audit/bundle/ownFiles.ts'
import { CommandFailure, exitCodes } from './outcome.ts'
import { harmless } from './terminal.ts'

/** The folder of a court bundle in which the bundle itself lies; what stands beside it are words to read. */
export const bundleFolder = 'bundle/'

/** Whether files of these names are a court bundle, and not a bare bundle. */
export function isCourtBundle(names: Iterable<string>): boolean {
  const all = [...names]
  return !all.includes('checkpoint') && all.some((name) => name.startsWith(bundleFolder))
}

/** The bundle in what was given. */
export interface Unpacked {
  /** The files of the bundle itself, by their paths in it. */
  readonly files: Files
  /** What stands beside it in a court bundle, by its path there; null where all that was given is a bare bundle. */
  readonly beside: Files | null
  /** What a computer may have put there by itself, by its path in what was given: it is in neither of the two. */
  readonly bySystem: readonly string[]
}

/** Parts what was given into the bundle and what stands beside it. */
export function unpackedOf(all: Files): Unpacked {
  const bySystem = [...all.keys()].filter(isOfSystem)
  const given = bySystem.length === 0 ? all : new Map([...all].filter(([path]) => !isOfSystem(path)))
  if (!isCourtBundle(given.keys())) return { files: given, beside: null, bySystem }
  const isWithin = ([name]: readonly [string, Uint8Array]): boolean => name.startsWith(bundleFolder)
  const beside = new Map([...given].filter((file) => !isWithin(file)))
  // A bundle that lies in a folder of that very name has no words beside it, and none lack.
  return { files: below(given, bundleFolder), beside: beside.size === 0 ? null : beside, bySystem }
}

/** Folders that a bundle or a court bundle has itself: what lies in them is not inside of another folder. */
const ownFolders: ReadonlySet<string> = new Set(
  ['keys', 'letters', 'record', 'revocation', 'tile', 'timestamp', 'trust'].concat(bundleFolder.slice(0, -1)),
)

/**
 * Parts what was in an archive, as `unpackedOf` does; where one folder lies around all of it, as a desktop packs a folder, what is in that.
 *
 * @returns null where a bundle lies at the top and in another folder as well: who takes out the one, and who the other, hold two
 */
export function unpackedOfArchive(all: Files): Unpacked | null {
  const given = [...all.keys()].filter((path) => !isOfSystem(path))
  const folders = new Set(given.flatMap((path) => /^[^/]+(?=\/)/.exec(path)?.[0] ?? []))
  const others = [...folders].filter((folder) => !ownFolders.has(folder))
  const [around = ''] = others
  const isAround = around !== '' && given.every((path) => path.startsWith(`${around}/`))
  if (isAround && holdsBundle(below(all, `${around}/`))) return within(all, `${around}/`)
  if (hasBundle(all) && others.some((folder) => holdsBundle(below(all, `${folder}/`)))) return null
  return unpackedOf(all)
}

function within(all: Files, folder: string): Unpacked {
  const outside = [...all.keys()].filter((path) => !path.startsWith(folder) && isOfSystem(path))
  const { files, beside, bySystem } = unpackedOf(below(all, folder))
  return { files, beside, bySystem: [...outside, ...bySystem.map((path) => folder + path)] }
}

/** What lies in a folder, by its paths there. */
function below(all: Files, folder: string): Files {
  const inside = [...all].filter(([path]) => path.startsWith(folder))
  return new Map(inside.map(([path, bytes]) => [path.slice(folder.length), bytes]))
}

function holdsBundle(files: Files): boolean {
  return hasBundle(files) || hasBundle(below(files, bundleFolder))
}

/**
 * What was given, where anything of a bundle is in it. In another folder everything would be missing and too many, and a
 * slip of the reader would look like an act of a State.
 *
 * @throws CommandFailure of wrong use with NO_BUNDLE
 */
export function withBundle(given: Unpacked, name: string): Unpacked {
  if (hasBundle(given.files)) return given
  const below = bundlesBelow(given.files)
  const hint = below.length === 0 ? '' : `; but there is one in ${below.join(', ')}: name that`
  throw new CommandFailure(
    exitCodes.wrongUse,
    'NO_BUNDLE',
    harmless(`${name}: there is no bundle where you said: not one of the files of a bundle is in it${hint}`),
  )
}

/** The folders directly below in which a bundle, or a court bundle, lies. */
function bundlesBelow(files: Files): string[] {
  const found = [...files.keys()].map((path) => /^([^/]+)\/(bundle\/)?checkpoint$/.exec(path)?.[1])
  return [...new Set(found.filter((name) => name !== undefined))]
}
