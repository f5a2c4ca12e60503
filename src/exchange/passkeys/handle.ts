/** By what an authenticator knows a person (WebAuthn: user handle): the bytes of their id, which is random and names nobody. */
export function handleOf(person: string): Buffer {
  return Buffer.from(person.replaceAll('-', ''), 'hex')
}
