import type { Attack, Capability } from '../attack.ts'

const comes = (
  number: number,
  name: string,
  expected: string,
  capability: Capability,
  part: string,
): Attack => ({ number, name, expected, codes: [], proofs: [], comesWith: { capability, part } })

/** Attacks on what is not there yet. */
export const laterAttacks: readonly Attack[] = [
  comes(
    35,
    'The name of a file: `../`, NUL, CON, 300 bytes, right to left, `.html`',
    'kept by its digest; the name that is shown is harmless; nothing is opened by a browser',
    'exhibits',
    'names of files',
  ),
  comes(
    36,
    'A zip bomb, archives in archives, a file of two kinds',
    'never unpacked by a node; bounded in size',
    'exhibits',
    'the bounds of a file',
  ),
  comes(
    37,
    'A file that has not the hash or the size that was signed',
    'refused, kept apart, and a receipt says so',
    'exhibits',
    'the check of the whole file',
  ),
  comes(
    50,
    'Script in free text, names and error texts',
    'escaped, and a strict content security policy',
    'the desk (pages)',
    'pages',
  ),
  comes(
    52,
    'A form that another site sends (CSRF)',
    'refused: same site, origin and token are checked',
    'the desk (pages)',
    'forms',
  ),
  comes(
    53,
    'A session that was fixed before or stolen',
    'a new id at sign-in, kept by the node, ended after 15 minutes without use',
    'the desk (pages)',
    'sessions',
  ),
]
