import type { Signer } from './envelope/sign.ts'
import type { Observer } from './exchange/measuring/meter.ts'
import type { Keyring } from './store/identity/keyring.ts'
import type { Identity } from './store/identity/read.ts'

/** The same keys, which tell whenever a token does not sign. */
export function observedKeyring(keyring: Keyring, meter: Pick<Observer, 'tokenFailed'>): Keyring {
  let seen: Identity | null = null
  let observed: Identity | null = null
  return {
    ...keyring,
    current() {
      const identity = keyring.current()
      if (observed !== null && identity === seen) return observed
      const { signer, listSigner } = identity
      seen = identity
      observed = {
        ...identity,
        signer: observedSigner(signer, meter),
        listSigner: observedSigner(listSigner, meter),
      }
      return observed
    },
  }
}

function observedSigner(signer: Signer, meter: Pick<Observer, 'tokenFailed'>): Signer {
  const { signElsewhere } = signer
  if (signElsewhere === undefined) return signer
  return {
    ...signer,
    async signElsewhere(input) {
      try {
        return await signElsewhere(input)
      } catch (reason) {
        meter.tokenFailed()
        throw reason
      }
    },
  }
}
