import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/** Where a range begins. */
export function startOf(range: string): number {
  const [, start = '0'] = /^bytes=(\d+)-/.exec(range) ?? []
  return Number(start)
}

/** What is said of a body beside it: its type, and who has signed it. */
export function fieldsOf(headers: IncomingHttpHeaders): Record<string, string> {
  const names = [
    ...(['content-type', 'content-digest', 'signature-input', 'signature', 'retry-after'] as const),
    'traceparent',
  ]
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('latin1')) body += String(chunk)
  return body
}
