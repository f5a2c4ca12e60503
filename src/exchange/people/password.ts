import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { isCommonPassword } from './commonPasswords.ts'
import { type Asker, inPasswordQueue } from './passwordQueue.ts'

/** What one look at a password costs, in the terms of scrypt (RFC 7914). */
export type PasswordCost = Readonly<Record<'N' | 'r' | 'p', number>>

/** In service: 32 MiB, three times over. Those who sign in get the present cost with their next sign-in. */
export const passwordCost: PasswordCost = { N: 2 ** 15, r: 8, p: 3 }

/** A node that keeps and compares passwords. */
type Keeper = Pick<Node, 'passwordCost'>

const saltBytes = 16
const keyBytes = 32

/** No letters and digits that are taken for each other when a password is read aloud or written down. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Against this is looked at what comes for a name that nobody has: nothing has this key. */
function nobodys({ N, r, p }: PasswordCost): string {
  return `scrypt$${N}$${r}$${p}$${'A'.repeat(22)}$${'A'.repeat(43)}`
}

/** A password that nobody chose. */
export function makePassword(node: Pick<Node, 'random'>): string {
  return makeLetters(node, exchangeLimits.desk.madePasswordCharacters)
}

/** So many letters and digits, each as likely as every other. */
export function makeLetters({ random }: Pick<Node, 'random'>, count: number): string {
  const made: string[] = []
  while (made.length < count) {
    // What is over the last whole multiple is thrown away: each letter is as likely as every other.
    const [byte = 255] = random(1)
    const letter = byte < 256 - (256 % letters.length) ? letters[byte % letters.length] : undefined
    if (letter !== undefined) made.push(letter)
  }
  return made.join('')
}

/** What is kept of a password: `scrypt$N$r$p$salt$key`. Null: too many wait. */
export async function keepPassword(
  { random, passwordCost: cost }: Keeper & Pick<Node, 'random'>,
  password: string,
  asker: Asker,
): Promise<string | null> {
  const salt = Buffer.from(random(saltBytes))
  const key = await derived(password, salt, cost, asker)
  if (key === null) return null
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** How a password compares with what is kept of one. */
export interface Comparison {
  readonly isRight: boolean
  /** It was kept at another cost than the present one. */
  readonly isStale: boolean
}

/**
 * Compares a password with what is kept of one, in the same time whether there is one or not. Null: too many wait.
 *
 * @param kept - null: nobody has the name
 */
export async function comparePassword(
  { passwordCost: cost }: Keeper,
  password: string,
  kept: string | null,
  asker: Asker,
): Promise<Comparison | null> {
  const [, N, r, p, salt = '', key = ''] = (kept ?? nobodys(cost)).split('$')
  const options = { N: Number(N), r: Number(r), p: Number(p) }
  const found = await derived(password, Buffer.from(salt, 'base64url'), options, asker)
  if (found === null) return null
  const isRight = timingSafeEqual(found, Buffer.from(key, 'base64url')) && kept !== null
  return { isRight, isStale: options.N !== cost.N || options.r !== cost.r || options.p !== cost.p }
}

/** Why a password cannot be chosen, or null. */
export function passwordRefusal(password: string, signInName: string): Refusal | null {
  const { passwordCharactersMin: min } = exchangeLimits.desk
  if (Array.from(password.normalize('NFC')).length < min)
    return refuse('PASSWORD_TOO_SHORT', { expected: [String(min)] })
  return isCommonPassword(password, signInName) ? refuse('PASSWORD_COMMON') : null
}

async function derived(
  password: string,
  salt: Buffer,
  options: ScryptOptions,
  asker: Asker,
): Promise<Buffer | null> {
  // As it is typed on one keyboard or composed on another (RFC 8265 section 4.2).
  const typed = password.normalize('NFC')
  const terms = { ...options, maxmem: 256 * 1024 * 1024 }
  return await inPasswordQueue(
    asker,
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(typed, salt, keyBytes, terms, (reason, key) =>
          reason === null ? resolve(key) : reject(reason),
        )
      }),
  )
}
