import type { DeskRoute } from '../deskPaths.ts'

const administrators = ['administrator'] as const

/** What whoever runs the node does about systems of the State: by what they ask, and where they are told. */
export const systemRoutes = {
  runningSystems: { method: 'GET', path: '/running/systems', audience: administrators },
  makeTokenPage: { method: 'GET', path: '/running/systems/add', audience: administrators },
  makeToken: { method: 'POST', path: '/running/systems/add', audience: administrators },
  confirmToken: { method: 'POST', path: '/running/systems/confirm', audience: administrators },
  revokeToken: { method: 'POST', path: '/running/systems/:system/revoke', audience: administrators },
  runningWebhooks: { method: 'GET', path: '/running/webhooks', audience: administrators },
  makeEndpointPage: { method: 'GET', path: '/running/webhooks/add', audience: administrators },
  makeEndpoint: { method: 'POST', path: '/running/webhooks/add', audience: administrators },
  disableEndpoint: { method: 'POST', path: '/running/webhooks/:endpoint/disable', audience: administrators },
  tellAgain: { method: 'POST', path: '/running/webhooks/:endpoint/again', audience: administrators },
} as const satisfies Readonly<Record<string, DeskRoute>>

export type SystemRouteName = keyof typeof systemRoutes
