import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { serve } from './child.ts'

// The other end of a bare post: express, a body of bytes, an answer of a given size, and nothing else.

const calls = {
  async listen(answerBytes: number): Promise<string> {
    const app = express()
    app.disable('x-powered-by')
    app.disable('etag')
    const answer = 'a'.repeat(answerBytes)
    app.post('/', express.raw({ type: () => true, limit: '8mb' }), (_request, response) => {
      response.type('text/plain').send(answer)
    })
    const server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  },
}

export type PostCalls = typeof calls

serve(calls)
