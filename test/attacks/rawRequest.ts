import { connect } from 'node:net'

/** A request as bytes: no client corrects anything in it. */
export interface RawRequest {
  /** The request line, without its end. */
  readonly line: string
  readonly fields: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
  /** False: no Content-Length is written beside the fields. */
  readonly measured?: boolean
  /** False: the connection is not asked to be closed after the answer. */
  readonly close?: boolean
}

/** Writes a request to the node at `url` over a socket of its own; all that comes back until the node closes it. */
export async function rawRequest(
  url: string,
  { line, fields, body = '', measured = true, close = true }: RawRequest,
): Promise<string> {
  const { hostname, port } = new URL(url)
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => `${name}: ${one}`),
  )
  const length = measured ? [`Content-Length: ${Buffer.byteLength(body)}`] : []
  const head = [line, ...lines, ...length, ...(close ? ['Connection: close'] : [])].join('\r\n')
  return await new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(`${head}\r\n\r\n${body}`))
    socket.setEncoding('latin1').setTimeout(20_000, () => socket.destroy())
    socket.on('data', (text) => {
      answer += String(text)
    })
    socket.once('error', (reason) => (answer === '' ? reject(reason) : resolve(answer)))
    socket.once('close', () => resolve(answer))
  })
}

/** The status of an answer. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 ([0-9]{3}) /.exec(answer)?.[1] ?? 0)
}
