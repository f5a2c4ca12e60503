import type { EventShape } from './eventShape.ts'

/** What is audited of those who are told by webhooks that something happened: a part of the closed list. */
export const webhookEvents = {
  'webhook.made': {
    tells:
      'A person set an endpoint at which a system of this State is told, by ids and without content, that something happened. The details name it, its authority, its address and the events.',
    actor: 'always',
    details: { authority: 'text', events: 'texts', name: 'text', url: 'text' },
  },
  'webhook.disabled': {
    tells:
      'An endpoint is told nothing any more. The code is byPerson, or gone: it answered that it is there no more (410), or afterLoss: a log was continued.',
    actor: 'maybe',
    needs: ['code'],
    details: { name: 'text' },
  },
  'webhook.abandoned': {
    tells:
      'An endpoint could not be told of an entry of this log, and no further attempt is made. The count is that of the attempts; the details name the endpoint, the place of the entry, and what the last attempt came to.',
    needs: ['count'],
    details: { entry: 'number', name: 'text', outcome: 'text' },
  },
  'webhook.resent': {
    tells:
      'A person had an endpoint told anew of entries of this log that were given up. The count says of how many; the details name the endpoint, and the places of the first and the last of them.',
    actor: 'always',
    needs: ['count'],
    details: { first: 'number', last: 'number', name: 'text' },
  },
} as const satisfies Readonly<Record<string, EventShape>>
