import type { LetterLanguage } from '../../letter/language.ts'
import type { Block } from '../../letter/letter.ts'
import { unfinishedBlocks } from '../../letter/letterOf.ts'
import type { JsonObject } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { findDraft } from '../../store/drafts/drafts.ts'
import {
  type ListedTemplate,
  deleteTemplate as deleteRow,
  findTemplate,
  insertTemplate,
  listTemplates as listRows,
  lockTemplates,
} from '../../store/drafts/templates.ts'
import { inTransaction } from '../../store/failures.ts'
import { type DeskNames, deskNames } from '../desk/names.ts'
import { uuidV4 } from '../identifiers.ts'
import { timeZoneOf } from '../letterReading.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import type { DeskPerson } from '../people/person.ts'
import { actorOf } from '../people/sessions.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { ofOtherCase } from './copied.ts'
import { keptDraft } from './keptDraft.ts'
import { type NamedPerson, namedPeople } from './people.ts'

/** A template of an authority. */
export interface DeskTemplate {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly madeBy: NamedPerson | null
  readonly madeAt: string
}

/** The templates of an authority, by their names. */
export interface DeskTemplates {
  readonly names: DeskNames
  readonly templates: readonly DeskTemplate[]
}

/** A template with what drafts begin with. */
export interface OpenTemplate {
  readonly template: DeskTemplate
  readonly body: JsonObject
}

/** The templates of this person's authority. */
export async function listTemplates(node: Node, { authority }: DeskPerson): Promise<DeskTemplates> {
  const rows = await listRows(node.db, authority)
  const people = await namedPeople(
    node.db,
    rows.map((row) => row.made_by),
  )
  return { names: deskNames(node, authority, []), templates: rows.map((row) => shown(row, people)) }
}

/** A template of this person's authority, or null. */
export async function templateOf(
  node: Node,
  id: string,
  { authority }: DeskPerson,
): Promise<OpenTemplate | null> {
  const row = await findTemplate(node.db, id)
  if (row?.authority !== authority) return null
  const people = await namedPeople(node.db, [row.made_by])
  return { template: shown(row, people), body: JSON.parse(row.body) as JsonObject }
}

/** What a template of this person's authority says, as it stands in a letter; null: there is none of that id. */
export async function templateWords(
  node: Node,
  id: string,
  { authority }: DeskPerson,
  language: LetterLanguage,
): Promise<readonly Block[] | null> {
  const row = await findTemplate(node.db, id)
  if (row?.authority !== authority) return null
  const reading = { language, timeZone: timeZoneOf(node, authority) }
  return unfinishedBlocks(row.type, JSON.parse(row.body) as JsonObject, reading)
}

/**
 * Keeps what the draft of a request has that says nothing of its case. Refuses with TEMPLATE_NAME_INVALID, TEMPLATE_EXISTS or
 * TEMPLATES_TOO_MANY; with DRAFT_UNKNOWN, DRAFT_STAGE_WRONG where it has ended or is no request, or NODE_ROLLED_BACK.
 */
export async function keepTemplate(
  node: Node,
  draftId: string,
  given: string,
  by: Acting,
): Promise<Result<object>> {
  const { templatesMax, templateNameCharactersMax } = exchangeLimits.drafts
  const { person } = by
  const name = given.normalize('NFC').trim()
  const isName = name !== '' && name.length <= templateNameCharactersMax && !/[\p{Cc}\p{Cs}]/u.test(name)
  if (!isName) return refuse('TEMPLATE_NAME_INVALID', { pointer: '/name' })
  return await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const row = await findDraft(trx, draftId)
    if (row?.authority !== person.authority) return refuse('DRAFT_UNKNOWN')
    const { type, stage, language, body } = keptDraft(row)
    if (type !== 'request' || stage === 'sent' || stage === 'dropped') return refuse('DRAFT_STAGE_WRONG')
    await lockTemplates(trx, person.authority)
    const others = await listRows(trx, person.authority)
    if (others.some((one) => one.name === name)) return refuse('TEMPLATE_EXISTS', { pointer: '/name' })
    if (others.length >= templatesMax) return refuse('TEMPLATES_TOO_MANY')
    const id = uuidV4(node.random(16))
    await insertTemplate(trx, {
      ...{ id, authority: person.authority, name, type, language },
      ...{ body: JSON.stringify(ofOtherCase(body)), made_by: person.id, made_at: node.machineNow() },
    })
    await note(node, trx, {
      event: 'template.kept',
      actor: actorOf(person, by.address),
      details: { name, template: id, type },
    })
    return { ok: true }
  })
}

/** Takes a template of this person's authority away. Refuses with TEMPLATE_UNKNOWN or NODE_ROLLED_BACK. */
export async function deleteTemplate(node: Node, id: string, by: Acting): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const name = await deleteRow(trx, id, by.person.authority)
    if (name === null) return refuse('TEMPLATE_UNKNOWN')
    await note(node, trx, {
      event: 'template.deleted',
      actor: actorOf(by.person, by.address),
      details: { name, template: id },
    })
    return { ok: true }
  })
}

type TemplateEvent = Extract<
  Parameters<Awaited<ReturnType<typeof openTrail>>['add']>[0],
  { readonly event: `template.${string}` }
>

async function note(node: Node, trx: Trx, event: TemplateEvent): Promise<void> {
  const trail = await openTrail(node, trx, [], node.now())
  trail.add(event)
  await append(trx, trail.audit())
}

function shown(row: ListedTemplate, people: ReadonlyMap<string, NamedPerson>): DeskTemplate {
  const { id, name, language, made_by, made_at } = row
  return { id, name, language, madeBy: people.get(made_by) ?? null, madeAt: made_at.toISOString() }
}
