import assert from 'node:assert/strict'
import { type RogatoryClient, rogatoryClient } from '../../src/client/index.ts'
import { type AccessScope, makeAccessToken } from '../../src/exchange/accessTokens.ts'
import { atMachine } from '../../src/exchange/people/deciding.ts'
import { type DraftKeeping, draftKeeping } from '../../src/exchange/drafts/draftKeeping.ts'
import type { Acting } from '../../src/exchange/people/deskPeople.ts'
import { type DeskRole, personOfRow } from '../../src/exchange/people/person.ts'
import { beginSession } from '../../src/exchange/people/sessions.ts'
import { stepUp } from '../../src/exchange/people/stepUp.ts'
import type { Result } from '../../src/message/refusal.ts'
import { findDraft } from '../../src/store/drafts/drafts.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findPerson } from '../../src/store/people/people.ts'
import { added } from './desk.ts'
import { isDocumented } from './documentChecks.ts'
import type { StateOptions, WorldState } from './world.ts'

/** Options of a world whose nodes hear systems of their States, and may tell those on this machine what happened. */
export const withSystems: Pick<StateOptions, 'more'> = {
  more: () =>
    Promise.resolve({ api: { host: '127.0.0.1', port: 0 }, webhookNetworks: ['127.0.0.0/8'] as const }),
}

/** A case-management system of a State, and the people of the authority behind it. */
export interface TestSystem {
  readonly state: WorldState
  /** Name of its token. */
  readonly name: string
  readonly token: string
  readonly client: RogatoryClient
  /** Sign-in name of who answers for it. */
  readonly officer: string
  readonly drafts: DraftKeeping
  /** Asks the port without the client, as programs in other languages do; what is refused stands in the document. */
  readonly asked: (
    path: string,
    more?: { method?: string; headers?: Record<string, string>; body?: unknown },
  ) => Promise<Response>
  /** An approver approves a draft of it, having given their password. */
  readonly approve: (draft: string) => Promise<void>
  /** Whoever answers for it, who is an approver as well, tries the same. */
  readonly approveAlone: (draft: string) => Promise<Result<object>>
}

let systems = 0

/** A system with a token of these scopes, its officer, and an approver who has just given their password. */
export async function systemOf(
  state: WorldState,
  scopes: readonly AccessScope[] = ['cases', 'moves'],
  authority = state.node.node.trust.own().list.authorities[0]?.id ?? '',
): Promise<TestSystem> {
  systems += 1
  const { node } = state.node
  const name = `example-system-${systems}`
  const officer = await member(state, ['officer', 'approver'], authority)
  const made = await makeAccessToken(node, {
    ...{ name, scopes, authority, days: 1, by: atMachine('Example-Administrator') },
    officer: scopes.includes('moves') ? officer.by.person.signInName : undefined,
  })
  assert.ok(made.ok, JSON.stringify(made))
  const { token } = made
  const url = state.node.apiUrl ?? ''
  const drafts = draftKeeping(
    node,
    (draft) => state.node.send(draft),
    () => undefined,
  )
  const approveAs = async ({ by, token: session, password }: Member, draft: string) => {
    const proved = await stepUp(node, by.person, { token: session, password, code: '', address })
    assert.equal(proved.ok, true, JSON.stringify(proved))
    const digest = (await findDraft(node.db, draft))?.digest ?? ''
    return await drafts.approve({ draft, digest, token: session }, by)
  }
  let approver: Member | null = null
  return {
    ...{ state, name, token, drafts },
    officer: officer.by.person.signInName,
    client: rogatoryClient({ url, token }),
    async asked(path, { method = 'GET', headers = {}, body } = {}) {
      const answer = await fetch(`${url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      await isDocumented(method, answer)
      return answer
    },
    async approve(draft) {
      approver ??= await member(state, ['approver'], authority)
      const approved = await approveAs(approver, draft)
      assert.equal(approved.ok, true, JSON.stringify(approved))
    },
    approveAlone: (draft) => approveAs(officer, draft),
  }
}

const address = '127.0.0.1'

/** Somebody of the desk with a session. */
export interface Member {
  readonly by: Acting
  readonly token: string
  readonly password: string
}

/** A person of these roles with a session. */
export async function member(state: WorldState, roles: readonly DeskRole[], of: string): Promise<Member> {
  const { node } = state.node
  const { signInName, password } = await added(state, roles, { authority: of })
  const row = await findPerson(node.db, signInName)
  assert.ok(row !== null)
  const token = await inTransaction(node.db, (trx) => beginSession(node, trx, row.id))
  return { by: { person: personOfRow(row), address }, token, password }
}
