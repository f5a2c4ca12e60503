/** Characters of the passphrase that `rogatory init` makes: 32 random bytes in base64url. */
const ownPassphraseCharacters = 43

/**
 * How often a passphrase is hashed before it becomes a key (PBKDF2, and the MAC of PKCS#12). Stretching is for what an
 * operator can remember; 256 random bits cannot be guessed however fast each guess is, and are stretched no more than
 * RFC 8018 section 4.2 and NIST SP 800-132 ask for at least: every command that needs a key waits for this.
 */
export function stretchingOf(passphrase: string): {
  readonly iterations: number
  readonly macIterations: number
} {
  return passphrase.length < ownPassphraseCharacters
    ? { iterations: 150_000, macIterations: 40_000 }
    : { iterations: 1_000, macIterations: 1_000 }
}
