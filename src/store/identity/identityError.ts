/** Why an identity on disk cannot be used. Each is for the operator to put right; none is a peer's doing. */
export type IdentityErrorCode =
  | 'IDENTITY_EXISTS'
  | 'IDENTITY_MISSING'
  | 'IDENTITY_DAMAGED'
  | 'IDENTITY_INCOMPLETE'
  | 'PASSPHRASE_WRONG'
  | 'PASSPHRASE_TOO_SHORT'
  | 'KEYS_WAITING'
  | 'KEYS_NOT_RENEWED'
  | 'KEY_UNKNOWN'
  | 'KEY_IN_USE'
  | 'KEY_REUSED'
  | 'KEY_NOT_HERE'
  | 'REQUESTS_WAITING'
  | 'TOKEN_FAILED'
  | 'AUTHORITY_MISSING'
  | 'AUTHORITY_ENDED'
  | 'AUTHORITIES_TOO_MANY'

/** Thrown with a message that says what to do. It names files and never holds a passphrase or a key. */
export class IdentityError extends Error {
  readonly code: IdentityErrorCode

  constructor(code: IdentityErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'IdentityError'
    this.code = code
  }
}
