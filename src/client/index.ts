export {
  type Asking,
  type HandedFile,
  type Move,
  type Once,
  type Rewriting,
  type RogatoryClient,
  type Said,
  type Tagged,
  rogatoryClient,
} from './client.ts'
export { RogatoryProblem } from './problem.ts'
export type { ClientSettings } from './transport.ts'
export { type Received, type RogatoryEvent, WebhookNotVerified, verifyWebhook } from './webhook.ts'
export type * from './generated/api.ts'
