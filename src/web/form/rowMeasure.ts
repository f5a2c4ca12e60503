import type { CaseWords } from '../desk/caseWords.ts'
import { askedLabel } from './fieldWords.ts'
import type { FormNode } from './node.ts'
import { type Offering, measuresOffered } from './offered.ts'
import type { Shown } from './shown.ts'

/** What a group is called: a row that is about a measure with that measure, for the number of a row says nothing of it. */
export function groupLabel({ words, offering }: Pick<Shown, 'words' | 'offering'>, node: FormNode): string {
  const outer = askedLabel(words, node)
  const measure = node.row === null ? undefined : measureOf(node)?.value
  if (typeof measure !== 'string' || measure === '') return outer
  return words.say('fieldWithin', { outer, label: measureWords(words, offering, measure) })
}

/** A measure, or a part of one, by its id and its kind. */
export function measureWords(words: CaseWords, offering: Offering | null, id: string): string {
  const [whole = id, part] = id.split('.')
  const kind = offering?.choices.measures.find((one) => one.id === id || one.id === whole)?.kind
  const said = part === undefined ? id : words.say('partOfMeasure', { number: part, measure: whole })
  return kind === undefined ? said : `${said} ${words.kind(kind)}`
}

/** Rows with the only measure of which they can speak already chosen: the one of the record, or of which this may be said now. */
export function withOnlyMeasure(nodes: readonly FormNode[], offering: Offering | null): readonly FormNode[] {
  if (offering === null || offering.choices.measures.length === 0) return nodes
  return nodes.map((node) => {
    const isTaken = node.children.some((row) => isSaid(measureOf(row)))
    const rows = node.children.map((row) => (isTaken ? row : withOnly(row, offering)))
    return { ...node, children: rows }
  })
}

/** In the first row that says none: what one row says of a measure no other says again. */
function withOnly(row: FormNode, offering: Offering): FormNode {
  const member = row.row === 1 ? measureOf(row) : undefined
  if (member?.need !== 'always') return row
  const [only, ...others] = measuresOffered(offering, member)
  if (only === undefined || others.length > 0) return row
  const children = row.children.map((child) => (child === member ? { ...child, value: only.id } : child))
  return { ...row, children }
}

function isSaid(member: FormNode | undefined): boolean {
  return typeof member?.value === 'string' && member.value !== ''
}

/** The field in which a row says of which measure it speaks. */
function measureOf({ row, children }: FormNode): FormNode | undefined {
  if (row === null) return undefined
  return children.find(({ names, control }) => isOfMeasure(names) && control.kind !== 'rows')
}

function isOfMeasure(names: FormNode['names']): boolean {
  return names === 'measure' || names === 'part'
}
