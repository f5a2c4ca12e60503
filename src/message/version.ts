import { documents } from './documents.ts'
import { versionIn } from './unions.ts'

/** The first version of the schemas: what a message was written under that names none. */
export const firstVersion = '1.0'

/** The version of the schemas that this node has, `1.0`. */
export function ownVersion(): string {
  return versionIn(documents())
}

/**
 * The versions that this node speaks: its own and the one before. What is new in a version says since when it is
 * there (`since`), and nothing else may change in a minor version, so that the older is a part of the newer.
 */
export function spokenVersions(): readonly string[] {
  const [major = 1, minor = 0] = numbersOf(ownVersion())
  return minor === 0 ? [ownVersion()] : [ownVersion(), `${major}.${minor - 1}`]
}

/** Whether what was written under `version` can be read here. */
export function isReadable(version: string): boolean {
  const [major, minor] = numbersOf(version)
  const [ownMajor, ownMinor] = numbersOf(ownVersion())
  return major === ownMajor && minor !== undefined && ownMinor !== undefined && minor <= ownMinor
}

/** The later of two versions of one major version. */
export function laterOf(one: string, other: string): string {
  return isLater(other, one) ? other : one
}

/** Whether a version comes after another of the same major version. */
export function isLater(version: string, than: string): boolean {
  const [, minor = 0] = numbersOf(version)
  const [, otherMinor = 0] = numbersOf(than)
  return minor > otherMinor
}

/** The version under which a message was written, by which both sides judge it; the first, where it names none. */
export function versionOf({ schemas = firstVersion }: { readonly schemas?: string | undefined }): string {
  return schemas
}

/** The latest version that is spoken here and in these, or null where there is none. */
export function latestCommon(others: readonly string[]): string | null {
  return spokenVersions().find((version) => others.includes(version)) ?? null
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number)
}
