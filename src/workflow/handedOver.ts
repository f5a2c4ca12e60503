import { type Check, checkOf } from '../message/checkOf.ts'
import type { Message, Messages, Replacement } from '../message/generated/types.ts'
import { type Said, valueAt } from './said.ts'
import type { Delivery } from './state.ts'

type Receipt = Messages['delivery-receipt']
type File = Delivery['exhibits'][number]

/** What the receiver makes of a file; one that is not spoken of is open. */
export function standingBy(check: Check | undefined, { sha256 }: File): NonNullable<Check['standing']> {
  if (check === undefined || check.standing === 'open') return 'open'
  const isAccepted = check.agrees === true && check.sha256 === sha256 && check.standing !== 'disputed'
  return isAccepted ? 'accepted' : 'disputed'
}

/** Files of a delivery that were disputed: those named, or all of it where the doubt is of the whole. */
export function disputedOf({ doubted, disputed, exhibits }: Delivery): readonly string[] {
  if (!doubted) return []
  return disputed ?? exhibits.map(({ id }) => id)
}

/**
 * What is left of a delivery after a receipt for it; null: nothing.
 *
 * @param isDiscrepancy - whether the receipt says of the measure that something is disputed
 */
export function restOf(delivery: Delivery, receipt: Receipt, isDiscrepancy: boolean): Delivery | null {
  const before = disputedOf(delivery)
  const standings = delivery.exhibits.map((file) => {
    const check = checkOf(receipt, file)
    // A dispute is taken back in so many words, or it stands.
    return check === undefined && before.includes(file.id) ? 'disputed' : standingBy(check, file)
  })
  const exhibits = delivery.exhibits.filter((_, at) => standings[at] !== 'accepted')
  if (!isDiscrepancy) return exhibits.length === 0 ? null : { ...withoutDispute(delivery), exhibits }
  const disputed = delivery.exhibits.filter((_, at) => standings[at] === 'disputed').map(({ id }) => id)
  // Doubt that names no file is of the whole delivery, and nothing of it is accepted; what was doubted before stays as it was.
  if (disputed.length === 0)
    return delivery.doubted ? delivery : { ...withoutDispute(delivery), doubted: true }
  // Budapest 28(3): material given on conditions is kept only by accepting them.
  const mayKeep = delivery.conditions.length === 0 || receipt.body.conditionsAccepted === true
  return { ...delivery, doubted: true, disputed, exhibits: mayKeep ? exhibits : delivery.exhibits }
}

/** Which disputed files a message replaces, as it says of a measure; null: it says nothing of that. */
export function replacingIn(message: Message, said: Said): readonly Replacement[] | null {
  return (valueAt(message, said, '/replaces') ?? null) as readonly Replacement[] | null
}

/**
 * The deliveries that still stand beside a new one, which takes the place of what was disputed. What was only left open beside
 * that, or agreed and waits for its conditions, stays to be verified.
 *
 * @param replacing - the disputed files that it replaces; null: all of them
 */
export function standingBeside(
  deliveries: readonly Delivery[],
  replacing: readonly Replacement[] | null,
): readonly Delivery[] {
  return deliveries.flatMap((one) => {
    const gone =
      replacing === null
        ? disputedOf(one)
        : replacing.filter(({ delivery }) => delivery === one.message).map(({ exhibit }) => exhibit)
    // A delivery without a file that was doubted is replaced as a whole.
    if (gone.length === 0) return replacing === null && one.doubted ? [] : [one]
    const exhibits = one.exhibits.filter(({ id }) => !gone.includes(id))
    const disputed = disputedOf(one).filter((id) => !gone.includes(id))
    if (exhibits.length === 0) return []
    return [disputed.length > 0 ? { ...one, exhibits, disputed } : { ...withoutDispute(one), exhibits }]
  })
}

/** A delivery of which nothing is disputed any more. */
export function withoutDispute({ message, exhibits, conditions }: Delivery): Delivery {
  return { message, doubted: false, exhibits, conditions }
}
