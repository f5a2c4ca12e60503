/** Controls, of which PostgreSQL takes one (NUL) into no text at all, and halves of surrogate pairs, which have no UTF-8. */
const unkept = /[\p{Cc}\p{Cs}]/gu

/**
 * Words that another program has answered, as they may be kept and shown: what no database takes, or could pretend to be a line of ours,
 * is U+FFFD, for whoever answers must not have it in hand whether its failure can be written down.
 *
 * @param charactersMax - UTF-16 code units
 */
export function foreignWords(said: string, charactersMax: number): string {
  return said.slice(0, charactersMax).replace(unkept, '\ufffd')
}
