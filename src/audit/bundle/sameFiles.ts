import { digestOf } from '../../envelope/digest.ts'
import { sameHash } from '../tree.ts'
import { jwsIn, receiptPath } from './layout.ts'
import { entryName } from './log.ts'
import type { FindIn } from './report.ts'
import type { CheckedBundle } from './verify.ts'

/**
 * What stands at the same place of the same record must be the same bytes in both bundles; and what lacks in one, and the
 * other has, is told. Where a log names the one or the other by its digest, that is told as well: it shows which is right.
 */
export function compareFiles(a: CheckedBundle, b: CheckedBundle, find: FindIn): void {
  const told = [a, b].map(namedIn)
  for (const [path, bytes] of a.files) {
    const other = b.files.get(path)
    if (other === undefined || !/^record\/[^/]+\/[0-9]+\./.test(path) || sameHash(bytes, other)) continue
    const named = [a, b].flatMap((bundle, at) => namedAs(told[at]?.get(path), path, bundle, [a, b]))
    find(a.name, 'mismatch', path, [`it is not the same in ${b.name}`, ...named].join('; '))
  }
  nameLacking(a, b, told[0], find)
  nameLacking(b, a, told[1], find)
}

/** A file as the log of a bundle names it. */
interface Named {
  readonly digest: string
  readonly index: number
  readonly isRequired: boolean
}

function namedIn({ messages }: CheckedBundle): ReadonlyMap<string, Named> {
  return new Map(
    messages.flatMap(({ path, planned }): [string, Named][] => {
      const { digest, mark, receipt, required, erased } = planned
      const own: Named = { digest, index: mark.index, isRequired: required && erased !== true }
      if (receipt === null) return [[path, own]]
      const beside = { digest: receipt.digest, index: receipt.mark.index, isRequired: required }
      return [
        [path, own],
        [receiptPath(path), beside],
      ]
    }),
  )
}

/** Of which of the two files the log of a bundle tells; nothing where it tells of neither. */
function namedAs(
  named: Named | undefined,
  path: string,
  { name }: CheckedBundle,
  both: readonly CheckedBundle[],
): string[] {
  // Two that were signed alike and bear two signatures are the same to a log: that they hold is judged in each bundle.
  const [meant, twin] = both.filter(({ files }) => named?.digest === digestOf(jwsIn(files, path)))
  if (named === undefined || meant === undefined || twin !== undefined) return []
  return [`${entryName(named.index)} of the log in ${name} names the one in ${meant.name}`]
}

function nameLacking(
  one: CheckedBundle,
  other: CheckedBundle,
  told: ReadonlyMap<string, Named> | undefined,
  find: FindIn,
): void {
  for (const [path, { digest, index, isRequired }] of told ?? []) {
    if (!isRequired || one.files.has(path) || !other.files.has(path)) continue
    if (digestOf(jwsIn(other.files, path)) !== digest) continue
    find(one.name, 'mismatch', path, `${other.name} has it: the very one that ${entryName(index)} here names`)
  }
}
