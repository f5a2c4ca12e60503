import { listAccessTokens } from '../../store/accessTokens.ts'
import { findPeople, listPeople } from '../../store/people/people.ts'
import { type AccessState, accessStateOf, mayAnswer } from '../accessTokens.ts'
import type { Node } from '../node.ts'

/** A token of a system, without itself; plain JSON. */
export interface ShownToken {
  /** Of the system that uses it. */
  readonly name: string
  readonly scopes: readonly string[]
  readonly authority: string
  readonly state: AccessState
  readonly madeBy: string
  readonly madeAt: string
  readonly until: string
  /** The day (UTC) of the last use, as `2026-11-14`; null: it was never used. */
  readonly usedOn: string | null
  /** Null: it was not revoked; `by` null: the node did it by itself. */
  readonly revoked: { readonly at: string; readonly by: string | null } | null
  readonly confirmedBy: string | null
  /** Sign-in name of who answers for what the system writes; null: it writes nothing. */
  readonly officer: string | null
}

/** Somebody who may answer for what a system writes. */
export interface Answering {
  readonly signInName: string
  readonly name: string
  readonly authority: string
}

/** All tokens that there ever were, the newest first. */
export async function readTokens(node: Pick<Node, 'db' | 'machineNow'>): Promise<readonly ShownToken[]> {
  const rows = await listAccessTokens(node.db)
  const answering = await findPeople(
    node.db,
    rows.flatMap(({ officer }) => officer ?? []),
  )
  const names = new Map(answering.map(({ id, sign_in_name }) => [id, sign_in_name]))
  const now = node.machineNow()
  return rows
    .toSorted((one, other) => other.made_at.getTime() - one.made_at.getTime())
    .map((row) => ({
      ...{ name: row.name, scopes: row.scopes, authority: row.authority, state: accessStateOf(row, now) },
      ...{ madeBy: row.made_by, madeAt: row.made_at.toISOString(), until: row.expires_at.toISOString() },
      usedOn: row.used_on,
      revoked: row.revoked_at === null ? null : { at: row.revoked_at.toISOString(), by: row.revoked_by },
      confirmedBy: row.confirmed_by,
      officer: row.officer === null ? null : (names.get(row.officer) ?? null),
    }))
}

/** Who may answer for what systems write, by authority and name. */
export async function readAnswering({ db }: Pick<Node, 'db'>): Promise<readonly Answering[]> {
  return (await listPeople(db))
    .filter((row) => mayAnswer(row, row.authority))
    .map(({ sign_in_name, name, authority }) => ({ signInName: sign_in_name, name, authority }))
    .toSorted(
      (one, other) => one.authority.localeCompare(other.authority) || one.name.localeCompare(other.name),
    )
}
