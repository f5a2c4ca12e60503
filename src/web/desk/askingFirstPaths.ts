import type { DeskRoute } from '../deskPaths.ts'

const administrators = ['administrator'] as const
const writers = ['officer', 'approver'] as const

/** What asks before something is taken away, or let go; the same address, posted, does it. */
export const askingFirstRoutes = {
  changeRolesPage: { method: 'GET', path: '/people/:signInName/roles', audience: administrators },
  disablePersonPage: { method: 'GET', path: '/people/:signInName/disable', audience: administrators },
  enablePersonPage: { method: 'GET', path: '/people/:signInName/enable', audience: administrators },
  givePasswordPage: { method: 'GET', path: '/people/:signInName/password', audience: administrators },
  takeOffSecondFactorPage: {
    method: 'GET',
    path: '/people/:signInName/second-factor',
    audience: administrators,
  },
  takeAwayPasskeyPage: { method: 'GET', path: '/people/:signInName/passkey', audience: administrators },
  unlinkPersonPage: { method: 'GET', path: '/people/:signInName/provider/remove', audience: administrators },
  removePasskeyPage: { method: 'GET', path: '/passkeys/remove', audience: 'signedIn' },
  withdrawDelegationPage: { method: 'GET', path: '/delegations/:delegation/withdraw', audience: writers },
  dropDraftPage: { method: 'GET', path: '/drafts/:draft/drop', audience: writers },
  revokeTokenPage: { method: 'GET', path: '/running/systems/:system/revoke', audience: administrators },
  disableEndpointPage: {
    method: 'GET',
    path: '/running/webhooks/:endpoint/disable',
    audience: administrators,
  },
  deleteTemplatePage: { method: 'GET', path: '/templates/:template/delete', audience: writers },
} as const satisfies Readonly<Record<string, DeskRoute>>

export type AskingFirstRouteName = keyof typeof askingFirstRoutes
