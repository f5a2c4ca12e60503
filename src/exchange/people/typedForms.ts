import { isDeepStrictEqual } from 'node:util'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import type { TypedFormRow } from '../../store/people/peopleTables.ts'
import {
  deleteTypedForms,
  hasEndedForm,
  hasTypedForm,
  insertTypedForm,
  listTypedForms,
  personOfEnded,
  sweepTypedForms,
} from '../../store/people/typedForms.ts'
import { type DeskNames, deskNames } from '../desk/names.ts'
import { isUuid, uuidV4 } from '../identifiers.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { sealedFor } from '../sealedFor.ts'
import type { DeskPerson } from './person.ts'
import { hashOf, knownAfter } from './sessions.ts'

/** What somebody sent whose session had ended. */
export interface Typed {
  /** Where the form was sent to. */
  readonly path: string
  /** What it has beside its token, in the order in which it came. */
  readonly fields: readonly (readonly [string, string])[]
}

/** The same, as it is kept. */
export interface TypedForm extends Typed {
  readonly id: string
  /** RFC 3339. */
  readonly at: string
}

/** What people had typed when their session ended: each is shown their own, once they have signed in again. */
export interface TypedForms {
  /** Id of the person whose session with this token has ended; null: nobody's, or too long ago. */
  readonly personOfEnded: (token: string) => Promise<string | null>
  /** Whether a page with this token of forms belonged to a session of the person that has ended. */
  readonly isOfEnded: (person: DeskPerson, formToken: string) => Promise<boolean>
  /** Keeps it sealed for a day. */
  readonly keep: (person: string, typed: Typed) => Promise<void>
  readonly areThere: (person: DeskPerson) => Promise<boolean>
  /** The newest first. */
  readonly list: (
    person: DeskPerson,
  ) => Promise<{ readonly names: DeskNames; readonly forms: readonly TypedForm[] }>
  /** What was typed last into the form at a path; null: nothing is kept. */
  readonly at: (person: DeskPerson, path: string) => Promise<TypedForm | null>
  /** Destroys it; where there is no such, nothing. */
  readonly drop: (person: DeskPerson, id: string) => Promise<void>
}

export function typedForms(node: Node): TypedForms {
  return {
    personOfEnded: (token) => personOfEnded(node.db, hashOf(token), knownAfter(node.machineNow())),
    isOfEnded: ({ id }, formToken) =>
      hasEndedForm(node.db, id, hashOf(formToken), knownAfter(node.machineNow())),
    keep: (person, typed) => keep(node, person, typed),
    areThere: ({ id }) => hasTypedForm(node.db, id, keptAfter(node)),
    list: async (person) => ({
      names: deskNames(node, person.authority, []),
      forms: await opened(node, person.id),
    }),
    at: async (person, path) => (await opened(node, person.id)).find((form) => form.path === path) ?? null,
    async drop(person, id) {
      if (isUuid(id)) await inTransaction(node.db, (trx) => deleteTypedForms(trx, person.id, [id]))
    },
  }
}

/** What a second press of the same button brings is kept once. */
async function keep(node: Node, person: string, typed: Typed): Promise<void> {
  const same = (await opened(node, person)).filter(
    ({ path, fields }) => path === typed.path && isDeepStrictEqual(fields, typed.fields),
  )
  const id = uuidV4(node.random(16))
  const sealed = await node.sealer.seal(Buffer.from(JSON.stringify(typed)), sealedFor.typedForm(person, id))
  const kept: TypedFormRow = { id, person, sealed, typed_at: node.machineNow() }
  await inTransaction(node.db, async (trx: Trx) => {
    const ids = same.map((one) => one.id)
    await deleteTypedForms(trx, person, ids)
    await insertTypedForm(trx, kept, exchangeLimits.desk.typed.ofPersonMax)
  })
}

/** What was sealed with another passphrase of the node cannot be read any more, and goes when its day is over. */
async function opened(node: Node, person: string): Promise<TypedForm[]> {
  const forms: TypedForm[] = []
  for (const { id, sealed, typed_at } of await listTypedForms(node.db, person, keptAfter(node))) {
    const text = await node.sealer.open(sealed, sealedFor.typedForm(person, id))
    if (text === null) continue
    const { path, fields } = JSON.parse(text.toString('utf8')) as Typed
    forms.push({ id, path, fields, at: typed_at.toISOString() })
  }
  return forms
}

/** Destroys what was kept for its day. Nothing is left to do at once. */
export async function typedRound(node: Node): Promise<false> {
  await sweepTypedForms(node.db, keptAfter(node))
  return false
}

function keptAfter({ machineNow }: Pick<Node, 'machineNow'>): Date {
  return new Date(machineNow().getTime() - exchangeLimits.desk.typed.keptMs)
}
