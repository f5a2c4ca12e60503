import { hash } from 'node:crypto'
import type { ExhibitStore } from '../../store/exhibits/exhibitStore.ts'

/**
 * What comes from a carrier is written to a place of its own, named like a deposit: the node that serves may be fetching the same file from
 * its giver, and what is damaged here says nothing of what comes there.
 */
export function carrierPlace(deposit: string): string {
  const digest = hash('sha256', `rogatory-carrier ${deposit}`)
  return [8, 12, 16, 20, 32].map((end, at, ends) => digest.slice(at === 0 ? 0 : ends[at - 1], end)).join('-')
}

/** Bytes that have come of the file of a deposit (UUID), over the network and from a carrier. */
export async function arrivedBytes(
  exhibits: Pick<ExhibitStore, 'partialBytes'>,
  deposit: string,
): Promise<number> {
  return (await exhibits.partialBytes(deposit)) + (await exhibits.partialBytes(carrierPlace(deposit)))
}
