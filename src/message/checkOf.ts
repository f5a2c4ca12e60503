import type { Messages } from './generated/types.ts'

type Receipt = Messages['delivery-receipt']
export type Check = Receipt['body']['checks'][number]

/** A file of a delivery, as that names it. */
interface NamedFile {
  readonly id: string
  readonly sha256: string
}

/**
 * What a receipt says of a file of a delivery, or nothing. Two deliveries may have files of one id: the digest tells which is
 * meant, and what names the digest of another as announced is not of this one.
 */
export function checkOf({ body: { checks } }: Receipt, { id, sha256 }: NamedFile): Check | undefined {
  const of = checks.filter(({ exhibit }) => exhibit === id)
  return (
    of.find((check) => check.sha256 === sha256 || check.announced === sha256) ??
    of.find(({ announced }) => announced === undefined)
  )
}
