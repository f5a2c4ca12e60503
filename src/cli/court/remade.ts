import { join } from 'node:path'
import { refuseUnusable, writeBundle } from '../folder.ts'
import { type Terminal, harmless } from '../terminal.ts'
import type { BesideFact, Report } from '../../audit/bundle/report.ts'
import type { RemadeFile } from './checkBeside.ts'
import { madePath } from './made.ts'

/** A file that this program has made of a bundle and written, because it lies otherwise beside it. */
export interface WrittenFile {
  readonly bundle: string
  readonly path: string
  /** Where it is now. */
  readonly file: string
  /** It is, byte for byte, the file that the State of the bundle has signed. */
  readonly isAsSigned: boolean
}

/** Takes the files that are made again, and writes them when all are there. */
interface RemadeFolder {
  readonly keep: (bundle: string, file: RemadeFile) => void
  /** Writes nothing, and no folder, where there is none. */
  readonly write: () => Promise<readonly WrittenFile[]>
}

/**
 * A new folder for what this program makes of court bundles where that lies there otherwise: a reader compares the two. Where
 * several bundles are given, each has a folder in it with its number.
 *
 * @throws CommandFailure FOLDER_UNUSABLE, FOLDER_NOT_EMPTY before anything is checked
 */
export async function remadeFolder(folder: string): Promise<RemadeFolder> {
  await refuseUnusable(folder)
  const kept: { readonly bundle: string; readonly made: RemadeFile }[] = []
  return {
    keep: (bundle, made) => void kept.push({ bundle, made }),
    write: async () => {
      if (kept.length === 0) return []
      const bundles = [...new Set(kept.map(({ bundle }) => bundle))]
      const placeOf = (bundle: string, path: string): string =>
        bundles.length === 1 ? path : join(String(bundles.indexOf(bundle) + 1), path)
      await writeBundle(
        folder,
        new Map(kept.map(({ bundle, made }) => [placeOf(bundle, made.path), made.bytes])),
      )
      return kept.map(({ bundle, made: { path, isAsSigned } }) => ({
        bundle,
        path,
        file: join(folder, placeOf(bundle, path)),
        isAsSigned,
      }))
    },
  }
}

/** What was written, a line each. */
export function tellRemade(
  files: readonly WrittenFile[],
  { facts }: Pick<Report, 'facts'>,
  { say }: Pick<Terminal, 'say'>,
): void {
  for (const { bundle, path, file, isAsSigned } of files) {
    const whose = isAsSigned ? 'this is the very file that was signed' : 'nobody has signed this one'
    say(
      harmless(`${file}: what this program makes of the bundle in the place of ${bundle}/${path}; ${whose}`),
    )
  }
  for (const { bundle, beside } of facts)
    if (beside?.by === undefined)
      say(harmless(`${bundle}: NOT MADE AGAIN, and not compared: ${whyNot(beside)}`))
  if (files.length > 0) return
  const isCompared = facts.some(({ beside }) => beside?.by !== undefined)
  say(
    isCompared
      ? 'Nothing that this program makes of what was given lies there otherwise, so nothing was written.'
      : 'So nothing was written, which does not say that nothing was changed.',
  )
}

/** Why nothing could be made again: what is made depends on for whom it was made, and the signed list alone tells that. */
function whyNot(beside: BesideFact | undefined): string {
  return beside === undefined
    ? 'it is no court bundle: there are no letters and no report beside it'
    : `there is no ${madePath} beside it that holds, and that tells for whom the letters and the report were made`
}
