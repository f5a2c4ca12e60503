/** What stands in an archive before its manifest: a file of the data folder, by its path there; a piece of a table; the names in a bucket. */
export type MemberMeaning =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'piece'; readonly table: string }
  | { readonly kind: 'names' }

/** Where the names of the files in a bucket stand. */
export const namesMember = 'exhibits.txt'

/** Whoever restores writes no file of another name: none leads out of the folder, and each fits the head of an archive. */
export function isFilePath(path: string): boolean {
  return (
    path.length <= 90 &&
    /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(path) &&
    !path.split('/').some((part) => part === '.' || part === '..')
  )
}

/** Whether a path is of what is never taken along, and so is never put back: the passphrase, the database of before, what was on its way. */
export function isNoFileOfNode(path: string): boolean {
  return /^(postgres|passphrase|exhibits\/incoming|exhibits\/damaged|state\.json\.restored|.*\.new|(.*\/)?lost\+found)(\/|$)/.test(
    path,
  )
}

/** Where a file of the data folder stands in the archive. */
export function fileName(path: string): string {
  return `folder/${path}`
}

/** The SHA-256 by which a sealed file in the archive is named; null: it is no sealed file. */
export function sealedOf(name: string): string | null {
  return /^folder\/exhibits\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(name)?.[1] ?? null
}

/** Where a piece of a table stands in the archive; from 1. */
export function pieceName(table: string, piece: number): string {
  return `database/${table}.${String(piece).padStart(8, '0')}.copy`
}

/** What a member is by its name; null: nothing that a backup has. */
export function meaningOf(name: string): MemberMeaning | null {
  if (name === namesMember) return { kind: 'names' }
  const [, path] = /^folder\/(.+)$/.exec(name) ?? []
  if (path !== undefined) return isFilePath(path) && !isNoFileOfNode(path) ? { kind: 'file', path } : null
  const [, table] = /^database\/([a-z][a-z0-9_]*)\.[0-9]{8}\.copy$/.exec(name) ?? []
  return table === undefined ? null : { kind: 'piece', table }
}
