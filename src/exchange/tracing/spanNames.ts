/** Everything of which a node tells a span, by its name; `client`: it asks, `server`: it is asked. docs/operations.md says what each is. */
export const spanNames = {
  'post messages': 'client',
  'settle answers': 'internal',
  'take messages': 'server',
  'open messages': 'internal',
  'record messages': 'internal',
  'judge messages': 'internal',
  'send messages': 'internal',
  'seal messages': 'internal',
  'ask a question': 'client',
  'answer a question': 'server',
  'fetch a file': 'client',
  'give a file': 'server',
  'fetch small files': 'client',
  'give small files': 'server',
  'fetch a trust list': 'client',
  'give a trust list': 'server',
  'answer a system': 'server',
  'answer a person': 'server',
} as const satisfies Readonly<Record<string, 'client' | 'server' | 'internal'>>

export type SpanName = keyof typeof spanNames
