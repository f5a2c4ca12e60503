import type { DeskRoute } from '../deskPaths.ts'

/** Where passkeys are asked for, used, added and taken away. */
export const passkeyRoutes = {
  askToSignIn: { method: 'POST', path: '/sign-in/passkey/ask', audience: 'everybody' },
  signInByPasskey: { method: 'POST', path: '/sign-in/passkey', audience: 'everybody' },
  passkeys: { method: 'GET', path: '/passkeys', audience: 'signedIn' },
  askToStepUp: { method: 'POST', path: '/passkeys/use', audience: 'signedIn' },
  proveAnew: { method: 'POST', path: '/passkeys/prove', audience: 'signedIn' },
  askToAddPasskey: { method: 'POST', path: '/passkeys/make', audience: 'signedIn' },
  addPasskey: { method: 'POST', path: '/passkeys/add', audience: 'signedIn' },
  removePasskey: { method: 'POST', path: '/passkeys/remove', audience: 'signedIn' },
  takeAwayPasskey: { method: 'POST', path: '/people/:signInName/passkey', audience: ['administrator'] },
} as const satisfies Readonly<Record<string, DeskRoute>>

export type PasskeyRouteName = keyof typeof passkeyRoutes
