import type { SizeLimits } from '../../audit/bundle/sizes.ts'

const mebibyte = 1024 * 1024

/** How much of a node is made into a bundle while it serves. */
export interface BundleLimits {
  readonly atOnceMax: number
  readonly entriesMax: number
  readonly requestsMax: number
  readonly sizes: SizeLimits
}

/**
 * What is made at the desk of a node that serves: bundles at once, entries of a log and requests of one, and its files and bytes before it
 * is packed, all of which lie in memory. Whatever is larger is made by the command, beside the node.
 */
export const bundleLimits = {
  atOnceMax: 1,
  entriesMax: 250_000,
  requestsMax: 1_000,
  sizes: {
    filesMax: 20_000,
    fileBytesMax: 256 * mebibyte,
    totalBytesMax: 384 * mebibyte,
  },
  /** Characters of why it is made. */
  reasonCharactersMax: 1_000,
} as const satisfies BundleLimits & { readonly reasonCharactersMax: number }
