import { type Result, refuse } from '../message/refusal.ts'
import { findRequestsByName } from '../store/requests.ts'
import type { RequestRow } from '../store/tables.ts'
import type { Node } from './node.ts'
import { requestsCalled } from './search/byReference.ts'

type Naming = Pick<Node, 'db' | 'trust'>

/**
 * The request that is meant by its id, by the beginning of its id (8 characters or more), or by its reference; where none is written so
 * to the letter, one that is called so as the search reads it (`requestsCalled`). Refuses with REQUEST_UNKNOWN where there is none, with
 * REFERENCE_AMBIGUOUS and the ids where there are several.
 *
 * @param authority - whose requests there are alone; absent: those of all authorities of this State
 */
export async function requestNamed(
  node: Naming,
  name: string,
  authority?: string,
): Promise<Result<{ readonly row: RequestRow }>> {
  const found = await namedToTheLetter(node, name, authority)
  if (found.length > 0) return theOne(name, found)
  const alike: RequestRow[] = []
  for (const one of authoritiesOf(node, authority)) alike.push(...(await requestsCalled(node, one, name)))
  return theOne(name, alike)
}

/** The same, where what is written must be the very letters: what is done to it cannot be undone. */
export async function requestWritten(
  node: Naming,
  name: string,
): Promise<Result<{ readonly row: RequestRow }>> {
  return theOne(name, await namedToTheLetter(node, name))
}

async function namedToTheLetter(node: Naming, name: string, authority?: string): Promise<RequestRow[]> {
  const named = await findRequestsByName(node.db, authoritiesOf(node, authority), name)
  return named.filter(({ own_authority }) => authority === undefined || own_authority === authority)
}

function authoritiesOf({ trust }: Naming, authority: string | undefined): readonly string[] {
  return authority === undefined ? trust.own().list.authorities.map(({ id }) => id) : [authority]
}

function theOne(name: string, found: readonly RequestRow[]): Result<{ readonly row: RequestRow }> {
  const [row, ...others] = found
  if (row === undefined) return refuse('REQUEST_UNKNOWN', { detail: `no request here is called ${name}` })
  if (others.length > 0) return refuse('REFERENCE_AMBIGUOUS', { expected: found.map(({ id }) => id) })
  return { ok: true, row }
}
